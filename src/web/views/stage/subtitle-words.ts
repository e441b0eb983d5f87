import { fixedWords, languageName } from "../../figures.ts";
import type { Fault } from "../../subtitles/read.ts";
import type { Choice } from "../../subtitles/subtitles.ts";
import { LANGUAGES, TEXTS } from "../../texts/texts.ts";

const { subtitles: texts } = TEXTS;

/** Why subtitles cannot be shown. */
export const faultWords = (fault: Fault): string =>
  fault.is === "kind" ? texts.faults.kind(fault.ending) : texts.faults[fault.is];

/** When subtitles are shown, against their file. */
export function offsetWords(offset_s: number): string {
  if (offset_s === 0) return texts.asFilm;
  const seconds = fixedWords(Math.abs(offset_s), 1);
  return offset_s > 0 ? texts.later(seconds) : texts.earlier(seconds);
}

/** What the server calls subtitles of which it knows nothing more. */
const UNNAMED = "Subtitles";

/**
 * What to call subtitles. A label that only names their language, with some word behind it or not, was put in the
 * language of whoever made it: here it is said in this page's own.
 */
export function subtitleName({ label, lang, isOwn }: Omit<Choice, "id">): string {
  if (isOwn) return label;
  const here = languageName(lang) ?? TEXTS.film.subtitlesLabel;
  const elsewhere = lang === "und" ? [UNNAMED] : LANGUAGES.map(({ code }) => languageName(lang, code));
  const name = elsewhere.find((name) => name !== null && (label === name || label.startsWith(`${name} (`)));
  return name == null ? label : here + label.slice(name.length);
}

/** The language of subtitles that do not say it in their name. */
export function languageBeside(choice: Omit<Choice, "id">): string | null {
  const language = choice.isOwn ? null : languageName(choice.lang);
  return language === null || subtitleName(choice).startsWith(language) ? null : language;
}
