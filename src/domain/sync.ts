import type { Playback } from "../protocol/values.ts";
import { learnReady, learnStart, readyCost, type Way } from "./device-costs.ts";
import { extendedAt, instantOf, positionAt } from "./playback.ts";
import {
  type Follower,
  LOOK_EVERY_MS,
  NOTHING,
  type Sight,
  STILL,
  type State,
  type Step,
  step,
  type Unproved,
} from "./sync-state.ts";

/**
 * Keeping a player on the room's line: what to do, at one instant, about where the player is. Pure: what is seen is an
 * argument, and what is known is handed back.
 */

/** Beyond this an error is mended by a rendezvous, below it by a rate that nobody hears. */
const MEET_BEYOND_MS = 120;
/**
 * A start that came out this wrong is made again at once: nobody has settled down yet. One of a player that cannot be
 * steered would as likely as not come out as wrong again, and is left a little longer.
 */
const MEET_AGAIN_BEYOND_MS = { steered: 45, unsteered: 90 } as const;
/** A player that gets ready this late for a rendezvous starts all the same; later it makes another. */
const LATE_MOST_MS = 30;
const MEET_TRIES = 5;
/** A start that is due within this is not worth another look. */
const DUE_MS = 2;
/** Some devices load nothing before they are told to play; one that is not ready by then is told. */
const PATIENCE_MS = 4_000;
/** Two lines no further apart are one. */
const RESTATED_MS = 2;
/** A rendezvous that leaves more time than this to wait was made for a worse day: another is nearer. */
const WAIT_MOST_MS = 1_000;
/** A place that was sought and missed by more than this cannot be sought. */
const MISSED_S = 1;
/** After corrections that did not help the player is left alone, for longer each time. */
const MISSES_MOST = 3;
const ASTRAY_MS = { first: 4_000, most: 30_000 } as const;

/** A player that stalls so often gets film more slowly than it plays; it is left alone as after so many misses. */
const STARVED = { stalls: 3, within_ms: 40_000, misses: 5 } as const;

/** A player's word about its position means nothing for so long after it began to move, or was shaken. */
const SETTLE_MS = 150;
/** How many looks an error must last, and how great it is then to be steered: small ones are sure only after long. */
const STEER_BEYOND_MS = [
  { looks: 5, beyond_ms: 18 },
  { looks: 20, beyond_ms: 5 },
] as const;
const LOOKS_KEPT = 20;
const LOOKS_TO_PROVE = 5;
const STEER_TIME_MS = 500;
const [STEER_LEAST, STEER_MOST] = [0.01, 0.03] as const;

/** A steering whose error is this far from what it should be by now is over. */
const MISLED_MS = 30;

const HELD_WITHIN_S = 0.01;
/** Some media cannot be sought to every position: the same one is asked for again only after this. */
const HOLD_AGAIN_MS = 2_000;
const HOLD_ASKS = 3;
const LAST_S = 0.5;
/** A place counts as loaded where the film goes on for so long. */
const LOADED_S = 0.3;
/** A steering that left more of the error than this did not help. */
const UNHELPED = 0.6;
const UNHELPED_MS = 12;

/** Decides what the player has to do to be on the line. Carry the act out at once. */
export function follow(known: Follower, sight: Sight): Step {
  const { line, now_ms, duration_s, position_s, is_paused } = sight;
  const goesOn = known.line !== null && isSameCourse(known.line, line, now_ms);
  const follower: Follower = goesOn ? onto(known, line, now_ms) : { ...known, line, state: STILL, misses: 0 };

  const target_s = positionAt(line, now_ms);
  const isOver = target_s >= duration_s;
  // The last moments are played out, so that the film ends rather than stops.
  if (line.is_playing && isOver && !is_paused && duration_s - position_s < LAST_S)
    return step(follower, follower.state);
  if (!line.is_playing || isOver) return hold(follower, sight, Math.min(Math.max(target_s, 0), duration_s));
  return is_paused ? getGoing(follower, sight) : keepUp(follower, sight);
}

/** Tells that something outside shook the player's clock (the volume was changed). */
export function leaveAlone(follower: Follower, now_ms: number): Follower {
  const { state } = follower;
  return state.is === "running" ? { ...follower, state: runningFrom(now_ms + SETTLE_MS) } : follower;
}

