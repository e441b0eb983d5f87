/** Runs everything: format, lint, types, then all tests. Ends with "N passed, N failed". */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

type Count = { passed: number; failed: number };

const isCi = process.env.CI === "true";
const CHROMIUM = "/usr/bin/chromium";

/** Runs a command that counts as one test. */
function step(name: string, command: string[]): Count {
  console.log(`\n=== ${name}`);
  const { exitCode } = Bun.spawnSync(command, { stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs the tests of some folders; a file that cannot even be loaded counts as a failure. */
async function tests(name: string, ...paths: string[]): Promise<Count> {
  console.log(`\n=== ${name}`);
  const run = Bun.spawn([process.execPath, "test", "--timeout", "30000", ...paths], {
    stdout: "inherit",
    stderr: "pipe",
  });
  let said = "";
  for await (const chunk of run.stderr.pipeThrough(new TextDecoderStream())) {
    process.stderr.write(chunk);
    said += chunk;
  }
  const count = (word: string) => Number(said.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  const isWell = (await run.exited) === 0 && passed > 0;
  return { passed, failed: isWell ? failed : Math.max(1, failed) };
}

/** Chromium from Debian, installed where that is allowed. */
function hasChromium(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("\n=== installing chromium");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update"], { stdio: "ignore", env });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "ignore", env });
  }
  return existsSync(CHROMIUM);
}

const counts: Count[] = [
  step("build", ["npm", "run", "--silent", "build"]),
  step("format, lint, types", ["npm", "run", "--silent", "check"]),
  await tests("units", "test/domain", "test/app", "test/contract", "test/web", "test/golden", "./test/*.test.ts"),
  await tests("conformance", "test/conformance"),
];
if (hasChromium()) counts.push(await tests("browser", "test/browser"));
else {
  console.error(`\nThe browser tests need ${CHROMIUM}: apt-get install chromium`);
  if (isCi) counts.push({ passed: 0, failed: 1 });
}

const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
