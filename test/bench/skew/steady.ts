import type { Phase, Run, Track } from "./phase.ts";
import { frameAt, placeAt, positionByFrames } from "./playhead.ts";

/** Percentiles of differences, ms; null where there was nothing to compare. */
export type Spread = { readonly p50: number; readonly p95: number; readonly max: number; readonly mean: number };

/** How far apart all were while nothing should have moved them. */
export type Steady = {
  readonly length_s: number;
  /** All pairs at all instants, by the players' positions. */
  readonly byPosition: Spread | null;
  /** The share of instants at which somebody sought, stood or was not sampled, and has no part in `byPosition`. */
  readonly leftOut: number;
  /** The share of instants at which every pair was within one frame; an instant with somebody left out is not such a one. */
  readonly within: number;
  readonly byFrames: Spread | null;
  /** The share of instants at which all showed the same frame or neighbouring ones. */
  readonly sameFrames: number;
  readonly perViewer: Readonly<Record<string, Conduct>>;
};

/** What one player did while nothing should have moved it. */
export type Conduct = {
  readonly seeks: number;
  readonly rateChanges: number;
  /** The share of time at another rate than the film's own. */
  readonly offRate: number;
  /** The share of the film's frames that it showed. */
  readonly framesShown: number;
};

const EVERY_MS = 50;

/** The value that a share of all stays within. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    max: sorted.at(-1) ?? Number.NaN,
    mean: values.reduce((sum, one) => sum + one, 0) / values.length,
  };
}

/** The differences of all pairs, ms. */
export function pairs(positions_s: readonly number[]): number[] {
  return positions_s.flatMap((a, i) => positions_s.slice(i + 1).map((b) => Math.abs(a - b) * 1_000));
}

/** How many events of a type the film of a track had between two instants. */
export function countEvents(track: Track, type: string, from_ms: number, to_ms: number): number {
  return track.happenings.filter(
    (one) => one.type === type && one.where === "video" && one.wall_ms >= from_ms && one.wall_ms <= to_ms,
  ).length;
}

/** How long a player ran at another rate than the film's own, ms. */
function offRateMs({ samples }: Track, from_ms: number, to_ms: number): number {
  let sum_ms = 0;
  for (const [i, [wall_ms, , isPaused, , , rate]] of samples.entries()) {
    const next_ms = samples[i + 1]?.[0];
    if (next_ms === undefined || wall_ms < from_ms || next_ms > to_ms) continue;
    if (!isPaused && Math.abs(rate - 1) > 1e-6) sum_ms += next_ms - wall_ms;
  }
  return sum_ms;
}

function conductOf(track: Track, phases: readonly Phase[], fps: number): Conduct {
  let [seeks, rateChanges, off_ms, frames, watched_ms] = [0, 0, 0, 0, 0];
  for (const { steady_ms, to_ms, together } of phases) {
    if (steady_ms === null || steady_ms >= to_ms || !together.includes(track.name)) continue;
    seeks += countEvents(track, "seeking", steady_ms, to_ms);
    rateChanges += countEvents(track, "ratechange", steady_ms, to_ms);
    off_ms += offRateMs(track, steady_ms, to_ms);
    frames += track.frames.filter(([shown_ms]) => shown_ms >= steady_ms && shown_ms < to_ms).length;
    watched_ms += to_ms - steady_ms;
  }
  const offRate = off_ms / Math.max(1, watched_ms);
  return { seeks, rateChanges, offRate, framesShown: frames / Math.max(1, (watched_ms / 1_000) * fps) };
}

/** All steady stretches of a run: what is measured in each, and of all together. */
export function steadyOf(run: Run, phases: readonly Phase[]): Steady {
  const byPosition: number[] = [];
  const byFrames: number[] = [];
  let [instants, leftOut, within, same, length_ms] = [0, 0, 0, 0, 0];
  for (const { steady_ms, to_ms, together } of phases) {
    if (steady_ms === null || steady_ms >= to_ms) continue;
    length_ms += to_ms - steady_ms;
    const tracks = run.tracks.filter(({ name }) => together.includes(name));
    for (let at_ms = steady_ms; at_ms < to_ms - EVERY_MS; at_ms += EVERY_MS) {
      instants++;
      const places = tracks.map(({ samples }) => placeAt(samples, at_ms)).filter((place) => place?.isPlaying === true);
      const apart_ms = pairs(places.map((place) => place?.position_s ?? 0));
      byPosition.push(...apart_ms);
      if (places.length < together.length) leftOut++;
      else if (Math.max(0, ...apart_ms) <= 1_000 / run.film.fps) within++;
      const seen = tracks.map(({ frames }) => positionByFrames(frames, at_ms)).filter((one) => one !== null);
      byFrames.push(...pairs(seen));
      const numbers = tracks.map(({ frames }) => frameAt(frames, at_ms, run.film.fps) ?? Number.NaN);
      if (numbers.length === together.length && Math.max(...numbers) - Math.min(...numbers) <= 1) same++;
    }
  }
  return {
    length_s: length_ms / 1_000,
    byPosition: spreadOf(byPosition),
    leftOut: instants === 0 ? Number.NaN : leftOut / instants,
    within: instants === 0 ? Number.NaN : within / instants,
    byFrames: spreadOf(byFrames),
    sameFrames: instants === 0 ? Number.NaN : same / instants,
    perViewer: Object.fromEntries(run.tracks.map((track) => [track.name, conductOf(track, phases, run.film.fps)])),
  };
}
