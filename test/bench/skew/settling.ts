import type { Phase, Run, Track } from "./phase.ts";
import { frameAt, type Place, placeAt, sampleAt } from "./playhead.ts";
import { percentile } from "./steady.ts";

/** What came of a command. Times count from the press; null: not within the phase. */
export type Settling = {
  readonly phase: Phase;
  /** Until all were within one frame for good; of a pause: until all stood, with the same or the neighbouring frame on screen. */
  readonly all_ms: number | null;
  /** Who was furthest off at the last instant at which anybody was; null: nobody was at all. */
  readonly last: string | null;
  /** Until each was within one frame of the middle of the others for good. */
  readonly each_ms: Readonly<Record<string, number | null>>;
  /** Until the player of who pressed began to obey. */
  readonly obeys_ms: number | null;
  /** Until it showed the first frame of the new state. */
  readonly shows_ms: number | null;
};

const EVERY_MS = 10;
/** What counts as settled at the very end of a phase has not been seen to stay so. */
export const STAYS_MS = 500;
/** A command's settling is looked at for this long at most: later trouble is the steady time's. */
export const WINDOW_MS = 6_000;
const MOVED_S = 0.005;
/** Frames are whole: what is no further apart than this many is the same one, or its neighbour. */
const NEIGHBOURS = 1.4;
/** How far past the place that was asked for a player may be on arrival. */
const ARRIVED_S = 1;

const middle = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (percentile(sorted, 0.5) + (sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN)) / 2;
};

/** Whether a player, at `place`, does what the phase's command asks for. */
export type Obeys = (place: Place, at_ms: number, name: string) => boolean;

function obedience(run: Run, { kind, from_ms, target_s, whose }: Phase): Obeys {
  const began = new Map(run.tracks.map(({ name, samples }) => [name, sampleAt(samples, from_ms)?.[1] ?? Number.NaN]));
  if (kind === "pause") return ({ isPlaying }) => !isPlaying;
  if (kind === "play")
    return ({ isPlaying, position_s }, _, name) => isPlaying && position_s > (began.get(name) ?? Number.NaN) + MOVED_S;
  if (target_s !== undefined)
    return ({ position_s, isPlaying }, at_ms) =>
      isPlaying && position_s >= target_s - 0.1 && position_s <= target_s + (at_ms - from_ms) / 1_000 + ARRIVED_S;
  return ({ isPlaying }, _, name) => isPlaying || (kind !== "late join" && name !== whose);
}

/** When somebody was off last in a stretch: all and each, wall clock, its beginning for never; and who that was. */
export type LastOff = {
  readonly all_ms: number;
  readonly each_ms: ReadonlyMap<string, number>;
  readonly last: string | null;
};

/**
 * Looks through a stretch for the last instants at which anybody was off: did not obey, or was further than a frame
 * from the others. `byPicture` compares the frames on screen instead, which have to be the same or neighbours.
 */
export function lastOff(
  { film: { fps } }: Run,
  tracks: readonly Track[],
  from_ms: number,
  to_ms: number,
  obeys: Obeys,
  byPicture = false,
): LastOff {
  const most_ms = (byPicture ? NEIGHBOURS : 1) * (1_000 / fps);
  const each_ms = new Map(tracks.map(({ name }) => [name, from_ms]));
  let all_ms = from_ms;
  let last: string | null = null;
  for (let at_ms = from_ms; at_ms < to_ms - EVERY_MS; at_ms += EVERY_MS) {
    const positions = tracks.map(({ name, samples, frames }) => {
      const place = placeAt(samples, at_ms);
      if (place === null || !obeys(place, at_ms, name)) return null;
      if (!byPicture) return place.position_s;
      const number = frameAt(frames, at_ms, fps);
      return number === null ? null : number / fps;
    });
    const known = positions.filter((one) => one !== null);
    const spread_ms = (Math.max(...known) - Math.min(...known)) * 1_000;
    if (known.length === tracks.length && spread_ms <= most_ms) continue;
    all_ms = at_ms + EVERY_MS;
    let furthest_ms = -1;
    for (const [i, { name }] of tracks.entries()) {
      const own = positions[i] ?? null;
      const others = positions.filter((one, j) => one !== null && j !== i) as number[];
      const off_ms =
        own === null ? Number.POSITIVE_INFINITY : others.length === 0 ? 0 : Math.abs(own - middle(others)) * 1_000;
      if (off_ms > most_ms) each_ms.set(name, all_ms);
      if (off_ms <= furthest_ms) continue;
      furthest_ms = off_ms;
      last = name;
    }
  }
  return { all_ms, each_ms, last };
}

/** How a command of a run settled. */
export function settlingOf(run: Run, phase: Phase): Settling {
  const { from_ms, together, whose } = phase;
  const to_ms = Math.min(phase.to_ms, from_ms + WINDOW_MS);
  const tracks = run.tracks.filter(({ name }) => together.includes(name));
  const { all_ms, each_ms, last } = lastOff(run, tracks, from_ms, to_ms, obedience(run, phase), phase.kind === "pause");
  const taken = (ms: number) => (ms > to_ms - STAYS_MS ? null : ms - from_ms);
  const who = tracks.find(({ name }) => name === whose);
  return {
    phase,
    all_ms: taken(all_ms),
    last,
    each_ms: Object.fromEntries([...each_ms].map(([name, ms]) => [name, taken(ms)])),
    obeys_ms: who === undefined ? null : obeysMs(who, phase),
    shows_ms: who === undefined ? null : showsMs(who, phase),
  };
}

/** From the press to the first sign that the presser's own player obeys: it moves, stops or leaves its place. */
function obeysMs({ samples, happenings }: Track, { kind, from_ms, to_ms }: Phase): number | null {
  const type = kind === "pause" ? "pause" : kind === "play" || kind === "late join" ? null : "seeking";
  if (type !== null) {
    const found = happenings.find((one) => one.type === type && one.wall_ms >= from_ms && one.wall_ms < to_ms);
    return found === undefined ? null : found.wall_ms - from_ms;
  }
  const after = samples.filter(([wall_ms]) => wall_ms >= from_ms && wall_ms < to_ms);
  const began_s = sampleAt(samples, from_ms)?.[1] ?? Number.NaN;
  const moved = after.find(([, at_s, isPaused, isSeeking]) => !isPaused && !isSeeking && at_s > began_s);
  return moved === undefined ? null : moved[0] - from_ms;
}

/** From the press to the first frame shown after it that is of the new state; a pause has none. */
function showsMs({ frames, samples }: Track, { kind, from_ms, to_ms, target_s }: Phase): number | null {
  if (kind === "pause") return null;
  const began_s = sampleAt(samples, from_ms)?.[1] ?? Number.NaN;
  const isNew = (media_s: number) =>
    target_s === undefined ? media_s > began_s : media_s > target_s - 0.1 && media_s < target_s + ARRIVED_S;
  const found = frames.find(([shown_ms, media_s]) => shown_ms >= from_ms && shown_ms < to_ms && isNew(media_s));
  return found === undefined ? null : found[0] - from_ms;
}
