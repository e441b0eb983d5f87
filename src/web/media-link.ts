import { LIMITS } from "../protocol/codes.ts";
import { countCharacters, type MediaKind } from "../protocol/values.ts";
import { piecesOf } from "./links.ts";

/** A film that was recognised in what somebody pasted. */
export type MediaLink = {
  readonly kind: Extract<MediaKind, "url" | "hls" | "dash" | "youtube" | "vimeo">;
  readonly src: string;
  /** Readable words out of the address; absent where it holds none. */
  readonly title?: string;
};

/** Why no film was recognised. */
export type NoLink = {
  readonly why: "empty" | "no_address" | "login" | "too_long" | "youtube_film" | "vimeo_film" | "vimeo_unlisted";
};

/** As much as the contract takes, in UTF-16 units. */
const MOST_CHARACTERS = 2_048;

const YOUTUBE_HOST = /^(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com$/;
const YOUTUBE_SHORT = /^(?:www\.)?youtu\.be$/;
const YOUTUBE_ID = /^[A-Za-z0-9_-]{11}$/;
/** What stands in the place of an id, and is as long as one, without naming a film. */
const NO_YOUTUBE_ID = new Set(["videoseries", "live_stream"]);
const YOUTUBE_PATHS = new Set(["watch", "shorts", "live", "embed", "v", "e"]);

const VIMEO_HOST = /^(?:(?:www|player)\.)?vimeo\.com$/;
/** A film's number stands alone or behind where it is shown; what follows it is the key of an unlisted one. */
const VIMEO_PATH =
  /^\/(?:video\/|channels\/[^/]+\/|groups\/[^/]+\/videos\/|(?:album|showcase)\/\d+\/video\/|ondemand\/[^/]+\/)?(\d{1,15})(\/\w+)?\/?$/;

/** Recognises the film that pasted text names: an address, one without its `https://`, or one among other words. */
export function recognise(pasted: string): MediaLink | NoLink {
  const text = pasted.normalize("NFC").trim();
  if (text === "") return { why: "empty" };
  const url = addressIn(text);
  if (url === null) return { why: "no_address" };
  if (url.username !== "" || url.password !== "") return { why: "login" };
  if (url.href.length > MOST_CHARACTERS) return { why: "too_long" };
  const host = url.hostname.replace(/\.$/, "");
  if (YOUTUBE_HOST.test(host) || YOUTUBE_SHORT.test(host)) return youtube(url, YOUTUBE_SHORT.test(host));
  if (VIMEO_HOST.test(host)) return vimeo(url);
  const title = titleFrom(url.href);
  const kind = /\.m3u8$/i.test(url.pathname) ? "hls" : /\.mpd$/i.test(url.pathname) ? "dash" : "url";
  return { kind, src: url.href, ...(title !== null && { title }) };
}

/** Whether something was recognised. */
export const isLink = (found: MediaLink | NoLink): found is MediaLink => "kind" in found;

/** Whether a page over https would be kept by its browser from loading this address; a device's own are exempt. */
export function isMixed(src: string, page: Pick<Location, "protocol">): boolean {
  if (page.protocol !== "https:" || !URL.canParse(src)) return false;
  const { protocol, hostname } = new URL(src);
  return protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The first web address in a text; one that is nothing but an address may lack its scheme. */
function addressIn(text: string): URL | null {
  const whole = webAddress(text);
  if (whole !== null) return whole;
  const among = piecesOf(text).find(({ href }) => href !== undefined)?.href;
  if (among !== undefined) return webAddress(among);
  const looksBare = /^[\w-]+(\.[\w-]+)*\.[a-z][a-z0-9-]+(:\d+)?\/\S+$/i.test(text);
  return looksBare ? webAddress(`https://${text}`) : null;
}

function webAddress(text: string): URL | null {
  if (/\s/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "http:" || url.protocol === "https:" ? url : null;
}

function youtube({ pathname, searchParams }: URL, isShort: boolean): MediaLink | NoLink {
  const [first = "", second = ""] = pathname.split("/").filter((part) => part !== "");
  const inPath = isShort ? first : YOUTUBE_PATHS.has(first) ? second : "";
  const src = first === "watch" && second === "" ? (searchParams.get("v") ?? "") : inPath;
  return YOUTUBE_ID.test(src) && !NO_YOUTUBE_ID.has(src) ? { kind: "youtube", src } : { why: "youtube_film" };
}

function vimeo({ pathname, searchParams }: URL): MediaLink | NoLink {
  const [, src, key] = VIMEO_PATH.exec(pathname) ?? [];
  if (src === undefined) return { why: "vimeo_film" };
  return key !== undefined || searchParams.has("h") ? { why: "vimeo_unlisted" } : { kind: "vimeo", src };
}

/** Names that say what a file is for, and nothing of the film. */
const NAMELESS = /^(index|master|main|playlist|manifest|stream|video|chunklist)$/i;

/** A readable title out of an address: its file's name, or its folder's where that says nothing; null for none. */
export function titleFrom(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const parts = new URL(address).pathname.split("/").map(decoded).map(readable);
  const title = parts.findLast((part) => /[\p{L}\p{N}]/u.test(part) && !NAMELESS.test(part));
  if (title === undefined) return null;
  const most = LIMITS.title_characters;
  return countCharacters(title) <= most ? title : [...title].slice(0, most).join("").trim();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `The_Big.Film%20(1942).mp4` as one would write it. Marks that turn or hide letters have no place in a title. */
function readable(part: string): string {
  const name = part.replace(/\.[A-Za-z][A-Za-z0-9]{1,4}$/, "");
  const isSpaced = /\s/.test(name);
  return name
    .replaceAll(/\p{C}/gu, "")
    .replaceAll(isSpaced ? /_+/g : /[._+]+/g, " ")
    .normalize("NFC")
    .replaceAll(/\s+/g, " ")
    .trim();
}
