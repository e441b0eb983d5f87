import type { ChatLine } from "../../protocol/events.ts";
import { placeAmong } from "./chat-model.ts";

/** A line that was said to a film. */
export type FilmLine = ChatLine & { readonly media_time: number };
/** What was said to one film, in the order of the film; at the same place, in the order in which it was said. Pure. */
export type FilmLines = readonly FilmLine[];

/** What is said within so long after the position is shown with it: one's own line must not wait for the next look. */
const AT_ONCE_S = 1;

const isOfFilm = (line: ChatLine): line is FilmLine => line.media_time !== null;
const byFilm = (a: FilmLine, b: FilmLine) => a.media_time - b.media_time || a.id - b.id;

/** Adds lines, whichever way they come; one that comes twice, or was said to no film, adds nothing. */
export function withFilmLines(known: FilmLines, more: readonly ChatLine[]): FilmLines {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = new Map(more.filter(isOfFilm).map((line) => [line.id, line]));
  const added = [...fresh.values()].filter(({ id }) => !ids.has(id));
  return added.length === 0 ? known : [...known, ...added].sort(byFilm);
}

/** How many of the lines, from the first on, were said up to a position of the film in seconds. */
export function countUpTo(lines: FilmLines, position: number): number {
  return placeAmong(lines, ({ media_time }) => media_time !== null && media_time <= position + AT_ONCE_S);
}
