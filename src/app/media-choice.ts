import { canonicalMedia, isWebAddress } from "../domain/media.ts";
import type { Library } from "../ports.ts";
import { type InputFault, isRefusal, type Refusal, refuse } from "../protocol/codes.ts";
import type { Media } from "../protocol/values.ts";

/** Media that a host may choose: in its one spelling, and there, with what is in it, where it lies in the library. */
export async function chooseMedia(library: Library, given: Media): Promise<Media | Refusal> {
  const media = canonicalMedia(given);
  if (isRefusal(media)) return media;
  const paths = [
    ...(media.kind === "file" ? [{ path: "media.src", src: media.src }] : []),
    ...(media.subtitles ?? []).map(({ src }, index) => ({ path: `media.subtitles.${index}.src`, src })),
  ].filter(({ src }) => !isWebAddress(src));
  const errors: InputFault[] = [];
  for (const { path, src } of paths)
    if ((await library.open(src)) === null) errors.push({ path, message: "is not in the library" });
  if (errors.length > 0) return refuse("invalid_input", { errors });
  if (media.kind !== "file") return media;
  const { codecs } = await library.contents(media.src);
  return { ...media, ...(codecs !== undefined && { codecs }) };
}
