import type { Measured } from "./figures.ts";
import type { Kind, Run } from "./phase.ts";
import { percentile } from "./steady.ts";

/** One line of the verdict. */
export type Figure = {
  readonly name: string;
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
};

const TARGETS = {
  steadyP95_ms: 16,
  within: 0.999,
  sameFrames: 0.99,
  play_ms: 500,
  pause_ms: 600,
  seek_ms: 600,
  lateJoin_ms: 1_000,
  reconnect_ms: 1_000,
  stall_ms: 2_500,
  offRate: 0.01,
  obeys_ms: 100,
} as const;

/** What the host's own player answers to. */
const LED: readonly Kind[] = ["play", "pause", "seek near", "seek far", "last seek"];

/** A time, or that it never came. */
export const seconds = (ms: number | null): string => (ms === null ? "not in time" : `${(ms / 1_000).toFixed(2)} s`);
export const percent = (share: number): string =>
  Number.isNaN(share) ? "–" : `${(share * 100).toFixed(share > 0.99 && share < 1 ? 2 : 1)} %`;

/** Median and worst; a time that never came is the worst of all. */
export function medianAndWorst(values: readonly (number | null)[]): { median: number | null; worst: number | null } {
  const sorted = values.map((one) => one ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  const known = (ms: number | undefined) => (ms === undefined || !Number.isFinite(ms) ? null : ms);
  return { median: known(percentile(sorted, 0.5)), worst: known(sorted.at(-1)) };
}

/** Holds what was measured against what is wanted. What a run owes and has not is not met. */
export function verdictOf(
  { owes, scenario }: Run,
  {
    settlings,
    joins,
    stalls,
    reconnects,
    steady,
  }: Pick<Measured, "settlings" | "joins" | "stalls" | "reconnects" | "steady">,
): Figure[] {
  const owed = (...kinds: readonly Kind[]) => owes.filter((kind) => kinds.includes(kind)).length;

  /** A line of what was measured often enough, or one that says that it was not. */
  function figure(name: string, target: string, isMeasured: boolean, measured: () => [text: string, isMet: boolean]) {
    const [text, isMet] = isMeasured ? measured() : ["not measured", false];
    return { name, target, measured: text, isMet };
  }

  function times(name: string, kind: Kind, most_ms: number, found_ms: readonly (number | null)[]): Figure[] {
    if (owed(kind) === 0) return [];
    return [
      figure(name, `≤ ${seconds(most_ms)}`, found_ms.length >= owed(kind), () => {
        const { median, worst } = medianAndWorst(found_ms);
        const beside = found_ms.length === 1 ? "" : ` (median ${seconds(median)} of ${found_ms.length})`;
        return [seconds(worst) + beside, worst !== null && worst <= most_ms];
      }),
    ];
  }
  const settled = (what: string, kind: Kind, most_ms: number) =>
    times(
      `settled after ${what}, worst`,
      kind,
      most_ms,
      settlings.filter(({ phase }) => phase.kind === kind).map(({ all_ms }) => all_ms),
    );
  const reconnected = (what: string, kind: Kind) =>
    times(
      `back after a reconnect of ${what}, since its network was back`,
      kind,
      TARGETS.reconnect_ms,
      reconnects.filter(({ phase }) => phase.kind === kind).map(({ back_ms }) => back_ms),
    );

  function nobody(what: string, kind: Kind, found: readonly { readonly disturbed: readonly string[] }[]): Figure[] {
    if (owed(kind) === 0) return [];
    const who = found.flatMap(({ disturbed }) => disturbed);
    return [
      figure(`others disturbed by ${what}`, "nobody", found.length >= owed(kind), () => [
        who.join("; ") || "nobody",
        who.length === 0,
      ]),
    ];
  }

  const { byPosition, leftOut, within, sameFrames, perViewer } = steady;
  const hasSteady = steady.length_s > 0;
  const offRate = Math.max(...Object.values(perViewer).map((one) => one.offRate));
  const seeks = Object.values(perViewer).reduce((sum, one) => sum + one.seeks, 0);
  const led = settlings.filter(({ phase }) => LED.includes(phase.kind)).map(({ obeys_ms }) => obeys_ms);
  return [
    figure("steady skew, p95 of all pairs", `≤ ${TARGETS.steadyP95_ms} ms`, byPosition !== null, () => {
      const p95_ms = byPosition?.p95 ?? Number.NaN;
      return [`${p95_ms.toFixed(1)} ms (${percent(leftOut)} left out)`, p95_ms <= TARGETS.steadyP95_ms];
    }),
    figure("steady time within one frame", `≥ ${percent(TARGETS.within)}`, !Number.isNaN(within), () => [
      percent(within),
      within >= TARGETS.within,
    ]),
    figure(
      "steady pictures: same or neighbouring frame on all screens",
      `≥ ${percent(TARGETS.sameFrames)}`,
      !Number.isNaN(sameFrames),
      () => [percent(sameFrames), sameFrames >= TARGETS.sameFrames],
    ),
    ...settled("PLAY", "play", TARGETS.play_ms),
    ...settled("PAUSE, same or neighbouring frame", "pause", TARGETS.pause_ms),
    ...settled("a near SEEK", "seek near", TARGETS.seek_ms),
    ...settled("a far SEEK", "seek far", TARGETS.seek_ms),
    ...settled("a late join", "late join", TARGETS.lateJoin_ms),
    ...nobody("a late join", "late join", joins),
    ...times(
      `back after a stall of ${stalls.map(({ stood_ms }) => seconds(stood_ms)).join(", ") || "two seconds"}, since it began`,
      "stall",
      TARGETS.stall_ms,
      stalls.map(({ back_ms }) => back_ms),
    ),
    ...nobody("the stall", "stall", stalls),
    ...reconnected("a viewer", "reconnect"),
    ...reconnected("the host", "host reconnect"),
    ...(scenario !== "calm"
      ? []
      : [
          figure("seeks while undisturbed", "0", hasSteady, () => [String(seeks), seeks === 0]),
          figure(
            "time at another rate while undisturbed, worst viewer",
            `< ${percent(TARGETS.offRate)}`,
            hasSteady,
            () => [percent(offRate), offRate < TARGETS.offRate],
          ),
        ]),
    figure(
      "host's press to the host's own player, worst",
      `≤ ${TARGETS.obeys_ms} ms`,
      led.length > 0 && led.length >= owed(...LED),
      () => {
        const { median, worst } = medianAndWorst(led);
        if (worst === null) return ["not in time", false];
        return [`${worst.toFixed(0)} ms (median ${median?.toFixed(0)} ms)`, worst <= TARGETS.obeys_ms];
      },
    ),
  ];
}
