import type { Phase, Run, Track } from "./phase.ts";
import { lastOff, type Obeys, type Settling, STAYS_MS, WINDOW_MS } from "./settling.ts";
import { countEvents } from "./steady.ts";

/** What came of a stall. */
export type Stall = {
  /** From the phase's first instant to the last frame shown. */
  readonly began_ms: number;
  /** From then until it got film again. */
  readonly stood_ms: number;
  /** From then until back within one frame of the others for good; null: not within the phase. */
  readonly back_ms: number | null;
  /** Other viewers that sought, changed their rate or left the frame until then, and what they did. */
  readonly disturbed: readonly string[];
};

const playing: Obeys = ({ isPlaying }) => isPlaying;

const togetherIn = ({ tracks }: Run, { together }: Phase) => tracks.filter(({ name }) => together.includes(name));

/** Who of `others` sought, changed their rate or left the frame that the rest of them was in, and what they did. */
function disturbedOf(run: Run, others: readonly Track[], from_ms: number, to_ms: number): string[] {
  const { each_ms } = lastOff(run, others, from_ms, to_ms, playing);
  return others.flatMap((track) => {
    const seeks = countEvents(track, "seeking", from_ms, to_ms);
    const rates = countEvents(track, "ratechange", from_ms, to_ms);
    const did = [
      ...(seeks > 0 ? [`${seeks} seeks`] : []),
      ...(rates > 0 ? [`${rates} rate changes`] : []),
      ...((each_ms.get(track.name) ?? from_ms) > from_ms ? ["left the frame"] : []),
    ];
    return did.length === 0 ? [] : [`${track.name}: ${did.join(", ")}`];
  });
}

/** How the stall of a run went; null where the phase was none, or nobody knows. */
export function stallOf(run: Run, phase: Phase): Stall | null {
  const { kind, from_ms, to_ms, whose, released_ms } = phase;
  const victim = run.tracks.find(({ name }) => name === whose);
  if (kind !== "stall" || victim === undefined || released_ms === undefined) return null;
  const last = victim.frames.findLast(([shown_ms]) => shown_ms < released_ms);
  if (last === undefined) return null;
  const began_ms = last[0] + 1_000 / run.film.fps;
  const tracks = togetherIn(run, phase);
  const { each_ms } = lastOff(run, tracks, began_ms, to_ms, playing);
  const back_ms = Math.max(released_ms, each_ms.get(whose) ?? to_ms);
  const others = tracks.filter((track) => track !== victim);
  return {
    began_ms: began_ms - from_ms,
    stood_ms: released_ms - began_ms,
    back_ms: back_ms > to_ms - STAYS_MS ? null : back_ms - began_ms,
    disturbed: disturbedOf(run, others, began_ms, back_ms),
  };
}

/** What came of a network that went and came back. */
export type Reconnect = {
  readonly phase: Phase;
  /** From when it was back until all were within one frame for good: 0 where they all were before; null: not in time. */
  readonly back_ms: number | null;
};

/** How all stood a network's going; null where the phase was none of that. */
export function reconnectOf(run: Run, phase: Phase): Reconnect | null {
  const { kind, from_ms, released_ms } = phase;
  if ((kind !== "reconnect" && kind !== "host reconnect") || released_ms === undefined) return null;
  const to_ms = Math.min(phase.to_ms, released_ms + WINDOW_MS);
  const { all_ms } = lastOff(run, togetherIn(run, phase), from_ms, to_ms, playing);
  return { phase, back_ms: all_ms > to_ms - STAYS_MS ? null : Math.max(0, all_ms - released_ms) };
}

/** Who was disturbed by a late join, from the newcomer's press until it was settled, and what they did. */
export function disturbedByJoin(run: Run, { phase, each_ms }: Settling): string[] {
  const { from_ms, to_ms, whose } = phase;
  const others = togetherIn(run, phase).filter(({ name }) => name !== whose);
  return disturbedOf(run, others, from_ms, Math.min(to_ms, from_ms + (each_ms[whose] ?? WINDOW_MS)));
}
