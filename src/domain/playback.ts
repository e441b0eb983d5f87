import { LIMITS } from "../protocol/codes.ts";
import type { Media, Playback } from "../protocol/values.ts";

/**
 * The centralized playback state helper. Whatever sends, stores or changes a playback state goes through here,
 * and nothing else computes a position. Times of media are seconds; `now`, `at` and `effective_at` are
 * milliseconds of the server's clock; `lead` is how many of them ahead a start is scheduled.
 */

/** Where the host says the player is: at `time`, as of `at` where given and believable. */
export type Moved = { time: number; at?: number | undefined };

export const NEW_PLAYBACK: Playback = {
  is_playing: false,
  time: 0,
  rate: 1,
  effective_at: 0,
  revision: 0,
  media: null,
};

/** What a new room plays: `media`, from its beginning, paused. */
export const newPlayback = (media: Media | null, now: number): Playback => ({
  ...NEW_PLAYBACK,
  effective_at: now,
  media,
});

/** The position at `now`: players hold at `time` until `effective_at`, then move by `rate` if the room plays. */
export function positionAt(playback: Playback, now: number): number {
  if (!playback.is_playing || now <= playback.effective_at) return playback.time;
  return Math.min(extendedAt(playback, now), LIMITS.position_s);
}

/** Where the line would be at `at` if it had always moved, and did so beyond every end: seconds, perhaps below zero. */
export function extendedAt(playback: Playback, at: number): number {
  return playback.time + (playback.rate * (at - playback.effective_at)) / 1000;
}

/** The instant at which a line that had always moved, and always will, is at `time`. */
export function instantOf(playback: Playback, time: number): number {
  return playback.effective_at + ((time - playback.time) * 1000) / playback.rate;
}

/** The same line, `seconds` further on in the film. */
export const shifted = (playback: Playback, seconds: number): Playback =>
  seconds === 0 ? playback : { ...playback, time: playback.time + seconds };

/** The same line, but beginning at `time` at the instant `at`. */
export const begunAt = (playback: Playback, time: number, at: number): Playback => ({
  ...playback,
  time,
  effective_at: at,
});

/** The record as of `now`: unchanged while it lies ahead, afterwards restated at that instant. */
export function stateAt(playback: Playback, now: number): Playback {
  if (now <= playback.effective_at) return playback;
  return { ...playback, time: positionAt(playback, now), effective_at: now };
}

/** The instant at which `moved.time` holds: the host's own `at` if it is past and fresh, else `otherwise`. */
function anchor(moved: Moved, now: number, otherwise: number): Pick<Playback, "time" | "effective_at"> {
  const { time, at } = moved;
  const believable = at !== undefined && at <= now && at >= now - LIMITS.at_age_ms;
  return { time, effective_at: believable ? at : otherwise };
}

const next = (playback: Playback) => ({ ...playback, revision: playback.revision + 1 });

export function play(playback: Playback, moved: Moved, now: number, lead: number): Playback {
  return { ...next(playback), ...anchor(moved, now, now + lead), is_playing: true };
}

/** A pause takes effect at once, at the position the host names. */
export function pause(playback: Playback, moved: Moved, now: number): Playback {
  return { ...next(playback), ...anchor(moved, now, now), is_playing: false };
}

/** Keeps `is_playing`; a room that plays starts again from the new position after `lead`. */
export function seek(playback: Playback, moved: Moved, now: number, lead: number): Playback {
  return { ...next(playback), ...anchor(moved, now, playback.is_playing ? now + lead : now) };
}

export function changeRate(playback: Playback, rate: number, moved: Moved, now: number): Playback {
  return { ...next(playback), ...anchor(moved, now, now), rate };
}

export function changeMedia(playback: Playback, media: Media | null, now: number): Playback {
  return { ...next(playback), is_playing: false, time: 0, rate: 1, effective_at: now, media };
}

/** The server's one act on playback: to hold the host's last line where it is at `now`. */
export function freeze(playback: Playback, now: number): Playback {
  return { ...next(playback), is_playing: false, time: positionAt(playback, now), effective_at: now };
}

/**
 * How far ahead a start is scheduled, in ms: a little over half the worst round trip that a member reported,
 * within the contract's bounds, so that the news has arrived everywhere when it takes effect.
 */
export function leadFor(worstRttMs: number | undefined): number {
  const [least, most] = LIMITS.lead_ms;
  return worstRttMs === undefined ? least : Math.min(most, Math.max(least, worstRttMs / 2 + 50));
}
