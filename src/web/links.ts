/** A piece of a line: words, or an address with where it leads. */
export type Piece = { readonly text: string; readonly href?: string };

/**
 * What may belong to an address: no space, quote or angle bracket, and no mark that turns or hides what is read.
 * Whatever else its sentence added at the end is taken off again below.
 */
const ADDRESS = /(?<![\p{L}\p{N}])https?:\/\/[^\s\p{C}<>"“”„«»]+/giu;
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const PUNCTUATION = new Set(".,;:!?'’*…。，、！？");

/** A line cut into words and web addresses; put together again, the pieces are the line. Only http and https lead anywhere. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const text = withoutTail(found);
    const href = hrefOf(text);
    if (href === null) continue;
    if (index > end) pieces.push({ text: line.slice(end, index) });
    pieces.push({ text, href });
    end = index + text.length;
  }
  if (end < line.length) pieces.push({ text: line.slice(end) });
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
