import type { Frame, Sample } from "./probe.ts";

/** Where a player was at an instant, and whether it was told to play. */
export type Place = { readonly position_s: number; readonly isPlaying: boolean };

/** A page that was not looked at for longer than this, three samples, was busy or gone. */
const GAP_MS = 150;
/** No rate makes a player move this much further or less far between two samples: it jumped. */
const JUMP_S = 0.25;
/** Frames this near to an instant tell where the film was. */
const NEAR_MS = 250;
const FEWEST_FRAMES = 4;

/** The index of the last of `list` that is not after `at_ms`; -1 for none. */
export function lastUpTo<T>(list: readonly T[], at_ms: number, timeOf: (one: T) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && timeOf(one) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Where the player was at any instant, on the line between the samples around it; null where it was seeking, changed
 * between playing and standing, jumped, or was not looked at.
 */
export function placeAt(samples: readonly Sample[], at_ms: number): Place | null {
  const index = lastUpTo(samples, at_ms, ([wall_ms]) => wall_ms);
  const [before, after] = [samples[index], samples[index + 1]];
  if (before === undefined || after === undefined) return null;
  const [from_ms, from_s, isPaused, isSeeking, , rate] = before;
  const [to_ms, to_s, isPausedAfter, isSeekingAfter] = after;
  const between_ms = to_ms - from_ms;
  if (isSeeking || isSeekingAfter || isPaused !== isPausedAfter || between_ms > GAP_MS) return null;
  const expected_s = isPaused ? 0 : (rate * between_ms) / 1_000;
  if (Math.abs(to_s - from_s - expected_s) > JUMP_S) return null;
  const share = between_ms === 0 ? 0 : (at_ms - from_ms) / between_ms;
  return { position_s: from_s + share * (to_s - from_s), isPlaying: !isPaused };
}

/** What was sampled last at or before an instant; null before the first. */
export function sampleAt(samples: readonly Sample[], at_ms: number): Sample | null {
  return samples[lastUpTo(samples, at_ms, ([wall_ms]) => wall_ms)] ?? null;
}

/** The index of the frame on screen at an instant; null before the first. */
export function frameAt(frames: readonly Frame[], at_ms: number, fps: number): number | null {
  const frame = frames[lastUpTo(frames, at_ms, ([shown_ms]) => shown_ms)];
  return frame === undefined ? null : Math.round(frame[1] * fps);
}

/** Where the film was by the frames shown around an instant; null where they are few or the film jumped. */
export function positionByFrames(frames: readonly Frame[], at_ms: number): number | null {
  const [first, last] = [at_ms - NEAR_MS, at_ms + NEAR_MS].map((ms) => lastUpTo(frames, ms, ([shown_ms]) => shown_ms));
  const near = frames.slice((first ?? 0) + 1, (last ?? 0) + 1);
  if (near.length < FEWEST_FRAMES) return null;
  // Against true time each frame tells of the same instant; vsync makes single ones up to 17 ms late.
  const starts_s = near.map(([shown_ms, media_s]) => media_s - (shown_ms - at_ms) / 1_000);
  if (Math.max(...starts_s) - Math.min(...starts_s) > JUMP_S) return null;
  return starts_s.reduce((sum, one) => sum + one, 0) / starts_s.length;
}
