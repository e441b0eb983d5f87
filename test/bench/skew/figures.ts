import type { Phase, Run } from "./phase.ts";
import { type Settling, type Stall, settlingOf, stallOf } from "./settling.ts";
import { countEvents, percentile, type Steady, steadyOf } from "./steady.ts";

/** One line of the verdict. */
export type Figure = {
  readonly name: string;
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
};

/** What was measured in one phase. */
export type Stretch = { readonly phase: Phase; readonly steady: Steady };

/** All that is made of a run. */
export type Figures = {
  readonly settlings: readonly Settling[];
  readonly stalls: readonly Stall[];
  readonly phases: readonly Stretch[];
  /** How far apart all were from when a network went until the phase's end. */
  readonly gone: readonly Stretch[];
  readonly steady: Steady;
  readonly totals: Readonly<Record<string, { seeks: number; rateChanges: number }>>;
  readonly verdict: readonly Figure[];
};

const TARGETS = {
  steadyP95_ms: 16,
  within: 0.999,
  play_ms: 500,
  seek_ms: 600,
  lateJoin_ms: 1_000,
  back_ms: 2_500,
  offRate: 0.01,
  obeys_ms: 100,
} as const;

/** A time, or that it never came. */
export const seconds = (ms: number | null): string => (ms === null ? "not in time" : `${(ms / 1_000).toFixed(2)} s`);
export const percent = (share: number): string => `${(share * 100).toFixed(share > 0.99 && share < 1 ? 2 : 1)} %`;

/** Median and worst; a time that never came is the worst of all. */
export function medianAndWorst(values: readonly (number | null)[]): { median: number | null; worst: number | null } {
  const sorted = values.map((one) => one ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  const known = (ms: number | undefined) => (ms === undefined || !Number.isFinite(ms) ? null : ms);
  return { median: known(percentile(sorted, 0.5)), worst: known(sorted.at(-1)) };
}

/** Reckons everything, and holds it against what is wanted. */
export function figuresOf(run: Run): Figures {
  const isCommand = ({ kind }: Phase) => !["stall", "reconnect", "host reconnect"].includes(kind);
  const settlings = run.phases.filter(isCommand).map((phase) => settlingOf(run, phase));
  const stalls = run.phases.flatMap((phase) => stallOf(run, phase) ?? []);
  const steady = steadyOf(run, run.phases);
  const totals = Object.fromEntries(
    run.tracks.map((track) => {
      const count = (type: string) => countEvents(track, type, 0, Number.POSITIVE_INFINITY);
      return [track.name, { seeks: count("seeking"), rateChanges: count("ratechange") }];
    }),
  );
  const phases = run.phases
    .filter(({ steady_ms, to_ms }) => steady_ms !== null && to_ms - steady_ms > 1_000)
    .map((phase) => ({ phase, steady: steadyOf(run, [phase]) }));
  const gone = run.phases
    .filter(({ kind }) => kind === "reconnect" || kind === "host reconnect")
    .map((phase) => ({ phase, steady: steadyOf(run, [{ ...phase, steady_ms: phase.from_ms }]) }));
  return { settlings, stalls, phases, gone, steady, totals, verdict: verdictOf(run, settlings, stalls, steady) };
}

function verdictOf(run: Run, settlings: readonly Settling[], stalls: readonly Stall[], steady: Steady): Figure[] {
  const p95_ms = steady.byPosition?.p95 ?? Number.NaN;
  const settled = (name: string, kind: Phase["kind"], most_ms: number): Figure[] => {
    const found = settlings.filter(({ phase }) => phase.kind === kind);
    if (found.length === 0) return [];
    const { median, worst } = medianAndWorst(found.map(({ all_ms }) => all_ms));
    return [
      {
        name: `settled after ${name}, worst`,
        target: `≤ ${seconds(most_ms)}`,
        measured:
          found.length === 1 ? seconds(worst) : `${seconds(worst)} (median ${seconds(median)} of ${found.length})`,
        isMet: worst !== null && worst <= most_ms,
      },
    ];
  };
  const led = settlings.filter(({ phase }) => phase.kind !== "late join").map(({ obeys_ms }) => obeys_ms);
  const { median, worst } = medianAndWorst(led);
  const offRates = Object.values(steady.perViewer).map(({ offRate }) => offRate);
  const seeks = Object.values(steady.perViewer).reduce((sum, one) => sum + one.seeks, 0);
  return [
    {
      name: "steady skew, p95 of all pairs",
      target: `≤ ${TARGETS.steadyP95_ms} ms`,
      measured: `${p95_ms.toFixed(1)} ms`,
      isMet: p95_ms <= TARGETS.steadyP95_ms,
    },
    {
      name: "steady time within one frame",
      target: `≥ ${percent(TARGETS.within)}`,
      measured: percent(steady.within),
      isMet: steady.within >= TARGETS.within,
    },
    ...settled("PLAY", "play", TARGETS.play_ms),
    ...settled("a near SEEK", "seek near", TARGETS.seek_ms),
    ...settled("a far SEEK", "seek far", TARGETS.seek_ms),
    ...(run.scenario === "calm" ? [] : settled("a late join", "late join", TARGETS.lateJoin_ms)),
    ...stalls.flatMap(({ back_ms, stood_ms, disturbed }): Figure[] => [
      {
        name: `back after a stall of ${seconds(stood_ms)}, since it began`,
        target: `≤ ${seconds(TARGETS.back_ms)}`,
        measured: seconds(back_ms),
        isMet: back_ms !== null && back_ms <= TARGETS.back_ms,
      },
      {
        name: "others disturbed by the stall",
        target: "nobody",
        measured: disturbed.length === 0 ? "nobody" : disturbed.join("; "),
        isMet: disturbed.length === 0,
      },
    ]),
    ...(run.scenario !== "calm"
      ? []
      : [
          { name: "seeks while undisturbed", target: "0", measured: String(seeks), isMet: seeks === 0 },
          {
            name: "time at another rate while undisturbed, worst viewer",
            target: `< ${percent(TARGETS.offRate)}`,
            measured: percent(Math.max(...offRates)),
            isMet: Math.max(...offRates) < TARGETS.offRate,
          },
        ]),
    {
      name: "host's press to the host's own player, worst",
      target: `≤ ${TARGETS.obeys_ms} ms`,
      measured: worst === null ? "not in time" : `${worst.toFixed(0)} ms (median ${median?.toFixed(0)} ms)`,
      isMet: worst !== null && worst <= TARGETS.obeys_ms,
    },
  ];
}
