import type { Playback } from "../protocol/values.ts";
import { positionAt } from "./playback.ts";

/**
 * Keeping a player on the room's line. Pure: `now` is always an argument. Names end in their unit; errors are
 * positive where the player is behind. Two thoughts: what the server's clock says, and what to do about an error.
 */

// --- The server's clock ----------------------------------------------------------------------------------------------

const MEMORY_MS = 60_000;
/** How fast two clocks may drift apart: an old minimum loses this much of its worth a millisecond. */
const AGEING = 60e-6;
const YOUNG_MS = 3_000;
const JUMP_MS = 60;
const SLEW_MS = 3;

/** One look at both clocks. A message nobody asked for has no `forward_ms`. */
type Sample = { readonly at_ms: number; readonly forward_ms: number | null; readonly backward_ms: number };

/** What is known of the server's clock. `offset_ms` added to the local monotonic clock gives the server's. */
export type ServerClock = {
  readonly samples: readonly Sample[];
  readonly since_ms: number | null;
  readonly offset_ms: number | null;
};

/** The clock before anything was heard. */
export const UNKNOWN_CLOCK: ServerClock = { samples: [], since_ms: null, offset_ms: null };

/** A message that carries the server's time; `sent_ms` where it answers one of ours. All but `server_ms` are local. */
export type Heard = { readonly sent_ms?: number; readonly server_ms: number; readonly received_ms: number };

/**
 * Learns from one message. The least forward and the least backward delay are kept apart: each has a lucky packet
 * sooner than both at once, and half their difference is off by no more than half of what the two paths differ.
 */
export function hear(clock: ServerClock, { sent_ms, server_ms, received_ms: now }: Heard): ServerClock {
  const sample: Sample = {
    at_ms: now,
    forward_ms: sent_ms === undefined ? null : server_ms - sent_ms,
    backward_ms: now - server_ms,
  };
  const samples = [...clock.samples.filter(({ at_ms }) => at_ms > now - MEMORY_MS), sample];
  const since_ms = clock.since_ms ?? now;
  const wanted = offsetOf(samples, now);
  const { offset_ms } = clock;
  if (offset_ms === null || now - since_ms < YOUNG_MS || Math.abs(wanted - offset_ms) > JUMP_MS)
    return { samples, since_ms, offset_ms: wanted };
  return { samples, since_ms, offset_ms: offset_ms + clamp(wanted - offset_ms, SLEW_MS) };
}

function offsetOf(samples: readonly Sample[], now: number): number {
  let forward = Number.POSITIVE_INFINITY;
  let backward = Number.POSITIVE_INFINITY;
  for (const { at_ms, forward_ms, backward_ms } of samples) {
    const age = (now - at_ms) * AGEING;
    backward = Math.min(backward, backward_ms + age);
    if (forward_ms !== null) forward = Math.min(forward, forward_ms + age);
  }
  // Until a PONG came, the best guess is that the news took no time.
  return Number.isFinite(forward) ? (forward - backward) / 2 : -backward;
}

/** The server's time (ms) at local `now`; null before anything was heard. */
export function serverTime({ offset_ms }: ServerClock, now: number): number | null {
  return offset_ms === null ? null : now + offset_ms;
}

/** The round trip (ms) that 95 % of the last minute's pings stayed within; undefined before the first. */
export function roundTripP95({ samples }: ServerClock): number | undefined {
  const trips = samples
    .flatMap(({ forward_ms, backward_ms }) => (forward_ms === null ? [] : forward_ms + backward_ms))
    .sort((a, b) => a - b);
  return trips[Math.ceil(trips.length * 0.95) - 1];
}

// --- Following the line ----------------------------------------------------------------------------------------------

/** Errors beyond this are mended by a seek, smaller ones by a rate that nobody hears. */
const SEEK_BEYOND_MS = 120;
const STEER_BEYOND_MS = 20;
const STEER_UNTIL_MS = 5;
const STEER_TIME_MS = 1_500;
const [STEER_LEAST, STEER_MOST, STEER_STEP] = [0.002, 0.03, 0.01] as const;
/** A player tells lies about its position for a while after a start, a seek, a stall or a change of rate. */
const SETTLE_MS = 200;
const LOOK_EVERY_MS = 100;
const MEET_TRIES = 5;
const MEET_LEAD_MS = { first: 250, most: 5_000 } as const;
/** Some devices load nothing before they are told to play; a player that is not ready by then is started anyway. */
const PATIENCE_MS = 4_000;
const BACKOFF_MS = { first: 2_000, most: 30_000 } as const;
const LEARNING = 0.4;
const COST_MOST_MS = 1_000;
const LAST_S = 0.5;

/** What is seen of a player at one instant. */
export type Sight = {
  /** The server's clock, ms. */
  readonly now_ms: number;
  readonly line: Playback;
  readonly position_s: number;
  /** Infinity while it is not known. */
  readonly duration_s: number;
  readonly is_paused: boolean;
  /** Whether the player is seeking, or has nothing decoded to go on with. */
  readonly is_busy: boolean;
  /** Stretches of the media that need no network. */
  readonly buffered_s: readonly (readonly [from: number, to: number])[];
};

