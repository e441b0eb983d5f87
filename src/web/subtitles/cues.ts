/** A part of a cue's words: text as it is, or text in a dress of which this page knows what it means. */
export type Piece = string | Dressed;
export type Dressed = { readonly tag: CueTag; readonly color: CueColor | null; readonly pieces: readonly Piece[] };
export type Line = readonly Piece[];
export type CueTag = "i" | "b" | "u" | "ruby" | "rt" | "span";
export const CUE_COLORS = ["white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"] as const;
export type CueColor = (typeof CUE_COLORS)[number];

/** Where a cue stands: files say it to the pixel, but words as large as the viewer wants them need the room. */
export type Place = { readonly row: "top" | "middle" | "bottom"; readonly side: "start" | "center" | "end" };

/** Words, and from when up to when (s) they are shown. */
export type Cue = {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly place: Place;
  readonly lines: readonly Line[];
};

/** What stands over the picture from an instant (s) until that of the next scene. */
export type Scene = { readonly from: number; readonly cues: readonly Cue[] };

/** More at once than anybody reads; the oldest make way. */
export const MOST_AT_ONCE = 6;
const NONE: readonly Cue[] = [];

/** Cuts cues, in whichever order and however they overlap, into scenes that follow each other. */
export function scenesOf(cues: readonly Cue[]): readonly Scene[] {
  const waiting = cues.toSorted((a, b) => b.from - a.from || b.id - a.id);
  const instants = [...new Set(cues.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  let shown: Cue[] = [];
  return instants.map((instant) => {
    shown = shown.filter(({ to }) => to > instant);
    for (let next = waiting.at(-1); next !== undefined && next.from <= instant; next = waiting.at(-1)) {
      shown.push(next);
      waiting.pop();
    }
    shown = shown.slice(-MOST_AT_ONCE);
    return { from: instant, cues: shown.length === 0 ? NONE : shown };
  });
}

/** What is to be shown at `time_s`: the same list for as long as nothing changes. */
export function cuesAt(scenes: readonly Scene[], time_s: number): readonly Cue[] {
  let [from, to] = [0, scenes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((scenes[middle] as Scene).from <= time_s) from = middle + 1;
    else to = middle;
  }
  return scenes[from - 1]?.cues ?? NONE;
}