/** How long the player would take from now on to begin to move, ms. */
export const startCost = ({ costs, isMoved }: Follower): number => costs.start_ms[isMoved ? "moved" : "paused"];

/** Whether a new line merely restates, or slightly shifts, where an old one leads: what is under way can go on. */
export function isSameCourse(before: Playback, line: Playback, now_ms: number): boolean {
  if (before === line) return true;
  if (before.is_playing !== line.is_playing) return false;
  return Math.abs(positionAt(before, now_ms) - positionAt(line, now_ms)) * 1000 < MEET_BEYOND_MS;
}

/** Errors against an earlier line say nothing of this one, unless it is the same in other words. */
function onto(known: Follower, line: Playback, now_ms: number): Follower {
  if (known.line === line) return known;
  const { state } = known;
  const isShaken = known.line?.rate !== line.rate;
  const [was_s, is_s] = [known.line ?? line, line].map((one) => extendedAt(one, now_ms)) as [number, number];
  const isRestated = !isShaken && Math.abs(was_s - is_s) * 1000 < RESTATED_MS;
  if (isRestated || (state.is !== "running" && state.is !== "steering")) return { ...known, line };
  const quiet_until_ms = isShaken ? now_ms + SETTLE_MS : now_ms;
  return { ...known, line, state: runningFrom(quiet_until_ms) };
}

const runningFrom = (quiet_until_ms: number, unproved: Unproved | null = null, steered_ms: number | null = null) =>
  ({ is: "running", errors_ms: [], quiet_until_ms, unproved, steered_ms }) as const;

/** The line stands still: so does the player, in the same place. */
function hold(follower: Follower, sight: Sight, at_s: number): Step {
  const { now_ms, position_s, is_paused, is_seeking } = sight;
  const state = follower.state.is === "still" ? follower.state : STILL;
  const asks = state.asked_s === at_s ? state.asks : 0;
  const isAsked = asks > 0 && (asks >= HOLD_ASKS || now_ms < state.asked_ms + HOLD_AGAIN_MS);
  const isThere = Math.abs(position_s - at_s) <= HELD_WITHIN_S;
  if (isAsked || is_seeking || isThere) return step(follower, state, is_paused ? NOTHING : { do: "pause" });
  return step(moved(follower), { is: "still", asked_s: at_s, asked_ms: now_ms, asks: asks + 1 }, { do: "place", at_s });
}

const moved = (follower: Follower): Follower => ({ ...follower, isMoved: true });

/** How far (ms) the line will be past where the player is, `in_ms` from now; before it begins it counts as on its way. */
function passedMs({ line, now_ms, position_s }: Sight, in_ms = 0): number {
  return now_ms + in_ms - instantOf(line, position_s);
}

/** The line runs and the player stands: start when the line is where the player stands, or go ahead and wait there. */
function getGoing(follower: Follower, sight: Sight): Step {
  const { state, costs } = follower;
  const { now_ms, position_s, is_seeking, is_ready } = sight;
  const { time: begins_s } = sight.line;
  if (state.is === "starting" && now_ms - state.since_ms < PATIENCE_MS) return step(follower, state);
  const isReady = !is_seeking && is_ready;
  if (state.is !== "meeting") {
    const passed_ms = passedMs(sight, startCost(follower));
    const isSoon = passed_ms > -2 * costs.ready_ms.near || Math.abs(position_s - begins_s) <= HELD_WITHIN_S;
    const isNear = passed_ms <= LATE_MOST_MS && isSoon;
    if (!isReady || !isNear) return meet(follower, sight, 0);
    return passed_ms < -DUE_MS
      ? step(follower, state, NOTHING, Math.min(-passed_ms, LOOK_EVERY_MS))
      : start(follower, sight, passed_ms);
  }
  const sought_ms = now_ms - state.since_ms;
  if (!isReady) return sought_ms > PATIENCE_MS ? start(follower, sight, null) : step(follower, state);
  const arrived = state.took_ms === null ? { ...state, took_ms: sought_ms } : state;
  const isNews = state.took_ms === null && sought_ms <= PATIENCE_MS;
  const wiser = isNews ? { ...follower, costs: learnReady(costs, state.way, sought_ms, sight.rtt_ms) } : follower;
  if (Math.abs(position_s - state.to_s) > MISSED_S) return goAstray(wiser, sight, Number.POSITIVE_INFINITY);
  const passed_ms = passedMs(sight, startCost(follower));
  if (isNews && passed_ms < -WAIT_MOST_MS && state.tries < MEET_TRIES) return meet(wiser, sight, state.tries);
  if (passed_ms < -DUE_MS) return step(wiser, arrived, NOTHING, Math.min(-passed_ms, LOOK_EVERY_MS));
  if (passed_ms <= LATE_MOST_MS) return start(wiser, sight, passed_ms);
  return state.tries < MEET_TRIES ? meet(wiser, sight, state.tries) : goAstray(wiser, sight);
}

