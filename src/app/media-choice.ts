import { canonicalMedia, isWebAddress } from "../domain/media.ts";
import type { Library } from "../ports.ts";
import { fault, isRefusal, type Refusal } from "../protocol/codes.ts";
import type { Media } from "../protocol/values.ts";

/** Media that a host may choose: in its one spelling, and there where it lies in the library. */
export async function chooseMedia(library: Library, given: Media): Promise<Media | Refusal> {
  const media = canonicalMedia(given);
  if (isRefusal(media)) return media;
  if (media.kind === "file" && (await library.open(media.src)) === null)
    return fault("media.src", "is not in the library");
  for (const [index, { src }] of (media.subtitles ?? []).entries())
    if (!isWebAddress(src) && (await library.open(src)) === null)
      return fault(`media.subtitles.${index}.src`, "is not in the library");
  return media;
}
