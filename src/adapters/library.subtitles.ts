import { basename, extname } from "node:path";
import { LIMITS } from "../protocol/codes.ts";
import type { LibraryItem } from "../protocol/rest.ts";

/** Subtitles that a page can be given: as they are, or converted. */
const SERVED = [".vtt", ".srt"];
/** Subtitles that are only told of. */
const UNSUPPORTED = [".ass", ".ssa"];

/** What else a name may say of subtitles, by itself or after their language. */
const QUALIFIERS: Readonly<Record<string, string>> = { sdh: "SDH", cc: "CC", forced: "forced" };
/** After a language, this is no Hindi: it stands for the hearing impaired. */
const HEARING_IMPAIRED = "hi";
/** The codes of ISO 639-2 for librarians, which not every runtime knows to stand for the languages. */
const LIBRARIANS: Readonly<Record<string, string>> = {
  ...{ alb: "sq", arm: "hy", baq: "eu", bur: "my", chi: "zh", cze: "cs", dut: "nl", fre: "fr", geo: "ka", ger: "de" },
  ...{ gre: "el", ice: "is", mac: "mk", mao: "mi", may: "ms", per: "fa", rum: "ro", slo: "sk", tib: "bo", wel: "cy" },
};
const NO_LANGUAGE = "und";

export const extension = (path: string): string => extname(path).toLowerCase();
export const stem = (path: string): string => path.slice(0, path.length - extname(path).length);
export const isServedSubtitle = (path: string): boolean => SERVED.includes(extension(path));
export const isSubtitle = (path: string): boolean => isServedSubtitle(path) || UNSUPPORTED.includes(extension(path));

export type Beside = Pick<LibraryItem, "subtitles" | "unsupported_subtitles">;

/** What lies beside each film, by its stem: `Film.vtt`, `Film.en.srt` and `Film.en.sdh.srt` belong to `Film.mp4`. */
export function subtitlesByStem(films: readonly string[], subtitles: readonly string[]): Map<string, Beside> {
  const beside = new Map(films.map((film): [string, Beside] => [stem(film), { subtitles: [] }]));
  const all = new Set(subtitles);
  for (const path of subtitles) {
    const [owner, rest] = ownerOf(path, beside) ?? [];
    const named = rest === undefined ? null : describe(rest);
    if (owner === undefined || named === null) continue;
    if (!isServedSubtitle(path)) owner.unsupported_subtitles = [...(owner.unsupported_subtitles ?? []), basename(path)];
    else if (extension(path) === ".vtt" || !all.has(`${stem(path)}.vtt`)) owner.subtitles.push({ src: path, ...named });
  }
  return beside;
}

/** The film whose name is the longest beginning of this one, and the parts that are left. */
function ownerOf(path: string, beside: ReadonlyMap<string, Beside>): [Beside, string[]] | null {
  const rest: string[] = [];
  for (let beginning = stem(path); ; ) {
    const owner = beside.get(beginning);
    if (owner !== undefined) return [owner, rest];
    const part = extname(beginning);
    if (part === "") return null;
    rest.unshift(part.slice(1));
    beginning = stem(beginning);
  }
}

/** A label and a language for what stands between a film's name and the ending; null where it is no such name. */
function describe(parts: readonly string[]): { label: string; lang: string } | null {
  const [first, ...others] = parts;
  if (first === undefined || isQualifier(first)) return { label: labelOf("Subtitles", parts), lang: NO_LANGUAGE };
  const language = languageOf(first);
  if (language !== null) return { label: labelOf(language.name, others), lang: language.lang };
  // Some word may name them. With more behind it than qualifiers it is a part of some other film's name.
  return others.every(isQualifier) ? { label: labelOf(first, others), lang: NO_LANGUAGE } : null;
}

const isQualifier = (part: string) => Object.hasOwn(QUALIFIERS, part.toLowerCase());

function labelOf(name: string, qualifiers: readonly string[]): string {
  const said = qualifiers.map((part) => {
    const key = part.toLowerCase();
    return key === HEARING_IMPAIRED ? QUALIFIERS.sdh : (QUALIFIERS[key] ?? part);
  });
  return (said.length === 0 ? name : `${name} (${said.join(", ")})`).slice(0, LIMITS.title_characters);
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** The language that a part of a name stands for, in the one spelling of its tag. */
function languageOf(part: string): { name: string; lang: string } | null {
  try {
    const tag = LIBRARIANS[part.toLowerCase()] ?? part.replaceAll("_", "-");
    const [lang = tag] = Intl.getCanonicalLocales(tag);
    const name = names.of(lang);
    return name === undefined ? null : { name, lang };
  } catch {
    return null;
  }
}
