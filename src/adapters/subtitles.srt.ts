/**
 * SubRip as WebVTT. Players show WebVTT alone, and what people have is SubRip in all its spellings: times without
 * hours, commas or dots, broken cues, styles of other formats, encodings of old.
 */

/** `00:01:02,500 --> 00:01:04,000`, hours and fractions being optional. */
const TIME = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:\s*[.,:]\s*(\d{1,3}))?`;
const TIMES = new RegExp(String.raw`^\s*${TIME}\s*-+>\s*${TIME}(?:\s|$)`);
/** Whatever means to be such a line, also where it fails. */
const LIKE_TIMES = /^\s*\d.*->/;
/** `{\an8}`: where on a keypad the text stands. Two is the place that it has anyway. */
const PLACE = /\{\\an?([1-9])[^{}]*\}/;

type Cue = { start: number; end: number; settings: string; text: string };

/**
 * The text of a file: UTF-16 by its mark or by its first two bytes, which stand for a digit, UTF-8 where it is that,
 * otherwise what Windows wrote in the West.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return new TextDecoder("utf-16le").decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
    return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Each cue that can be made out, in the order of their times. */
export function srtToVtt(srt: string): string {
  const cues = cuesOf(srt.split(/\r\n|\r|\n/)).toSorted((a, b) => a.start - b.start);
  const written = cues.map(
    ({ start, end, settings, text }) => `${clockTime(start)} --> ${clockTime(end)}${settings}\n${text}\n`,
  );
  return ["WEBVTT\n", ...written].join("\n");
}

/** Goes by the lines of times: numbers may be missing, and empty lines may stand where they should not. */
function cuesOf(lines: readonly string[]): Cue[] {
  const heads = lines.flatMap((line, index) => (LIKE_TIMES.test(line) ? [index] : []));
  return heads.flatMap((head, index) => {
    const next = heads[index + 1];
    const isNumbered = next !== undefined && /^\s*\d+\s*$/.test(lines[next - 1] ?? "");
    const cue = cueOf(lines[head] ?? "", lines.slice(head + 1, isNumbered ? next - 1 : next));
    return cue === null ? [] : [cue];
  });
}

function cueOf(times: string, lines: readonly string[]): Cue | null {
  const match = TIMES.exec(times);
  if (match === null) return null;
  const [start, end] = [milliseconds(match.slice(1, 5)), milliseconds(match.slice(5, 9))];
  const given = lines.join("\n");
  const text = cueText(given);
  return end > start && text !== "" ? { start, end, settings: settingsOf(given), text } : null;
}

function milliseconds([hours = "0", minutes, seconds, fraction = ""]: readonly (string | undefined)[]): number {
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"));
}

function clockTime(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const fraction = String(ms % 1000).padStart(3, "0");
  return `${two(ms / 3600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${fraction}`;
}

function settingsOf(text: string): string {
  const place = Number(PLACE.exec(text)?.[1] ?? "2");
  const line = place > 6 ? " line:0" : place > 3 ? " line:50%" : "";
  const align = place % 3 === 1 ? " align:start" : place % 3 === 0 ? " align:end" : "";
  return line + align;
}

/** Lines that hold something, with italics, bold and underline; all else that looks like markup is text or gone. */
function cueText(given: string): string {
  return given
    .replaceAll(/\{\\[^{}]*\}|<\/?font[^<>]*>/gi, "")
    .split(/(<\/?[ibu]>)/i)
    .map((part, index) => (index % 2 === 1 ? part.toLowerCase() : escaped(part)))
    .join("")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

const escaped = (text: string) =>
  text
    .replaceAll("\0", "")
    .replaceAll(/&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,7});)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
