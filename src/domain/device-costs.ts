/**
 * What a device takes to do as it is told, learned from how it did. All in milliseconds.
 * Pure: what was learned is handed back.
 */

/** How a player stood before it was told to play: just paused, or sent elsewhere since. */
export type StartKind = "paused" | "moved";

/** How far off a seek leads: into what is loaded, into what is not, a little on from the last one, or out of a stall. */
export type Way = "near" | "far" | "again" | "stalled";

export type Costs = {
  /** From being told to play to moving. */
  readonly start_ms: Readonly<Record<StartKind, number>>;
  /** From being sent elsewhere while paused to being ready to go on there, with a little to spare; `far` beyond a round trip. */
  readonly ready_ms: Readonly<Record<Way, number>>;
  /** Whether its rate can be changed by a few per cent. */
  readonly canSteer: boolean;
};

/** A device of which nothing is known: the costs are those of a common machine. */
export const COMMON_COSTS: Costs = {
  start_ms: { paused: 8, moved: 75 },
  ready_ms: { near: 150, far: 80, again: 110, stalled: 250 },
  canSteer: true,
};

const LEARNING = 0.4;
const FORGETTING = 0.2;
const START_MOST_MS = 400;
const [READY_LEAST_MS, READY_MOST_MS] = [60, 5_000] as const;
/** The spare time that a rendezvous is given beyond what the device took. */
const SPARE = { times: 1.15, plus_ms: 25 } as const;
const READY_STEP_MS = 200;
/** One bad day in a hundred is not what a device takes: no single outcome counts for more than this. */
const SURPRISE_MOST_MS = 120;

/** Learns from a start that came out `error_ms` behind (negative: ahead). */
export function learnStart(costs: Costs, kind: StartKind, error_ms: number): Costs {
  const surprise = between(error_ms, -SURPRISE_MOST_MS, SURPRISE_MOST_MS);
  const learned = between(costs.start_ms[kind] + LEARNING * surprise, 0, START_MOST_MS);
  return { ...costs, start_ms: { ...costs.start_ms, [kind]: learned } };
}

/** How long it takes to be ready elsewhere over a network whose round trip is `rtt_ms`. */
export const readyCost = ({ ready_ms }: Costs, way: Way, rtt_ms: number): number =>
  ready_ms[way] + (way === "far" ? rtt_ms : 0);

/** Learns from a rendezvous that took `took_ms` to be ready for: at once where that was too long, else by and by. */
export function learnReady(costs: Costs, way: Way, took_ms: number, rtt_ms: number): Costs {
  const known = costs.ready_ms[way];
  const wanted = (took_ms - (way === "far" ? rtt_ms : 0)) * SPARE.times + SPARE.plus_ms;
  const learned = wanted > known ? Math.min(wanted, 2 * known + READY_STEP_MS) : known + FORGETTING * (wanted - known);
  return { ...costs, ready_ms: { ...costs.ready_ms, [way]: between(learned, READY_LEAST_MS, READY_MOST_MS) } };
}

/** Costs that were kept somewhere, or null where what is found there is nothing of the kind. */
export function costsFrom(kept: unknown): Costs | null {
  if (!isRecord(kept)) return null;
  const { start_ms, ready_ms } = kept;
  if (!isRecord(start_ms) || !isRecord(ready_ms)) return null;
  const within = (value: unknown, most: number): value is number =>
    typeof value === "number" && value >= 0 && value <= most;
  const { paused, moved } = start_ms;
  const { near, far, again, stalled } = ready_ms;
  if (!within(paused, START_MOST_MS) || !within(moved, START_MOST_MS)) return null;
  if (!within(near, READY_MOST_MS) || !within(far, READY_MOST_MS)) return null;
  if (!within(again, READY_MOST_MS) || !within(stalled, READY_MOST_MS)) return null;
  // What an element refused once may have been that film's fault, or a browser's that has been mended since.
  return { start_ms: { paused, moved }, ready_ms: { near, far, again, stalled }, canSteer: true };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
