import { parseText, tokenizeVTTCue, VTTCue, type VTTNode } from "media-captions";
import {
  CUE_COLORS,
  type Cue,
  type CueColor,
  type CueTag,
  type Line,
  type Piece,
  type Place,
  type Scene,
  scenesOf,
} from "./cues.ts";

/**
 * Reads subtitles with media-captions, which tells cues and markup apart. Its own way to draw them is not used: it
 * makes HTML of the words without escaping them.
 */
export async function parse(text: string): Promise<readonly Scene[]> {
  const lines = tidied(text);
  const isVtt = lines.startsWith("WEBVTT");
  const { cues } = await parseText(isVtt ? lines : tidiedSrt(lines), { type: isVtt ? "vtt" : "srt", errors: false });
  return scenesOf(cues.map((cue, id) => asCue(cue, id)).filter(({ lines }) => lines.length > 0));
}

/** No cue needs more: what is longer is a broken file, or one that means ill. */
const CUE_MOST = 1_000;

/** Runs of white space are one: nothing looks different for it, and the parser takes long over them. */
const tidied = (text: string) =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/^ | $/gm, "")
    .trimStart();

const SRT_TIMING =
  /^((?:\d{1,2}:)?\d{1,2}:\d{2})[.,](\d{1,3}) ?--> ?((?:\d{1,2}:)?\d{1,2}:\d{2})[.,](\d{1,3})(?: .*)?$/gm;

/** The parser takes coordinates behind the times for words, and cues with no empty line between them for one. */
const tidiedSrt = (text: string) =>
  text.replaceAll(SRT_TIMING, "$1.$2 --> $3.$4").replaceAll(/\n(?=(?:\d+\n)?[\d:.]+ --> )/g, "\n\n");

function asCue(cue: VTTCue, id: number): Cue {
  const text = cue.text.slice(0, CUE_MOST);
  const place = ssaPlace(text) ?? placeOf(cue);
  const nodes = tokenizeVTTCue(new VTTCue(cue.startTime, cue.endTime, asMarkup(text)));
  return { id, from: cue.startTime, to: cue.endTime, place, lines: linesOf(piecesOf(nodes)).filter(hasWords) };
}

const DROPPED_TAGS = /<\/?(?:font|s|strike)(?: [^<>]*)?>/gi;
/** What begins no tag that WebVTT knows is a character, and `I <3 you` is no markup. */
const STRAY_LESS = /<(?!\/?(?:c|i|b|u|v|lang|ruby|rt)(?=[ .>])[^<>]*>|(?:\d+:)?\d\d:\d\d\.\d{3}>)/g;

/** A cue's text in the markup that the tokenizer knows; codes in braces come from another format. */
const asMarkup = (text: string) =>
  text
    .replaceAll(/\{\\[^{}]*\}/g, "")
    .replaceAll(/<br ?\/?>/gi, "\n")
    .replaceAll(DROPPED_TAGS, "")
    .replaceAll(/<\/?[IBU]>/g, (tag) => tag.toLowerCase())
    .replaceAll(STRAY_LESS, "&lt;")
    .trim();

const TAGS: Readonly<Record<string, CueTag>> = { i: "i", b: "b", u: "u", ruby: "ruby", rt: "rt" };
const isColor = (color: string | undefined): color is CueColor => CUE_COLORS.some((one) => one === color);

function piecesOf(nodes: readonly VTTNode[]): Piece[] {
  return nodes.map((node) => {
    if (node.type === "text") return node.data;
    const color = isColor(node.color) ? node.color : null;
    return { tag: TAGS[node.type] ?? "span", color, pieces: piecesOf(node.children) };
  });
}

/** The lines of some pieces, also where a line ends within markup. */
function linesOf(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const parts: Piece[] =
      typeof piece === "string" ? piece.split("\n") : linesOf(piece.pieces).map((line) => ({ ...piece, pieces: line }));
    for (const [i, part] of parts.entries()) {
      if (i > 0) lines.push([]);
      lines.at(-1)?.push(part);
    }
  }
  return lines;
}

const hasWords = (line: Line): boolean =>
  line.some((piece) => (typeof piece === "string" ? piece.trim() !== "" : hasWords(piece.pieces)));

/** `{\an8}` places a cue as the keys of a number pad lie. */
function ssaPlace(text: string): Place | null {
  const key = Number(/\{\\an([1-9])/.exec(text)?.[1] ?? 0);
  if (key === 0) return null;
  const row = key > 6 ? "top" : key > 3 ? "middle" : "bottom";
  return { row, side: (["end", "start", "center"] as const)[key % 3] ?? "center" };
}

/** As many lines as a picture is usually counted to have. */
const LINES = 15;

function placeOf({ line, snapToLines, align, position }: VTTCue): Place {
  // Lines are counted from the top, below zero from the bottom.
  const down = line === "auto" ? 1 : snapToLines ? (line < 0 ? 1 + line / LINES : line / LINES) : line / 100;
  const along = { start: 0, left: 0, center: 0.5, end: 1, right: 1 }[align];
  const across = align === "center" && position !== "auto" ? position / 100 : along;
  return { row: third(down, "top", "middle", "bottom"), side: third(across, "start", "center", "end") };
}

const third = <T>(part: number, first: T, second: T, last: T): T =>
  part < 1 / 3 ? first : part > 2 / 3 ? last : second;
