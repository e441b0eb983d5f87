import type { ChatLine } from "../../protocol/events.ts";
import type { Entry } from "./chat-model.ts";

/** An entry of the chat with what its place among the others says about it. */
export type Row = {
  readonly entry: Entry;
  /** Whether it opens a group of lines by the same person; the name stands there alone. */
  readonly isFirst: boolean;
  /** Whether it was said on another day than the one before it, or, as the first one, before today. */
  readonly opensDay: boolean;
  /** Whether its time of the film, by the second, is news after the line before it. */
  readonly movesFilm: boolean;
};

/** Lines of one person within so long are one group. */
const GROUP_MS = 120_000;

/** The entries as they are shown: in groups of what a person said at once, and in days of this device's calendar. Pure. */
export function rowsOf(entries: readonly Entry[], now: Date): Row[] {
  let before: Entry | null = null;
  let day = now.toDateString();
  return entries.map((entry) => {
    const last = before;
    before = entry;
    // A draft was said just now, wherever it stands, and has no name to show.
    if (!("id" in entry)) return { entry, isFirst: false, opensDay: false, movesFilm: false };
    const own = new Date(entry.created_at).toDateString();
    const opensDay = own !== day;
    day = own;
    const isFirst = opensDay || last === null || !isOfGroup(entry, last);
    return { entry, isFirst, opensDay, movesFilm: isFirst || secondOf(entry) !== secondOf(last) };
  });
}

const secondOf = (entry: Entry | null) =>
  entry !== null && "id" in entry && entry.media_time !== null ? Math.floor(entry.media_time) : null;

/** Whether a line goes on with what was said before it. An answer begins anew, and so does whoever has no account. */
function isOfGroup(line: ChatLine, last: Entry): boolean {
  if (!("id" in last) || line.reply_to !== undefined) return false;
  const apart_ms = Math.abs(Date.parse(line.created_at) - Date.parse(last.created_at));
  return line.user.id !== null && line.user.id === last.user.id && apart_ms < GROUP_MS;
}
