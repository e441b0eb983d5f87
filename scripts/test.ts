/** Runs everything: format, lint, types, then all tests. Ends with "N passed, N failed". */
import { spawnSync } from "node:child_process";

type Count = { passed: number; failed: number };

const isCi = process.env.CI === "true";

/** Runs a command that counts as one test. */
function step(name: string, command: string[]): Count {
  console.log(`\n=== ${name}`);
  const { exitCode } = Bun.spawnSync(command, { stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs the tests of some folders and prints what they said; a file that cannot even be loaded counts as a failure. */
async function tests(name: string, ...paths: string[]): Promise<Count> {
  const begun_ms = performance.now();
  const run = Bun.spawn([process.execPath, "test", "--timeout", "30000", ...paths], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [printed, said] = await Promise.all([run.stdout.text(), run.stderr.text()]);
  console.log(`\n=== ${name}: ${((performance.now() - begun_ms) / 1000).toFixed(0)} s\n${printed}${said}`);
  const count = (word: string) => Number(said.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  const isWell = (await run.exited) === 0 && passed > 0;
  return { passed, failed: isWell ? failed : Math.max(1, failed) };
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

/** Browser tests that measure how close together players are, and so want the machine to themselves. */
const MEASURING = ["together", "difficult", "sync-display", "players"].map((name) => `test/browser/${name}.test.ts`);
const browsing = [...new Bun.Glob("test/browser/*.test.ts").scanSync()].filter((path) => !MEASURING.includes(path));
const hasChromium = !missing.includes("chromium");

const counts: Count[] = [
  step("build", ["npm", "run", "--silent", "build"]),
  step("format, lint, types", ["npm", "run", "--silent", "check"]),
  ...(await Promise.all([
    tests("units and conformance", ...folders, ...loose, "test/conformance"),
    ...(hasChromium ? [tests("browser", ...browsing)] : []),
  ])),
];
if (hasChromium) counts.push(await tests("browser, measuring", ...MEASURING));
if (isCi) counts.push({ passed: 0, failed: missing.length });

const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
