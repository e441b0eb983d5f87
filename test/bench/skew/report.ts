import type { Figures } from "./figures.ts";
import type { Run } from "./phase.ts";
import type { Spread, Steady } from "./steady.ts";
import { medianAndWorst, percent, seconds } from "./verdict.ts";

type Row = readonly string[];

/** A markdown table, padded so that it reads as text too. */
export function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((name, i) =>
    Math.max(...[name, ...rows.map((row) => row[i] ?? "")].map((one) => one.length)),
  );
  const line = (row: Row) => `| ${row.map((one, i) => one.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
}

/** What the networks leave out. */
const NETWORKS = "Bandwidth is not limited, and the ways there and back take equally long on average.";

const STEADY_HEAD: Row = [
  ...["phase", "time", "p50", "p95", "left out", "max", "within a frame"],
  ...["frames: mean", "frames: p95", "same or next frame", "machine idle"],
];

const ms = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(1));
/** The share left out stands beside the percentile that it would make worse. */
const spread = (one: Spread | null, leftOut: number): Row => [
  ...[ms(one?.p50), ms(one?.p95)],
  ...[percent(leftOut), ms(one?.max)],
];

function steadyRow(
  name: string,
  { length_s, byPosition, leftOut, within, byFrames, sameFrames }: Steady,
  idle?: number,
): Row {
  return [
    ...[name, `${length_s.toFixed(0)} s`, ...spread(byPosition, leftOut), percent(within)],
    ...[ms(byFrames?.mean), ms(byFrames?.p95), percent(sameFrames), idle === undefined ? "–" : percent(idle)],
  ];
}

/** Everything that was measured, as text. */
export function report(run: Run, figures: Figures): string {
  const { settlings, joins, stalls, reconnects, phases, gone, steady, totals, verdict } = figures;
  const first = run.phases[0]?.from_ms ?? 0;
  const kinds = [...new Set(settlings.map(({ phase }) => phase.kind))];
  const parts = [
    `# ${run.scenario}\n\nFilm: ${run.film.what}.\nRound trips: ${Object.entries(run.networks)
      .map(([name, network]) => `${name}${name === run.host ? " (host)" : ""} ${network}`)
      .join("; ")}.\n${NETWORKS}\nMachine: ${run.machine}.`,
    "## Steady: how far apart all pairs were, ms",
    table(STEADY_HEAD, [
      ...phases.map((one) => steadyRow(one.phase.kind, one.steady, one.phase.idle)),
      steadyRow("all", steady),
    ]),
    ...(gone.length === 0
      ? []
      : [
          "## From when a network went to the phase's end",
          table(
            STEADY_HEAD,
            gone.map((one) => steadyRow(one.phase.kind, one.steady, one.phase.idle)),
          ),
        ]),
    "## Settling, from the press",
    table(
      [
        "command",
        "all within a frame",
        "last",
        "each player",
        "presser's player obeys",
        "shows a new frame",
        "had the place",
        "machine idle",
      ],
      settlings.map(({ phase: { kind, idle, had }, all_ms, last, each_ms, obeys_ms, shows_ms }) => [
        ...[kind, seconds(all_ms), last ?? "–"],
        Object.entries(each_ms)
          .map(([name, taken_ms]) => `${name} ${seconds(taken_ms)}`)
          .join(", "),
        ...[kind === "late join" ? "–" : seconds(obeys_ms), kind === "pause" ? "–" : seconds(shows_ms)],
        ...[had === undefined ? "–" : had.join(", ") || "nobody", percent(idle)],
      ]),
    ),
    table(
      ["command", "times", "all: median", "worst", "host's own: median", "worst", "host obeys: median", "worst"],
      kinds.map((kind) => {
        const those = settlings.filter(({ phase }) => phase.kind === kind);
        const all = medianAndWorst(those.map((one) => one.all_ms));
        const own = medianAndWorst(those.map((one) => one.each_ms[run.host] ?? null));
        const obeys = medianAndWorst(those.map((one) => one.obeys_ms));
        const both = ({ median, worst }: typeof all) => [seconds(median), seconds(worst)];
        const led = kind === "late join" ? ["–", "–"] : both(obeys);
        return [kind, String(those.length), ...both(all), ...both(own), ...led];
      }),
    ),
    "## Corrections",
    table(
      [
        "viewer",
        "steady: seeks",
        "rate changes",
        "time at another rate",
        "frames shown",
        "in all: seeks",
        "rate changes",
      ],
      Object.entries(steady.perViewer).map(([name, { seeks, rateChanges, offRate, framesShown }]) => [
        ...[name, String(seeks), String(rateChanges), percent(offRate), percent(framesShown)],
        ...[String(totals[name]?.seeks), String(totals[name]?.rateChanges)],
      ]),
    ),
    ...joins.map(
      ({ settling: { phase, all_ms }, disturbed }) =>
        `Late join of ${phase.whose}: settled ${seconds(all_ms)} after the press. Others disturbed: ${disturbed.join("; ") || "nobody"}.`,
    ),
    ...reconnects.map(
      ({ phase: { whose }, back_ms }) =>
        `Reconnect of ${whose}: all within a frame ${seconds(back_ms)} after the network was back.`,
    ),
    ...stalls.map(
      ({ began_ms, stood_ms, back_ms, disturbed }) =>
        `Stall: began ${seconds(began_ms)} after the film stopped coming, got film again after ${seconds(stood_ms)}, back ` +
        `${seconds(back_ms)} after it began. Others disturbed: ${disturbed.join("; ") || "nobody"}.`,
    ),
    ...(run.complaints.length === 0 ? [] : [`Pages complained:\n${run.complaints.join("\n")}`]),
    `## Verdict (${((run.phases.at(-1)?.to_ms ?? first) - first).toFixed(0).slice(0, -3)} s of party)`,
    table(
      ["figure", "target", "measured", "met?"],
      verdict.map(({ name, target, measured, isMet }) => [name, target, measured, isMet ? "yes" : "NO"]),
    ),
  ];
  return parts.join("\n\n");
}
