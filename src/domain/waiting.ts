import type { Playback } from "../protocol/values.ts";
import { positionAt } from "./playback.ts";

/**
 * Waiting for viewers whose film stalls: when the host's page is to pause the party for them, and when to let it go
 * on. Pure: `now_ms` is always an argument, and a clock that is set back makes no wait longer. Every wait has an end,
 * nobody is waited for again and again, and the party never stands still for more than half of the time.
 */

/** What follows a start, a seek or an arrival is loading, and a stall only if it lasts. */
const LOADING_MS = 1_500;
/** Somebody who is ready for a shorter time than this may be about to stall again. */
const SETTLE_MS = 500;
/** Whoever the party went on without is waited for again once they have been ready for so long. */
const READY_AGAIN_MS = 5_000;
/** Two waits for the same person within so long, and for as long there is no third. */
const OFTEN_MS = 60_000;
/** After a wait the party plays for as long as it waited, and no less than this, before it waits again. */
const REST_LEAST_MS = 5_000;
/** A pause that the room has not confirmed by then never got there: by then a dead connection is known for one. */
const LOST_MS = 12_000;
/** A start is asked for again after so long; longer than a player leads the room by itself. */
const ASK_AGAIN_MS = 6_000;
/** Another page of the same host may pause for the same stall, about here and about now. */
const [TWIN_MS, TWIN_S] = [2_000, 2] as const;

/** What the host's page sees at one instant. */
export type Scene = {
  readonly now_ms: number;
  readonly line: Playback;
  /** How long to wait at the most, s; 0 is not at all. */
  readonly wait_s: number;
  /** Everyone who is here and watching, but the host, by user id: whether their film stalls. */
  readonly viewers: ReadonlyMap<string, boolean>;
};

/** What is remembered of one viewer. */
type Viewer = {
  readonly is: "ready" | "stalled" | "gone";
  readonly since_ms: number;
  readonly came_ms: number;
  /** The party goes on without them, until they have been ready for a while. */
  readonly isGivenUp: boolean;
  /** When the last wait for them was over, and until when the party goes on without them if they stall again. */
  readonly waited_ms: number;
  readonly spared_until_ms: number;
};
type Viewers = ReadonlyMap<string, Viewer>;

/** `line` is the room's as it was last seen to be of this page's making. */
type Phase =
  | { readonly state: "going"; readonly rest_until_ms: number }
  | {
      readonly state: "waiting";
      readonly since_ms: number;
      readonly until_ms: number;
      /** Ids of all who were stalled at some time since. */
      readonly for: readonly string[];
      readonly line: Playback;
    }
  | { readonly state: "resuming"; readonly since_ms: number; readonly asked_ms: number; readonly line: Playback };
type PhaseOf<State extends Phase["state"]> = Extract<Phase, { state: State }>;

/** All that is kept from one look to the next. Its instants are on a clock of its own, which is never set back. */
export type Waiting = {
  readonly phase: Phase;
  readonly viewers: Viewers;
  /** The newest command, by its revision, and when it was heard of or given. */
  readonly command: { readonly revision: number; readonly at_ms: number };
  /** The clock as it was last seen, and by how much it has been set back so far. */
  readonly clock: { readonly last_ms: number; readonly back_ms: number };
};

const NEVER = Number.NEGATIVE_INFINITY;

/** The beginning: of a page, and of a host. */
export const NOT_WAITING: Waiting = {
  phase: { state: "going", rest_until_ms: NEVER },
  viewers: new Map(),
  command: { revision: -1, at_ms: NEVER },
  clock: { last_ms: NEVER, back_ms: 0 },
};

/** What comes of a look. */
export type Attention = {
  readonly state: Waiting;
  /** The command to give, in the host's name. */
  readonly say: "pause" | "play" | null;
  /** Ids of those whom the party is waiting for, and until when at the latest (on the clock of `now_ms`). */
  readonly waiting: { readonly for: readonly string[]; readonly until_ms: number } | null;
  /** After how many ms to look again even if nothing is heard; null where only news can change anything. */
  readonly again_ms: number | null;
};

/** Looks at the room, and says what is to be done for those who stall. */
export function attend(before: Waiting, scene: Scene): Attention {
  const clock = read(before.clock, scene.now_ms);
  const now = scene.now_ms + clock.back_ms;
  const { revision } = scene.line;
  const command = revision === before.command.revision ? before.command : { revision, at_ms: now };
  const viewers = observe(before.viewers, scene.viewers, now);
  const turn = turnOf({ ...before, viewers, command, clock }, scene, now);
  const { phase } = turn.state;
  return {
    state: turn.state,
    say: turn.say ?? null,
    waiting: phase.state === "waiting" ? asShown(phase, turn.state) : null,
    again_ms: turn.again_at_ms === undefined ? null : Math.max(turn.again_at_ms - now, 0),
  };
}