/** What the player is to do. A seek always names the position to set; a rate is a factor on the line's own. */
export type Act =
  | { readonly do: "nothing" }
  /** Stand still at `at_s`. */
  | { readonly do: "hold"; readonly at_s: number }
  | { readonly do: "start" }
  | { readonly do: "steer"; readonly rate: number }
  /** Seek while playing. */
  | { readonly do: "jump"; readonly to_s: number }
  /** Pause, seek to where the line will be, and wait for it there. */
  | { readonly do: "meet"; readonly to_s: number };

/** What is known of this player: its costs, learned, and what it is in the middle of. */
export type Habits = {
  readonly line: Playback | null;
  /** From play() to moving, and what a seek while playing loses, ms. */
  readonly start_cost_ms: number;
  readonly seek_cost_ms: number;
  readonly meet_lead_ms: number;
  readonly meet_tries: number;
  readonly met_ms: number | null;
  readonly quiet_until_ms: number;
  readonly busy_since_ms: number | null;
  readonly errors_ms: readonly number[];
  readonly rate: number;
  /** The last correction whose outcome has not been seen yet. */
  readonly unproved: "start" | "jump" | null;
  /** Seeks in a row that did not help. */
  readonly failures: number;
  readonly next_seek_ms: number;
};

const AT_EASE = {
  meet_tries: 0,
  met_ms: null,
  quiet_until_ms: 0,
  busy_since_ms: null,
  errors_ms: [],
  unproved: null,
  failures: 0,
  next_seek_ms: 0,
} as const satisfies Partial<Habits>;

/** A player of which nothing is known: the costs are those of a common machine. */
export const NEW_HABITS: Habits = {
  line: null,
  start_cost_ms: 20,
  seek_cost_ms: 100,
  meet_lead_ms: MEET_LEAD_MS.first,
  rate: 1,
  ...AT_EASE,
};

/** One decision; `again_ms` says after how long to look again. */
export type Step = { readonly habits: Habits; readonly act: Act; readonly again_ms: number };

const step = (habits: Habits, act: Act = { do: "nothing" }, again_ms = LOOK_EVERY_MS): Step => ({
  habits,
  act,
  again_ms,
});

/** Decides what the player has to do to be on the line. Carry out each act at once. */
export function follow(known: Habits, sight: Sight): Step {
  const { line, now_ms, duration_s, is_busy } = sight;
  const settled = isSameCourse(known.line, line, now_ms) ? known : { ...known, ...AT_EASE };
  const busy_since_ms = is_busy ? (settled.busy_since_ms ?? now_ms) : null;
  const habits: Habits = { ...settled, line, busy_since_ms };

  const target_s = positionAt(line, now_ms);
  const isOver = target_s >= duration_s;
  // The last moments are played out, so that the film ends rather than stops.
  if (line.is_playing && isOver && !sight.is_paused && duration_s - sight.position_s < LAST_S) return step(habits);
  if (!line.is_playing || isOver)
    return step({ ...habits, rate: 1 }, { do: "hold", at_s: Math.min(target_s, duration_s) });
  const wait_ms = line.effective_at - habits.start_cost_ms - now_ms;
  if (wait_ms > 0)
    return step({ ...habits, rate: 1 }, { do: "hold", at_s: line.time }, Math.min(wait_ms, LOOK_EVERY_MS));
  return sight.is_paused ? getGoing(habits, sight) : keepUp(habits, sight);
}

/** Tells that something outside shook the player's clock (the volume was changed, it began to play). */
export function leaveAlone(habits: Habits, now_ms: number): Habits {
  return { ...habits, quiet_until_ms: Math.max(habits.quiet_until_ms, now_ms + SETTLE_MS), errors_ms: [] };
}

/** Whether a new line merely restates where an old one leads, so that what is under way can go on. */
function isSameCourse(before: Playback | null, line: Playback, now_ms: number): boolean {
  if (before === line) return true;
  if (before === null || before.is_playing !== line.is_playing || before.rate !== line.rate) return false;
  return Math.abs(positionAt(before, now_ms) - positionAt(line, now_ms)) * 1000 < SEEK_BEYOND_MS;
}

/** The line runs and the player stands: start when the line is where the player stands, or go ahead of it and wait. */
function getGoing(habits: Habits, sight: Sight): Step {
  const { line, now_ms, position_s } = sight;
  const { busy_since_ms, meet_lead_ms, meet_tries, met_ms, start_cost_ms } = habits;
  if (busy_since_ms !== null)
    return now_ms - busy_since_ms > PATIENCE_MS ? start({ ...habits, busy_since_ms: now_ms }, now_ms) : step(habits);
  const passed_ms = ((positionAt(line, now_ms + start_cost_ms) - position_s) * 1000) / line.rate;
  const isNear = passed_ms > -2 * meet_lead_ms && passed_ms <= (met_ms === null ? SEEK_BEYOND_MS : STEER_BEYOND_MS * 2);
  if (!isNear && meet_tries < MEET_TRIES) return meet(habits, sight);
  if (passed_ms < -1 && isNear) {
    // Here in time: next time set out as early as it took, and a little more.
    const took_ms = met_ms === null ? null : now_ms - met_ms;
    const lead = took_ms === null ? meet_lead_ms : clampBetween(took_ms * 1.3 + 50, 120, MEET_LEAD_MS.most);
    return step(
      { ...habits, meet_lead_ms: lead, met_ms: null },
      { do: "nothing" },
      Math.min(-passed_ms, LOOK_EVERY_MS),
    );
  }
  return start(habits, now_ms);
}

