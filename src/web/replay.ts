import { positionAt } from "../domain/playback.ts";
import type { Media } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import type { Party } from "./party.ts";
import { isProblem, type Problem } from "./problem.ts";
import { isSame } from "./screen.ts";
import { countUpTo, type FilmLines, withFilmLines } from "./store/replay-model.ts";

/** What was said to the film that is on, as far as the film has come. */
export type Replay = {
  readonly lines: FilmLines;
  /** How many of the lines are due. */
  readonly due: number;
  /** Whether earlier lines are still on their way. */
  readonly isLoading: boolean;
  readonly problem: Problem | null;
};

const PAGE = 100;
const LOOK_EVERY_MS = 250;
const NOTHING: Replay = { lines: [], due: 0, isLoading: true, problem: null };

/** Follows the film through what was said to it, by whomever and whenever; `close` ends that. */
export function openReplay(party: Party): { readonly replay: Cell<Replay>; close(): void } {
  const { api, code, link } = party;
  const replay = createCell(NOTHING);
  let film: Media | null | undefined;
  /** Answers to questions about another film, or from before another connection, come too late. */
  let question = 0;
  /** The last line of the pages that came; what was heard live may lie further on. */
  let loadedTo = 0;
  let wasLost = false;

  function tell(change: Partial<Replay>): void {
    const [before, line, now_ms] = [replay.get(), party.line(), link.clock.now()];
    const next = { ...before, ...change };
    const due = line === null || now_ms === null ? next.due : countUpTo(next.lines, positionAt(line, now_ms));
    if (due !== before.due || Object.keys(change).length > 0) replay.set({ ...next, due });
  }

  async function load(): Promise<void> {
    const own = ++question;
    tell({ isLoading: true, problem: null });
    for (let next: number | null = loadedTo; next !== null; ) {
      const page = await api.messages(code, { film: "current", after: next, limit: PAGE });
      if (own !== question) return;
      if (isProblem(page)) return tell({ isLoading: false, problem: page });
      tell({ lines: withFilmLines(replay.get().lines, page.messages) });
      loadedTo = page.messages.at(-1)?.id ?? loadedTo;
      next = page.next_after ?? null;
    }
    tell({ isLoading: false });
  }

  const unwatchRoom = party.room.watch(() => {
    const media = party.line()?.media ?? null;
    if (film === undefined || !isSame(film, media)) {
      film = media;
      question++;
      loadedTo = 0;
      replay.set({ ...NOTHING, isLoading: media !== null });
      if (media !== null) void load();
    } else tell({});
  });
  const unwatchLink = link.connection.watch(({ state }) => {
    if (state === "open" && wasLost) void load();
    wasLost = state === "lost" || (wasLost && state !== "open");
  });
  const unhear = party.onLine((line) => tell({ lines: withFilmLines(replay.get().lines, [line]) }));
  const timer = setInterval(() => tell({}), LOOK_EVERY_MS);

  return {
    replay,
    close() {
      question++;
      clearInterval(timer);
      unhear();
      unwatchLink();
      unwatchRoom();
    },
  };
}
