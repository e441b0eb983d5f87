import { type InputFault, type Refusal, refuse } from "../protocol/codes.ts";
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

const KINDS: Record<MediaKind, Kind> = {
  file: { canonical: libraryPath, expects: "must be a path of the library" },
  url: address,
  hls: address,
  dash: address,
  youtube: { canonical: matching(/^[A-Za-z0-9_-]{11}$/), expects: "must be a YouTube id of 11 characters" },
  vimeo: { canonical: matching(/^\d{1,15}$/), expects: "must be a Vimeo id of digits" },
  own: {
    canonical: matching(/^\d{1,15}-\d{1,11}-[0-9a-f]{64}$/),
    expects: "must be a file's size in bytes, its duration in ms and its fingerprint, as 1234-5678-…",
  },
};

/** A subtitle lies on the web or in the library. */
const anywhere: Kind["canonical"] = (src) => webAddress(src) ?? libraryPath(src);

export const isWebAddress = (src: string): boolean => webAddress(src) !== null;

/** Which film media is, whatever it is called and subtitled; null where there is none. */
export const filmOf = (media: Media | null): string | null => media && `${media.kind}:${media.src}`;

/** Media in its one spelling, its fields re-emitted by name; or everything that is wrong with it. */
export function canonicalMedia(media: Media): Media | Refusal {
  const errors: InputFault[] = [];
  const spelled = (path: string, given: string, canonical: Kind["canonical"], expects: string): string => {
    const src = canonical(given);
    if (src === null) errors.push({ path, message: expects });
    return src ?? given;
  };
  const { canonical, expects } = KINDS[media.kind];
  const src = spelled("media.src", media.src, canonical, expects);
  const subtitles = media.subtitles?.map(({ src: given, label, lang }, index) => {
    const where = spelled(
      `media.subtitles.${index}.src`,
      given,
      anywhere,
      "must be an http or https address or a path of the library",
    );
    return { src: where, label, lang };
  });
  if (errors.length > 0) return refuse("invalid_input", { errors });
  const { kind, title } = media;
  return { kind, src, ...(title !== undefined && { title }), ...(subtitles !== undefined && { subtitles }) };
}
