/**
 * Measures how far apart players are, in real browsers behind networks that delay and jitter:
 * `npm run bench:skew -- [scenario …|all] [--quick] [--json file] [--svg file] [--again file]`.
 *
 * Prints tables and ends with 0 where all targets are met, 1 where one is missed, 2 where it cannot run. `--quick` is a
 * short script for tuning, `--json` keeps all that was gathered, `--again` reckons from such a file anew. Only a machine
 * that is idle for half of the time in "machine idle" shows the product and not the machine.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf } from "./figures.ts";
import { makeFilm } from "./film.ts";
import type { Run } from "./phase.ts";
import { report } from "./report.ts";
import { run } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { draw } from "./svg.ts";

const NEEDS = { ffmpeg: "ffmpeg", chromium: "chromium" } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    svg: { type: "string" },
    again: { type: "string" },
  },
});

/** Says what is wrong with how this was started, and ends. */
function giveUp(why: string): never {
  console.error(why);
  process.exit(2);
}

const known = scenarios(values.quick);
const names = positionals.length === 0 ? ["party"] : positionals.includes("all") ? Object.keys(known) : positionals;
const wanted = names.map((name) => known[name] ?? giveUp(`There is no scenario ${name}: ${Object.keys(known)}, all`));

async function measured(): Promise<Run[]> {
  if (values.again !== undefined) return (await Bun.file(values.again).json()) as Run[];
  for (const [program, debian] of Object.entries(NEEDS))
    if (Bun.which(program) === null) giveUp(`The bench needs ${program}: apt-get install ${debian}`);
  const runs: Run[] = [];
  for (const scenario of wanted) {
    await makeFilm(scenario.film);
    console.error(`${scenario.name} …`);
    runs.push(await run(scenario));
  }
  return runs;
}

const runs = await measured();
const results = runs.map((one) => ({ run: one, figures: figuresOf(one) }));
for (const one of results) console.log(`${report(one.run, one.figures)}\n`);
if (values.json !== undefined)
  await Bun.write(values.json, JSON.stringify(results.map((one) => ({ ...one.run, figures: one.figures }))));
const drawn = runs.find(({ scenario }) => scenario === "party") ?? (values.svg === undefined ? undefined : runs[0]);
const svg = values.svg ?? (values.quick ? undefined : join(import.meta.dirname, "skew.svg"));
if (drawn !== undefined && svg !== undefined) await Bun.write(svg, draw(drawn));

const missed = results.flatMap(({ run: { scenario }, figures }) =>
  figures.verdict.filter(({ isMet }) => !isMet).map(({ name, measured }) => `${scenario}: ${name}: ${measured}`),
);
console.log(missed.length === 0 ? "All targets met." : `Missed:\n${missed.join("\n")}`);
process.exit(missed.length === 0 ? 0 : 1);