function start(habits: Habits, now_ms: number): Step {
  const unproved = habits.busy_since_ms === null ? "start" : null;
  return step({ ...leaveAlone(habits, now_ms), meet_tries: 0, met_ms: null, rate: 1, unproved }, { do: "start" });
}

function meet(habits: Habits, { line, now_ms, duration_s }: Sight): Step {
  const { meet_lead_ms, meet_tries } = habits;
  const lead = meet_tries === 0 ? meet_lead_ms : Math.min(meet_lead_ms * 1.5, MEET_LEAD_MS.most);
  const to_s = Math.min(positionAt(line, now_ms + lead), duration_s);
  const trying = { meet_lead_ms: lead, meet_tries: meet_tries + 1, met_ms: now_ms };
  return step({ ...habits, ...trying, errors_ms: [], unproved: null, rate: 1 }, { do: "meet", to_s });
}

/** Both run: leave the player alone while it settles, then steer, and seek where steering would take too long. */
function keepUp(before: Habits, sight: Sight): Step {
  const { line, now_ms, position_s, is_busy } = sight;
  if (is_busy) return step(leaveAlone(before, now_ms));
  if (now_ms < before.quiet_until_ms) return step(before);
  const error = ((positionAt(line, now_ms) - position_s) * 1000) / line.rate;
  const errors_ms = [...before.errors_ms.slice(-2), error];
  if (errors_ms.length < 3) return step({ ...before, errors_ms });
  const error_ms = median(errors_ms);
  const habits = learn({ ...before, errors_ms }, error_ms);
  if (Math.abs(error_ms) <= SEEK_BEYOND_MS) return steer({ ...habits, failures: 0 }, error_ms, now_ms);
  if (now_ms < habits.next_seek_ms) return steer(habits, error_ms, now_ms);
  return seek(habits, sight);
}

/** A correction's leftover error is that correction's fault: the next one reckons with part of it. */
function learn(habits: Habits, error_ms: number): Habits {
  const { unproved, start_cost_ms, seek_cost_ms } = habits;
  if (unproved === null) return habits;
  const better = (cost: number) => clampBetween(cost + LEARNING * error_ms, 0, COST_MOST_MS);
  if (unproved === "start") return { ...habits, unproved: null, start_cost_ms: Math.min(better(start_cost_ms), 300) };
  const failures = Math.abs(error_ms) > SEEK_BEYOND_MS ? habits.failures + 1 : 0;
  return { ...habits, unproved: null, seek_cost_ms: better(seek_cost_ms), failures };
}

/** After two seeks that did not help, another would only be one more stutter: wait longer each time. */
function seek(habits: Habits, sight: Sight): Step {
  const { line, now_ms, duration_s, buffered_s } = sight;
  const late = habits.failures - 1;
  const pause_ms = late < 1 ? 0 : Math.min(BACKOFF_MS.first * 2 ** (late - 1), BACKOFF_MS.most);
  const next_seek_ms = now_ms + pause_ms;
  const to_s = Math.min(positionAt(line, now_ms + habits.seek_cost_ms), duration_s);
  const enough_s = Math.min(to_s + 0.2, duration_s);
  const isThere = buffered_s.some(([from, to]) => from <= to_s && enough_s <= to);
  if (!isThere) return meet({ ...habits, next_seek_ms, failures: habits.failures + 1 }, sight);
  const jumping = { ...leaveAlone(habits, now_ms), next_seek_ms, unproved: "jump", rate: 1 } as const;
  return step(jumping, { do: "jump", to_s });
}

function steer(habits: Habits, error_ms: number, now_ms: number): Step {
  const size = Math.abs(error_ms);
  const isSteering = habits.rate !== 1 ? size > STEER_UNTIL_MS : size > STEER_BEYOND_MS;
  const wanted = isSteering ? Math.sign(error_ms) * clampBetween(size / STEER_TIME_MS, STEER_LEAST, STEER_MOST) : 0;
  const rate = isSteering ? habits.rate + clamp(1 + wanted - habits.rate, STEER_STEP) : 1;
  if (rate === habits.rate) return step(habits);
  const steered = { ...habits, rate };
  return step(rate === 1 ? leaveAlone(steered, now_ms) : steered, { do: "steer", rate });
}

const clampBetween = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
const clamp = (value: number, most: number) => clampBetween(value, -most, most);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
