/**
 * What a client knows of the server's clock. Pure: instants are arguments. All times are milliseconds; local ones come
 * from a clock that only ever runs forward.
 */

/** Lucky packets of this long ago still count. */
const MEMORY_MS = 60_000;
/** How fast two clocks may drift apart: an old minimum loses this much of its worth a millisecond. */
const AGEING = 60e-6;
const YOUNG_MS = 3_000;
const JUMP_MS = 60;
const SLEW_MS = 3;
/** So many answers in a row that are early one way and late the other mean that a clock was set, or slept. */
const STEP_MS = 12;
const STEP_ANSWERS = 3;
/** Less than no time on the way there and back together is more than ageing explains. */
const IMPOSSIBLE_MS = -5;

/** One look at both clocks. A message nobody asked for has no `forward_ms`. */
type Sample = { readonly at_ms: number; readonly forward_ms: number | null; readonly backward_ms: number };

/** What is known of the server's clock. `offset_ms` added to the local clock gives the server's. */
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
  const remembered = [...clock.samples.filter(({ at_ms }) => at_ms > now - MEMORY_MS), sample];
  const sinceStep = afterStep(remembered, now);
  if (sinceStep !== null) return { samples: sinceStep, since_ms: now, offset_ms: offsetOf(sinceStep, now) };
  const since_ms = clock.since_ms ?? now;
  const wanted = offsetOf(remembered, now);
  const { offset_ms } = clock;
  if (offset_ms === null || now - since_ms < YOUNG_MS || Math.abs(wanted - offset_ms) > JUMP_MS)
    return { samples: remembered, since_ms, offset_ms: wanted };
  const moved_ms = Math.min(Math.max(wanted - offset_ms, -SLEW_MS), SLEW_MS);
  return { samples: remembered, since_ms, offset_ms: offset_ms + moved_ms };
}

/**
 * The samples since one clock jumped against the other, or null where neither did. A jump lengthens one way by as much
 * as it shortens the other, which no network does, least of all several times running.
 */
function afterStep(samples: readonly Sample[], now: number): readonly Sample[] | null {
  const { forward, backward } = leastDelays(samples, now);
  if (forward + backward < IMPOSSIBLE_MS) return samples.slice(-1);
  const answers = samples.filter(({ forward_ms }) => forward_ms !== null);
  const [before, recent] = [answers.slice(0, -STEP_ANSWERS), answers.slice(-STEP_ANSWERS)];
  if (before.length < STEP_ANSWERS) return null;
  const least = leastDelays(before, now);
  const steps = recent.map((answer) => {
    const later = (answer.forward_ms ?? 0) - least.forward;
    const sooner = least.backward - answer.backward_ms;
    return Math.min(Math.abs(later), Math.abs(sooner)) > STEP_MS && later > 0 === sooner > 0 ? Math.sign(later) : 0;
  });
  // One that comes sooner than the soonest ever must do so against ageing too: luck is not a step.
  const isStep = steps.every((step) => step !== 0 && step === steps[0]);
  return isStep ? recent : null;
}

function leastDelays(samples: readonly Sample[], now: number): { forward: number; backward: number } {
  let [forward, backward] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { at_ms, forward_ms, backward_ms } of samples) {
    const age = (now - at_ms) * AGEING;
    backward = Math.min(backward, backward_ms + age);
    if (forward_ms !== null) forward = Math.min(forward, forward_ms + age);
  }
  return { forward, backward };
}

function offsetOf(samples: readonly Sample[], now: number): number {
  const { forward, backward } = leastDelays(samples, now);
  // Until a PONG came, the best guess is that the news took no time.
  return Number.isFinite(forward) ? (forward - backward) / 2 : -backward;
}

/** The server's time (ms) at local `now`; null before anything was heard. */
export function serverTime({ offset_ms }: ServerClock, now: number): number | null {
  return offset_ms === null ? null : now + offset_ms;
}

const roundTrips = ({ samples }: ServerClock): number[] =>
  samples
    .flatMap(({ forward_ms, backward_ms }) => (forward_ms === null ? [] : forward_ms + backward_ms))
    .sort((a, b) => a - b);

/** The round trip (ms) that 95 % of the last minute's pings stayed within; undefined before the first. */
export function roundTripP95(clock: ServerClock): number | undefined {
  const trips = roundTrips(clock);
  return trips[Math.ceil(trips.length * 0.95) - 1];
}

/** The shortest round trip of the last minute, ms; undefined before the first. */
export const roundTripLeast = (clock: ServerClock): number | undefined => roundTrips(clock)[0];