/** The host has pressed something, and that is their word: a wait is over, and the party does not go on by itself. */
export function hostPressed(before: Waiting, now_ms: number): Waiting {
  const clock = read(before.clock, now_ms);
  const now = now_ms + clock.back_ms;
  const state = { ...before, clock, command: { ...before.command, at_ms: now } };
  const { phase, viewers } = state;
  if (phase.state === "going") return state;
  const after = phase.state === "waiting" ? afterWait(viewers, phase, now) : viewers;
  return { ...state, phase: restOf(phase, now), viewers: after };
}

/** One look, on the clock of `Waiting`. */
type Turn = { readonly state: Waiting; readonly say?: "pause" | "play"; readonly again_at_ms?: number };

function turnOf(state: Waiting, scene: Scene, now: number): Turn {
  const { phase } = state;
  switch (phase.state) {
    case "going":
      return goOn(state, phase, scene, now);
    case "waiting":
      return wait(state, phase, scene, now);
    case "resuming":
      return resume(state, phase, scene, now);
  }
}

function goOn(before: Waiting, phase: PhaseOf<"going">, { line, wait_s }: Scene, now: number): Turn {
  const state = { ...before, phase };
  if (!line.is_playing || wait_s <= 0) return { state };
  const due = [...state.viewers]
    .filter(([, viewer]) => needsTime(viewer))
    .map(([id, viewer]) => ({ id, at_ms: Math.max(stallsFrom(viewer, state.command.at_ms), phase.rest_until_ms) }));
  const ids = due.flatMap(({ id, at_ms }) => (at_ms <= now ? [id] : []));
  if (due.length === 0) return { state };
  if (ids.length === 0) return { state, again_at_ms: Math.min(...due.map(({ at_ms }) => at_ms)) };
  const waiting = { state: "waiting", since_ms: now, until_ms: now + wait_s * 1000, for: ids, line } as const;
  return { state: { ...state, phase: waiting }, say: "pause", again_at_ms: now + LOST_MS };
}

/** From when on somebody who is stalled may be waited for. */
function stallsFrom({ since_ms, came_ms }: Viewer, command_ms: number): number {
  const isLoading = since_ms < Math.max(command_ms, came_ms) + LOADING_MS;
  return isLoading ? Math.max(since_ms, command_ms) + LOADING_MS : since_ms;
}

/** Whether somebody has a stall that the party has not gone on without. */
const needsTime = ({ is, isGivenUp }: Viewer) => is === "stalled" && !isGivenUp;

function wait(before: Waiting, known: PhaseOf<"waiting">, scene: Scene, now: number): Turn {
  const { line, wait_s } = scene;
  const lost_at_ms = known.since_ms + LOST_MS;
  const isLost = line.is_playing && now >= lost_at_ms;
  if (isLost || !isOfOurMaking(known, line, now))
    return goOn({ ...before, viewers: afterWait(before.viewers, known, now) }, restOf(known, now), scene, now);
  if (line.is_playing) return { state: { ...before, phase: { ...known, line } }, again_at_ms: lost_at_ms };
  const others = [...before.viewers].filter(([id, viewer]) => !known.for.includes(id) && needsTime(viewer));
  const ids = [...known.for, ...others.map(([id]) => id)];
  const phase = { ...known, line, for: ids, until_ms: known.since_ms + wait_s * 1000 };
  const state = { ...before, phase };
  const pending = notReady(state.viewers, ids, now);
  if (pending.length > 0 && now < phase.until_ms) {
    const settled = pending.flatMap(({ viewer }) => (viewer.is === "ready" ? [viewer.since_ms + SETTLE_MS] : []));
    return { state, again_at_ms: Math.min(phase.until_ms, ...settled) };
  }
  const resuming = { state: "resuming", since_ms: phase.since_ms, asked_ms: now, line } as const;
  return {
    state: { ...state, phase: resuming, viewers: afterWait(state.viewers, phase, now) },
    say: "play",
    again_at_ms: now + ASK_AGAIN_MS,
  };
}

