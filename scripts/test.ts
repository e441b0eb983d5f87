/** Runs everything: format, lint, types, then all tests. Ends with "N passed, N failed". */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { basename } from "node:path";

type Count = { passed: number; failed: number };

const isCi = process.env.CI === "true";

/** Runs a command that counts as one test. */
function step(name: string, command: string[]): Count {
  console.log(`\n=== ${name}`);
  const { exitCode } = Bun.spawnSync(command, { stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Tests that are run in a process of their own. */
type Job = { name: string; paths: string[]; targets?: string };

/** Runs a job and prints what it said; a file that cannot even be loaded counts as a failure. */
async function run({ name, paths, targets }: Job): Promise<Count> {
  const begun_ms = performance.now();
  const job = Bun.spawn([process.execPath, "test", "--timeout", "30000", ...paths], {
    stdout: "pipe",
    stderr: "pipe",
    env: targets === undefined ? process.env : { ...process.env, TARGETS: targets },
  });
  const [printed, said] = await Promise.all([job.stdout.text(), job.stderr.text()]);
  console.log(`\n=== ${name}: ${((performance.now() - begun_ms) / 1000).toFixed(0)} s\n${printed}${said}`);
  const count = (word: string) => Number(said.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  const isWell = (await job.exited) === 0 && passed > 0;
  return { passed, failed: isWell ? failed : Math.max(1, failed) };
}

/** Runs jobs in their order, as many beside one another as `width` says. */
async function runBeside(width: number, jobs: Job[]): Promise<Count[]> {
  const left = [...jobs];
  const counts: Count[] = [];
  async function work() {
    for (let job = left.shift(); job !== undefined; job = left.shift()) counts.push(await run(job));
  }
  await Promise.all(Array.from({ length: width }, work));
  return counts;
}

/** What the tests need of the system: the program, and Debian's package for it. */
const NEEDS = { chromium: "chromium", curl: "curl" } as const;
type Need = keyof typeof NEEDS;

/** The needs that are missing, after installing them where that is allowed. */
function missingNeeds(): Need[] {
  const missing = () => (Object.keys(NEEDS) as Need[]).filter((program) => Bun.which(program) === null);
  const packages = missing().map((program) => NEEDS[program]);
  if (packages.length > 0 && process.getuid?.() === 0 && Bun.which("apt-get") !== null) {
    console.log(`\n=== installing ${packages.join(", ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update"], { stdio: "ignore", env });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { stdio: "ignore", env });
  }
  return missing();
}

const missing = missingNeeds();
for (const program of missing) console.error(`\nThe tests need ${program}: apt-get install ${NEEDS[program]}`);

const folders = ["test/domain", "test/app", "test/contract", "test/web", "test/golden", "test/bench"];
const loose = [...new Bun.Glob("test/*.test.ts").scanSync()]
  .filter((path) => !(missing.includes("curl") && path.endsWith("readme.test.ts")))
  .map((path) => `./${path}`);

/** Browser tests that measure how close together players are, and so share the machine with little else. */
const MEASURING = [["difficult"], ["together", "sync-display", "players"]].map((names) =>
  names.map((name) => `test/browser/${name}.test.ts`),
);
const browsing = [...new Bun.Glob("test/browser/*.test.ts").scanSync()].filter(
  (path) => !MEASURING.flat().includes(path),
);
const hasChromium = !missing.includes("chromium");
const inBrowser = (path: string): Job => ({ name: `browser, ${basename(path, ".test.ts")}`, paths: [path] });

// The longest first, so that the last ones end together.
const jobs: Job[] = [
  { name: "units", paths: [...folders, ...loose] },
  ...["deno", "bun", "binary"].map((targets) => ({
    name: `conformance, ${targets}`,
    paths: ["test/conformance"],
    targets,
  })),
  ...(hasChromium ? browsing.map(inBrowser) : []),
];

const measuring = hasChromium
  ? MEASURING.map((paths, index) => ({ name: `browser, measuring ${index + 1}`, paths }))
  : [];

const counts: Count[] = [
  step("build", ["npm", "run", "--silent", "build"]),
  step("format, lint, types", ["npm", "run", "--silent", "check"]),
  // Most of a test is waiting.
  ...(await runBeside(availableParallelism() + 1, jobs)),
  ...(await runBeside(2, measuring)),
];
if (isCi) counts.push({ passed: 0, failed: missing.length });

const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