/** Goes ahead of the line, by as much as this device takes to be ready there. */
function meet(follower: Follower, sight: Sight, tries: number): Step {
  const { costs, state } = follower;
  const { line, now_ms, duration_s } = sight;
  const aim = (way: Way) => {
    const lead_ms = readyCost(costs, way, sight.rtt_ms) * 1.5 ** Math.max(tries - 1, 0) + costs.start_ms.moved;
    return Math.min(Math.max(positionAt(line, now_ms + lead_ms), 0), duration_s);
  };
  // Where a first try came late, the film is flowing by now.
  const way = tries > 0 ? "again" : state.is === "stalled" ? "stalled" : wayTo(sight, aim("near"));
  const at_s = aim(way);
  const meeting = { is: "meeting", to_s: at_s, since_ms: now_ms, way, tries: tries + 1, took_ms: null } as const;
  return step(moved(follower), meeting, { do: "place", at_s });
}

/** How long the player would take from now on to begin to move at `to_s`, ms. */
export function meetCost({ costs }: Follower, sight: Sight, to_s: number): number {
  return readyCost(costs, wayTo(sight, to_s), sight.rtt_ms) + costs.start_ms.moved;
}

function wayTo({ buffered_s, duration_s }: Sight, to_s: number): Way {
  const enough_s = Math.min(to_s + LOADED_S, duration_s);
  return buffered_s.some(([from, to]) => from <= to_s && enough_s <= to) ? "near" : "far";
}

function start(follower: Follower, sight: Sight, late_ms: number | null): Step {
  const unproved = late_ms === null ? null : ({ kind: follower.isMoved ? "moved" : "paused", late_ms } as const);
  const starting = { is: "starting", from_s: sight.position_s, since_ms: sight.now_ms, unproved } as const;
  return step(follower, starting, { do: "start" }, 20);
}

/** Plays on as well as it can; it does not make the viewer sit through corrections that do not help. */
function goAstray(follower: Follower, { now_ms, is_paused }: Sight, most_ms: number = ASTRAY_MS.most): Step {
  const times = Math.max(follower.misses - MISSES_MOST, 0);
  const isForGood = most_ms > ASTRAY_MS.most;
  const until_ms = isForGood ? most_ms : now_ms + Math.min(ASTRAY_MS.first * 2 ** times, most_ms);
  return step(follower, { is: "astray", until_ms }, is_paused ? { do: "start" } : NOTHING);
}

/** Both run: leave the player alone while it settles, then steer, and meet the line where that would take too long. */
function keepUp(before: Follower, sight: Sight): Step {
  const { now_ms, position_s, is_seeking, is_ready } = sight;
  const { state } = before;
  const running = (unproved?: Unproved | null, steered_ms?: number) =>
    runningFrom(now_ms + SETTLE_MS, unproved, steered_ms);
  const error_ms = passedMs(sight);
  // Wherever the line has gone, nothing is gained by waiting for film from where it was.
  const isElsewhere = state.is === "still" && !is_seeking && Math.abs(error_ms) > MEET_BEYOND_MS;
  if (isElsewhere) return meet(before, sight, 0);
  if (is_seeking || !is_ready) {
    if (state.is === "astray" || state.is === "stalled") return step(before, state);
    const stalls_ms = [...before.stalls_ms.slice(1 - STARVED.stalls), now_ms];
    return step({ ...before, stalls_ms }, { is: "stalled" });
  }
  const follower: Follower = { ...before, isMoved: false };
  switch (state.is) {
    case "still":
    case "meeting":
      return step(follower, running());
    case "stalled":
      return Math.abs(error_ms) > MEET_BEYOND_MS ? correct(before, sight) : step(follower, running());
    case "starting":
      if (position_s <= state.from_s && now_ms - state.since_ms < PATIENCE_MS) return step(before, state, NOTHING, 20);
      return step(follower, running(state.unproved));
    case "steering": {
      const left_ms = state.until_ms - now_ms;
      if (left_ms <= DUE_MS) return step(follower, running(null, state.error_ms));
      // The line, or the clock, has moved meanwhile: what is left to be made up for is another error.
      const isMisled = Math.abs(error_ms - left_ms * (state.factor - 1)) > MISLED_MS;
      return isMisled ? step(follower, running()) : step(follower, state, NOTHING, Math.min(left_ms, LOOK_EVERY_MS));
    }
    case "astray":
      return now_ms < state.until_ms ? step(follower, state) : step(follower, running());
    case "running":
      return now_ms < state.quiet_until_ms ? step(follower, state) : judge(follower, state, error_ms, sight);
  }
}

