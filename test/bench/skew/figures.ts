import type { Phase, Run } from "./phase.ts";
import { type Settling, settlingOf } from "./settling.ts";
import { countEvents, type Steady, steadyOf } from "./steady.ts";
import { disturbedByJoin, type Reconnect, reconnectOf, type Stall, stallOf } from "./trouble.ts";
import { type Figure, verdictOf } from "./verdict.ts";

/** What was measured in one phase. */
export type Stretch = { readonly phase: Phase; readonly steady: Steady };

/** A late join, and whom it disturbed. */
export type Join = { readonly settling: Settling; readonly disturbed: readonly string[] };

/** What was measured, before it is held against anything. */
export type Measured = {
  readonly settlings: readonly Settling[];
  readonly joins: readonly Join[];
  readonly stalls: readonly Stall[];
  readonly reconnects: readonly Reconnect[];
  readonly phases: readonly Stretch[];
  /** How far apart all were from when a network went until the phase's end. */
  readonly gone: readonly Stretch[];
  readonly steady: Steady;
  readonly totals: Readonly<Record<string, { seeks: number; rateChanges: number }>>;
};

/** All that is made of a run. */
export type Figures = Measured & { readonly verdict: readonly Figure[] };

/** Reckons everything, and holds it against what is wanted. */
export function figuresOf(run: Run): Figures {
  const isCommand = ({ kind }: Phase) => !["stall", "reconnect", "host reconnect"].includes(kind);
  const settlings = run.phases.filter(isCommand).map((phase) => settlingOf(run, phase));
  const totals = Object.fromEntries(
    run.tracks.map((track) => {
      const count = (type: string) => countEvents(track, type, 0, Number.POSITIVE_INFINITY);
      return [track.name, { seeks: count("seeking"), rateChanges: count("ratechange") }];
    }),
  );
  const measured: Measured = {
    settlings,
    joins: settlings
      .filter(({ phase }) => phase.kind === "late join")
      .map((settling) => ({ settling, disturbed: disturbedByJoin(run, settling) })),
    stalls: run.phases.flatMap((phase) => stallOf(run, phase) ?? []),
    reconnects: run.phases.flatMap((phase) => reconnectOf(run, phase) ?? []),
    phases: run.phases
      .filter(({ steady_ms, to_ms }) => steady_ms !== null && to_ms - steady_ms > 1_000)
      .map((phase) => ({ phase, steady: steadyOf(run, [phase]) })),
    gone: run.phases
      .filter(({ kind }) => kind === "reconnect" || kind === "host reconnect")
      .map((phase) => ({ phase, steady: steadyOf(run, [{ ...phase, steady_ms: phase.from_ms }]) })),
    steady: steadyOf(run, run.phases),
    totals,
  };
  return { ...measured, verdict: verdictOf(run, measured) };
}
