import { fault, type Refusal } from "../protocol/codes.ts";
import type { Media, MediaKind } from "../protocol/values.ts";

/** One kind of media: `canonical` gives the one spelling of a `src`, or null where it is none of this kind. */
type Kind = { readonly canonical: (src: string) => string | null; readonly expects: string };

function webAddress(src: string): string | null {
  if (!URL.canParse(src)) return null;
  const url = new URL(src);
  const isPublic = url.username === "" && url.password === "";
  return (url.protocol === "http:" || url.protocol === "https:") && isPublic ? url.href : null;
}

/** A path of the library: relative, with forward slashes, no empty, hidden, `.` or `..` part. */
export function libraryPath(src: string): string | null {
  const isPlain = !/[\\\0]/.test(src) && src.split("/").every((part) => part !== "" && !part.startsWith("."));
  return isPlain ? src : null;
}

const matching = (pattern: RegExp) => (src: string) => (pattern.test(src) ? src : null);
const address: Kind = { canonical: webAddress, expects: "must be an http or https address" };

export const KINDS: Record<MediaKind, Kind> = {
  file: { canonical: libraryPath, expects: "must be a path of the library" },
  url: address,
  hls: address,
  dash: address,
  youtube: { canonical: matching(/^[A-Za-z0-9_-]{11}$/), expects: "must be a YouTube id of 11 characters" },
  vimeo: { canonical: matching(/^\d{1,15}$/), expects: "must be a Vimeo id of digits" },
};

/** A subtitle lies on the web or in the library. */
export const isWebAddress = (src: string): boolean => webAddress(src) !== null;

/** Media in its one spelling, its fields re-emitted by name; or what is wrong with it. */
export function canonicalMedia(media: Media): Media | Refusal {
  const src = KINDS[media.kind].canonical(media.src);
  if (src === null) return fault("media.src", KINDS[media.kind].expects);
  const subtitles: NonNullable<Media["subtitles"]> = [];
  for (const [index, subtitle] of (media.subtitles ?? []).entries()) {
    const where = webAddress(subtitle.src) ?? libraryPath(subtitle.src);
    if (where === null)
      return fault(`media.subtitles.${index}.src`, "must be an http or https address or a path of the library");
    subtitles.push({ src: where, label: subtitle.label, lang: subtitle.lang });
  }
  return {
    kind: media.kind,
    src,
    ...(media.title !== undefined && { title: media.title }),
    ...(media.subtitles !== undefined && { subtitles }),
  };
}