/** What the errors seen so far call for. */
function judge(follower: Follower, state: State & { is: "running" }, error_ms: number, sight: Sight): Step {
  const errors_ms = [...state.errors_ms.slice(1 - LOOKS_KEPT), error_ms];
  if (errors_ms.length < LOOKS_TO_PROVE) return step(follower, { ...state, errors_ms });
  const recent_ms = median(errors_ms.slice(-LOOKS_TO_PROVE));
  const { unproved } = state;
  const wiser =
    unproved === null
      ? follower
      : { ...follower, costs: learnStart(follower.costs, unproved.kind, recent_ms - unproved.late_ms) };
  const proved = { ...state, errors_ms, unproved: null, steered_ms: null };
  const isUnhelped =
    state.steered_ms !== null && Math.abs(recent_ms) > Math.max(UNHELPED_MS, Math.abs(state.steered_ms) * UNHELPED);
  if (isUnhelped && follower.misses >= MISSES_MOST) return goAstray({ ...wiser, misses: follower.misses + 1 }, sight);
  const isFirst = errors_ms.length === LOOKS_TO_PROVE;
  const again_ms = MEET_AGAIN_BEYOND_MS[follower.costs.canSteer ? "steered" : "unsteered"];
  const most_ms = unproved === null ? MEET_BEYOND_MS : again_ms;
  if (Math.abs(recent_ms) > most_ms) return correct({ ...wiser, state: proved }, sight);
  const settled = { ...wiser, misses: isUnhelped ? follower.misses + 1 : isFirst ? follower.misses : 0 };
  const steered_ms = worthSteering(errors_ms);
  if (steered_ms === null) return step(settled, proved);
  return follower.costs.canSteer ? steer(settled, steered_ms, sight.now_ms) : step(settled, proved);
}

/** The error that is both sure and great enough to be steered, or null. */
function worthSteering(errors_ms: readonly number[]): number | null {
  for (const { looks, beyond_ms } of STEER_BEYOND_MS) {
    const error_ms = median(errors_ms.slice(-looks));
    if (errors_ms.length >= looks && Math.abs(error_ms) > beyond_ms) return error_ms;
  }
  return null;
}

/** A rate, and for how long: exactly as long as makes up for the error. */
function steer(follower: Follower, error_ms: number, now_ms: number): Step {
  const by = Math.min(Math.max(Math.abs(error_ms) / STEER_TIME_MS, STEER_LEAST), STEER_MOST);
  const factor = 1 + Math.sign(error_ms) * by;
  return step(follower, { is: "steering", factor, until_ms: now_ms + Math.abs(error_ms) / by, error_ms });
}

function correct(follower: Follower, sight: Sight): Step {
  const misses = follower.misses + 1;
  const counted = { ...follower, misses };
  // Each rendezvous gives up what was being loaded: who gets film more slowly than it plays would never see any.
  const [first_ms] = follower.stalls_ms.slice(-STARVED.stalls);
  const areMany = follower.stalls_ms.length >= STARVED.stalls && first_ms !== undefined;
  if (areMany && sight.now_ms - first_ms < STARVED.within_ms)
    return goAstray({ ...counted, misses: Math.max(misses, STARVED.misses), stalls_ms: [] }, sight);
  return misses > MISSES_MOST ? goAstray(counted, sight) : meet(counted, sight, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
