/** A piece of a line: words, an address with where it leads, or a time of the film in seconds. */
export type Piece =
  | { readonly text: string; readonly href?: never; readonly time?: never }
  | { readonly text: string; readonly href: string; readonly time?: never }
  | { readonly text: string; readonly href?: never; readonly time: number };

/**
 * What may belong to an address: no space, quote or angle bracket, and no mark that turns or hides what is read.
 * Whatever else its sentence added at the end is taken off again below.
 */
const ADDRESS = /(?<![\p{L}\p{N}])https?:\/\/[^\s\p{C}<>"“”„«»]+/giu;
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const PUNCTUATION = new Set(".,;:!?'’*…。，、！？");

/** `12:34`, `75:10`, `1:02:03`; no part of something longer, no score or ratio, and no time of day that says so. */
const TIME =
  /(?<![\p{L}\p{N}\p{M}:.,/_])(?:(\d{1,2}):([0-5]\d)|(\d{1,3})):([0-5]\d)(?![\p{L}\p{N}\p{M}:/_]|[.,]\d|\s?[ap]\.?m(?!\p{L}))/giu;

/**
 * A line cut into words, web addresses and times of a film; put together again, the pieces are the line. Only http and
 * https lead anywhere.
 */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const text = withoutTail(found);
    const href = hrefOf(text);
    if (href === null) continue;
    pieces.push(...timesIn(line.slice(end, index)), { text, href });
    end = index + text.length;
  }
  return [...pieces, ...timesIn(line.slice(end))];
}

function timesIn(words: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: text, 1: hours = "0", 2: minutes, 3: allMinutes, 4: seconds, index } of words.matchAll(TIME)) {
    if (index > end) pieces.push({ text: words.slice(end, index) });
    const time = Number(hours) * 3600 + Number(minutes ?? allMinutes) * 60 + Number(seconds);
    pieces.push({ text, time });
    end = index + text.length;
  }
  if (end < words.length) pieces.push({ text: words.slice(end) });
  return pieces;
}

/** Takes off the end of the sentence: punctuation, and brackets that were opened before the address. */
function withoutTail(found: string): string {
  let text = found;
  for (let last = text.at(-1); last !== undefined; last = text.at(-1)) {
    const opening = BRACKETS[last];
    const isTail = opening === undefined ? PUNCTUATION.has(last) : count(text, last) > count(text, opening);
    if (!isTail) break;
    text = text.slice(0, -1);
  }
  return text;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** Where it leads; null for what is no address, and for one with a login, which looks like another host's. */
function hrefOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, href } = new URL(text);
  const isWeb = protocol === "http:" || protocol === "https:";
  return isWeb && username === "" && password === "" ? href : null;
}
