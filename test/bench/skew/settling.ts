import type { Phase, Run, Track } from "./phase.ts";
import { type Place, placeAt } from "./playhead.ts";
import { countEvents, percentile } from "./steady.ts";

/** What came of a command. Times count from the press; null: not within the phase. */
export type Settling = {
  readonly phase: Phase;
  /** Until all were within one frame for good. */
  readonly all_ms: number | null;
  /** Who was off last. */
  readonly last: string | null;
  /** Until each was within one frame of the middle of the others for good. */
  readonly each_ms: Readonly<Record<string, number | null>>;
  /** Until the player of who pressed began to obey. */
  readonly obeys_ms: number | null;
  /** Until it showed the first frame of the new state. */
  readonly shows_ms: number | null;
};

/** What came of a stall. */
export type Stall = {
  /** From the phase's first instant to the last frame shown. */
  readonly began_ms: number;
  /** From then until it got film again. */
  readonly stood_ms: number;
  /** From then until back within one frame of the others for good; null: not within the phase. */
  readonly back_ms: number | null;
  /** Other viewers that sought, changed their rate or left the frame meanwhile, and what they did. */
  readonly disturbed: readonly string[];
};

const EVERY_MS = 10;
/** What counts as settled at the very end of a phase has not been seen to stay so. */
const STAYS_MS = 500;
/** A command's settling is looked at for this long at most: later trouble is the steady time's. */
const WINDOW_MS = 6_000;
const MOVED_S = 0.005;
/** How far past the place that was asked for a player may be on arrival. */
const ARRIVED_S = 1;

const middle = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (percentile(sorted, 0.5) + (sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN)) / 2;
};

/** Whether a player, at `place`, does what the phase's command asks for. */
type Obeys = (place: Place, at_ms: number, name: string) => boolean;

function obedience(run: Run, { kind, from_ms, target_s, whose }: Phase): Obeys {
  const began = new Map(run.tracks.map(({ name, samples }) => [name, placeAt(samples, from_ms)?.position_s ?? 0]));
  if (kind === "pause") return ({ isPlaying }) => !isPlaying;
  if (kind === "play")
    return ({ isPlaying, position_s }, _, name) => isPlaying && position_s > (began.get(name) ?? 0) + MOVED_S;
  if (target_s !== undefined)
    return ({ position_s, isPlaying }, at_ms) =>
      isPlaying && position_s >= target_s - 0.1 && position_s <= target_s + (at_ms - from_ms) / 1_000 + ARRIVED_S;
  return ({ isPlaying }, _, name) => isPlaying || (kind !== "late join" && name !== whose);
}

/** The instants of a stretch at which somebody was off: all, by who was. */
function lastOff(run: Run, tracks: readonly Track[], from_ms: number, to_ms: number, obeys: Obeys) {
  const frame_ms = 1_000 / run.film.fps;
  let all_ms = from_ms;
  const each_ms = new Map(tracks.map(({ name }) => [name, from_ms]));
  for (let at_ms = from_ms; at_ms < to_ms - EVERY_MS; at_ms += EVERY_MS) {
    const positions = tracks.map(({ name, samples }) => {
      const place = placeAt(samples, at_ms);
      return place !== null && obeys(place, at_ms, name) ? place.position_s : null;
    });
    const known = positions.filter((one) => one !== null);
    const spread_ms = (Math.max(...known) - Math.min(...known)) * 1_000;
    const isOff = known.length < tracks.length || spread_ms > frame_ms;
    if (!isOff) continue;
    all_ms = at_ms + EVERY_MS;
    for (const [i, { name }] of tracks.entries()) {
      const own = positions[i] ?? null;
      const others = positions.filter((one, j) => j !== i && one !== null) as number[];
      if (own === null || (others.length > 0 && Math.abs(own - middle(others)) * 1_000 > frame_ms))
        each_ms.set(name, at_ms + EVERY_MS);
    }
  }
  return { all_ms, each_ms };
}

/** How a command of a run settled. */
export function settlingOf(run: Run, phase: Phase): Settling {
  const { from_ms, together, whose } = phase;
  const to_ms = Math.min(phase.to_ms, from_ms + WINDOW_MS);
  const tracks = run.tracks.filter(({ name }) => together.includes(name));
  const { all_ms, each_ms } = lastOff(run, tracks, from_ms, to_ms, obedience(run, phase));
  const taken = (ms: number) => (ms > to_ms - STAYS_MS ? null : ms - from_ms);
  const [last] = [...each_ms].toSorted(([, a], [, b]) => b - a);
  const who = tracks.find(({ name }) => name === whose);
  return {
    phase,
    all_ms: taken(all_ms),
    last: last?.[0] ?? null,
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
  const began_s = after[0]?.[1] ?? 0;
  const moved = after.find(([, at_s, isPaused, isSeeking]) => !isPaused && !isSeeking && at_s > began_s);
  return moved === undefined ? null : moved[0] - from_ms;
}

/** From the press to the first frame shown after it that is of the new state; a pause has none. */
function showsMs({ frames, samples }: Track, { kind, from_ms, to_ms, target_s }: Phase): number | null {
  if (kind === "pause") return null;
  const began_s = placeAt(samples, from_ms)?.position_s ?? 0;
  const isNew = (media_s: number) =>
    target_s === undefined ? media_s > began_s : media_s > target_s - 0.1 && media_s < target_s + ARRIVED_S;
  const found = frames.find(([shown_ms, media_s]) => shown_ms >= from_ms && shown_ms < to_ms && isNew(media_s));
  return found === undefined ? null : found[0] - from_ms;
}

/** How the stall of a run went. */
export function stallOf(run: Run, phase: Phase): Stall | null {
  const { from_ms, to_ms, whose, together, released_ms } = phase;
  const victim = run.tracks.find(({ name }) => name === whose);
  if (victim === undefined || released_ms === undefined) return null;
  const last = victim.frames.findLast(([shown_ms]) => shown_ms < released_ms);
  if (last === undefined) return null;
  const began_ms = last[0] + 1_000 / run.film.fps;
  const tracks = run.tracks.filter(({ name }) => together.includes(name));
  const playing: Obeys = ({ isPlaying }) => isPlaying;
  const { each_ms } = lastOff(run, tracks, began_ms, to_ms, playing);
  const back_ms = Math.max(released_ms, each_ms.get(whose) ?? 0);
  const others = tracks.filter((track) => track !== victim);
  const among = lastOff(run, others, began_ms, to_ms, playing);
  const disturbed = others.flatMap((track) => {
    const seeks = countEvents(track, "seeking", began_ms, back_ms);
    const rates = countEvents(track, "ratechange", began_ms, back_ms);
    const isOff = (among.each_ms.get(track.name) ?? began_ms) > began_ms;
    const did = [
      ...(seeks > 0 ? [`${seeks} seeks`] : []),
      ...(rates > 0 ? [`${rates} rate changes`] : []),
      ...(isOff ? ["left the frame"] : []),
    ];
    return did.length === 0 ? [] : [`${track.name}: ${did.join(", ")}`];
  });
  return {
    began_ms: began_ms - from_ms,
    stood_ms: released_ms - began_ms,
    back_ms: back_ms > to_ms - STAYS_MS ? null : back_ms - began_ms,
    disturbed,
  };
}