/** A dead connection may swallow the word to go on, and the party would stand still for ever. */
function resume(state: Waiting, phase: PhaseOf<"resuming">, scene: Scene, now: number): Turn {
  const { line } = scene;
  if (line.is_playing || line.revision !== phase.line.revision) return goOn(state, restOf(phase, now), scene, now);
  const again_at_ms = phase.asked_ms + ASK_AGAIN_MS;
  if (now < again_at_ms) return { state, again_at_ms };
  return { state: { ...state, phase: { ...phase, asked_ms: now } }, say: "play", again_at_ms: now + ASK_AGAIN_MS };
}

/** Whether the room still stands as this page's own pause makes it: the pause may be under way, or have a twin. */
function isOfOurMaking({ line: ours, since_ms }: PhaseOf<"waiting">, line: Playback, now: number): boolean {
  if (line.revision === ours.revision) return true;
  if (line.media?.kind !== ours.media?.kind || line.media?.src !== ours.media?.src) return false;
  // Whatever comes before the pause is not the last word.
  if (ours.is_playing) return true;
  const isInPlace = !line.is_playing && Math.abs(positionAt(line, now) - positionAt(ours, now)) < TWIN_S;
  // A change of rate says nothing of going on.
  return isInPlace && (now < since_ms + TWIN_MS || line.rate !== ours.rate);
}

/** What follows a wait: however many stall, the party plays for half of the time. */
function restOf({ since_ms }: PhaseOf<"waiting" | "resuming">, now: number): PhaseOf<"going"> {
  return { state: "going", rest_until_ms: now + Math.max(now - since_ms, REST_LEAST_MS) };
}

/** Those of `ids` who are here and not ready, or not for long enough to be believed. */
function notReady(viewers: Viewers, ids: readonly string[], now: number): { id: string; viewer: Viewer }[] {
  return ids.flatMap((id) => {
    const viewer = viewers.get(id);
    if (viewer === undefined || viewer.is === "gone") return [];
    return viewer.is === "stalled" || now < viewer.since_ms + SETTLE_MS ? [{ id, viewer }] : [];
  });
}

/** Remembers that they were waited for, and gives up whoever is still not ready. */
function afterWait(viewers: Viewers, { for: ids, since_ms }: PhaseOf<"waiting">, now: number): Viewers {
  const after = new Map(viewers);
  const late = new Set(notReady(viewers, ids, now).map(({ id }) => id));
  for (const id of ids) {
    const viewer = viewers.get(id);
    if (viewer === undefined) continue;
    const isOften = since_ms < viewer.waited_ms + OFTEN_MS;
    const spared_until_ms = isOften ? now + OFTEN_MS : viewer.spared_until_ms;
    after.set(id, { ...viewer, waited_ms: now, spared_until_ms, isGivenUp: late.has(id) });
  }
  return after;
}

/** Folds who is here and how they are into what is remembered of them. */
function observe(known: Viewers, here: Scene["viewers"], now: number): Viewers {
  const seen = new Map<string, Viewer>();
  for (const [id, viewer] of known) {
    const isStalled = here.get(id);
    const is = isStalled === undefined ? "gone" : isStalled ? "stalled" : "ready";
    const isForgotten =
      is === "gone" && viewer.is === "gone" && now >= Math.max(viewer.since_ms, viewer.waited_ms) + OFTEN_MS;
    if (!isForgotten) seen.set(id, viewer.is === is ? viewer : turned(viewer, is, now));
  }
  for (const [id, isStalled] of here) {
    if (seen.has(id)) continue;
    const since = { is: isStalled ? "stalled" : "ready", since_ms: now, came_ms: now } as const;
    seen.set(id, { ...since, isGivenUp: false, waited_ms: NEVER, spared_until_ms: NEVER });
  }
  return seen;
}

function turned(viewer: Viewer, is: Viewer["is"], now: number): Viewer {
  const wasWell = viewer.is === "ready" && now >= viewer.since_ms + READY_AGAIN_MS;
  const came_ms = viewer.is === "gone" ? now : viewer.came_ms;
  const isSpared = is === "stalled" && now < viewer.spared_until_ms;
  return { ...viewer, is, since_ms: now, came_ms, isGivenUp: isSpared || (viewer.isGivenUp && !wasWell) };
}

const read = ({ last_ms, back_ms }: Waiting["clock"], now_ms: number): Waiting["clock"] => ({
  last_ms: now_ms,
  back_ms: back_ms + Math.max(0, last_ms - now_ms),
});

function asShown({ for: ids, until_ms }: PhaseOf<"waiting">, { viewers, clock }: Waiting): Attention["waiting"] {
  const pending = notReady(viewers, ids, clock.last_ms + clock.back_ms).map(({ id }) => id);
  return { for: pending, until_ms: until_ms - clock.back_ms };
}
