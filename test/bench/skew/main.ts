/**
 * Measures how far apart players are, in real browsers behind networks that delay and jitter:
 * `npm run bench:skew -- [scenario …|all] [--quick] [--json file] [--svg file] [--again file]`. README's picture is
 * made by `npm run bench:skew -- --svg test/bench/skew/skew.svg`.
 *
 * Prints tables and ends with 0 where all targets are met, 1 where one is missed, 2 where it cannot run. `--quick` is a
 * short script for tuning, `--json` keeps all that was gathered, `--again` reckons from such a file anew (with
 * `--quick` where that was), and `--svg` draws the party, or else the first scenario. Only a machine
 * that is idle for half of the time in "machine idle" shows the product and not the machine.
 */
import { parseArgs } from "node:util";
import { figuresOf } from "./figures.ts";
import { makeFilm } from "./film.ts";
import type { Run } from "./phase.ts";
import { report } from "./report.ts";
import { owedBy, run } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { draw } from "./svg.ts";

const USAGE = `npm run bench:skew -- [scenario …|all] [--quick] [--json file] [--svg file] [--again file]
README's picture: npm run bench:skew -- --svg test/bench/skew/skew.svg`;
const NEEDS = { ffmpeg: "ffmpeg", chromium: "chromium" } as const;

/** Says what is wrong with how this was started, or why it cannot go on, and ends. */
function giveUp(why: string): never {
  console.error(why);
  process.exit(2);
}

/** What was asked for. */
function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "string" },
        svg: { type: "string" },
        again: { type: "string" },
      },
    });
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

const { values, positionals } = asked();
const known = scenarios(values.quick);
const names = positionals.length === 0 ? ["party"] : positionals.includes("all") ? Object.keys(known) : positionals;
const wanted = names.map(
  (name) => known[name] ?? giveUp(`There is no scenario ${name}: ${Object.keys(known)}, all\n${USAGE}`),
);

/** What a file of `--json` holds; one from before runs told what they owe owes what its scenario does now. */
async function kept(file: string): Promise<Run[]> {
  const runs = (await Bun.file(file).json()) as (Omit<Run, "owes"> & Partial<Pick<Run, "owes">>)[];
  return Promise.all(
    runs.map(async (one) => {
      const script = known[one.scenario]?.script;
      return { ...one, owes: one.owes ?? (script === undefined ? [] : await owedBy(script)) };
    }),
  );
}

async function measured(): Promise<Run[]> {
  if (values.again !== undefined) return kept(values.again);
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

/** Measures and tells; hands back what missed its target. */
async function bench(): Promise<string[]> {
  const runs = await measured();
  const results = runs.map((one) => ({ run: one, figures: figuresOf(one) }));
  for (const one of results) console.log(`${report(one.run, one.figures)}\n`);
  if (values.json !== undefined)
    await Bun.write(values.json, JSON.stringify(results.map((one) => ({ ...one.run, figures: one.figures }))));
  const drawn = runs.find(({ scenario }) => scenario === "party") ?? runs[0];
  if (drawn !== undefined && values.svg !== undefined) await Bun.write(values.svg, draw(drawn));
  return results.flatMap(({ run: { scenario }, figures }) =>
    figures.verdict.filter(({ isMet }) => !isMet).map(({ name, measured }) => `${scenario}: ${name}: ${measured}`),
  );
}

/** A run that broke has missed nothing: only 2 tells it from one that did. */
const broke = (error: unknown) => giveUp(error instanceof Error ? (error.stack ?? error.message) : String(error));
process.on("uncaughtException", broke);
process.on("unhandledRejection", broke);
const missed = await bench().catch(broke);
console.log(missed.length === 0 ? "All targets met." : `Missed:\n${missed.join("\n")}`);
process.exit(missed.length === 0 ? 0 : 1);
