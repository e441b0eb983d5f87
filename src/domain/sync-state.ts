import type { Playback } from "../protocol/values.ts";
import type { Costs, StartKind, Way } from "./device-costs.ts";

/**
 * A player that follows a line: what is seen of it, what is known of it, and what it may be told. Names end in their
 * unit; errors are positive where the player is behind, and count milliseconds of the clock, whatever the line's rate.
 */

/** What is seen of a player at one instant. */
export type Sight = {
  /** The server's clock, ms. */
  readonly now_ms: number;
  readonly line: Playback;
  readonly position_s: number;
  /** Infinity while it is not known. */
  readonly duration_s: number;
  readonly is_paused: boolean;
  readonly is_seeking: boolean;
  /** Whether something is decoded to go on with. */
  readonly is_ready: boolean;
  /** What a question to the server and its answer take, ms. */
  readonly rtt_ms: number;
  /** Stretches of the media that need no network. */
  readonly buffered_s: readonly (readonly [from: number, to: number])[];
};

/** What the player is to do at once. */
export type Act =
  | { readonly do: "nothing" | "pause" | "start" }
  /** Stand still at `at_s`. */
  | { readonly do: "place"; readonly at_s: number };

/** A correction whose outcome has not been seen yet: `late_ms` of its error are known to be no fault of the costs. */
export type Unproved = { readonly kind: StartKind; readonly late_ms: number };

/** What a player is in the middle of; each state has its own fields alone. */
export type State =
  /** The line stands, or has yet to begin. `asked_s` is where the player was sent so often, the last time at `asked_ms`. */
  | { readonly is: "still"; readonly asked_s: number | null; readonly asked_ms: number; readonly asks: number }
  /** Sent ahead of the line to wait for it there. */
  | {
      readonly is: "meeting";
      readonly to_s: number;
      readonly since_ms: number;
      readonly way: Way;
      readonly tries: number;
      readonly took_ms: number | null;
    }
  /** Told to play, and not moving yet. */
  | { readonly is: "starting"; readonly from_s: number; readonly since_ms: number; readonly unproved: Unproved | null }
  /** Moving, at the line's own rate. */
  | {
      readonly is: "running";
      readonly errors_ms: readonly number[];
      readonly quiet_until_ms: number;
      readonly unproved: Unproved | null;
      /** The error that was last steered, until it is seen what came of it. */
      readonly steered_ms: number | null;
    }
  /** Moving a little faster or slower until an error is made up for. */
  | { readonly is: "steering"; readonly factor: number; readonly until_ms: number; readonly error_ms: number }
  /** Moving, but waiting for more film. */
  | { readonly is: "stalled" }
  /** Cannot keep up, and left alone until then. */
  | { readonly is: "astray"; readonly until_ms: number };

/** A player that follows a line: what is known of its device, and what it is in the middle of. */
export type Follower = {
  readonly line: Playback | null;
  readonly costs: Costs;
  readonly state: State;
  /** Whether the player was sent elsewhere since it last moved: a start then takes its own time. */
  readonly isMoved: boolean;
  /** When it stalled the last few times, ms. */
  readonly stalls_ms: readonly number[];
  /** Corrections in a row that did not help. */
  readonly misses: number;
};

export const STILL = { is: "still", asked_s: null, asked_ms: 0, asks: 0 } as const satisfies State;

/** A player that has followed nothing yet, on a device of these costs. */
export const newFollower = (costs: Costs): Follower => ({
  line: null,
  costs,
  state: STILL,
  isMoved: true,
  stalls_ms: [],
  misses: 0,
});

/** How often a player is looked at where nothing is due sooner. */
export const LOOK_EVERY_MS = 50;

/** One decision. `rate` is a factor on the line's own; `again_ms` says after how long to look again. */
export type Step = {
  readonly follower: Follower;
  readonly act: Act;
  readonly rate: number;
  readonly again_ms: number;
};

export const NOTHING = { do: "nothing" } as const satisfies Act;

/** The step that leaves `follower` in `state`. */
export function step(follower: Follower, state: State, act: Act = NOTHING, again_ms = LOOK_EVERY_MS): Step {
  const rate = state.is === "steering" ? state.factor : 1;
  return { follower: { ...follower, state }, act, rate, again_ms: Math.max(again_ms, 0) };
}
