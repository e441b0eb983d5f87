/**
 * Measures the room page as it is first loaded: Lighthouse's scores on a phone and on a desktop, the script that comes
 * with it, and how soon it can be clicked on a slowed processor. Exits with 1 where a figure misses its target.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS, openRoom, register, startParty } from "../test/browser/people.ts";
import { clearAway, temporaryFolder } from "../test/harness/server.ts";

const LIGHTHOUSE = "lighthouse@13.5.0";
const CATEGORIES = { performance: 95, accessibility: 95, "best-practices": 95 } as const;
const SCRIPT_MOST_KB = 80;
const READY_MOST_MS = 1_000;
const SLOWED = 4;
const LOADS = 5;
const LIGHTHOUSE_MOST_MS = 120_000;

type Figure = { name: string; value: string; target: string; isMet: boolean };

/** Lighthouse's scores of an address, in a browser that holds the sign-in of `profile`. */
async function lighthouse(address: string, profile: string, form: "mobile" | "desktop"): Promise<Figure[]> {
  const port = await freePort();
  const browser = Bun.spawn(
    [
      "/usr/bin/chromium",
      "--headless=new",
      ...CHROMIUM_ARGS,
      `--user-data-dir=${profile}`,
      `--remote-debugging-port=${port}`,
    ],
    { stdout: "ignore", stderr: "ignore" },
  );
  const report = join(profile, `${form}.json`);
  try {
    await untilOpen(port);
    const run = Bun.spawn(
      [
        ...["npx", "--yes", LIGHTHOUSE, address, `--port=${port}`, "--disable-storage-reset", "--quiet"],
        ...[`--only-categories=${Object.keys(CATEGORIES).join(",")}`, "--output=json", `--output-path=${report}`],
        ...(form === "desktop" ? ["--preset=desktop"] : []),
      ],
      { stdin: "ignore", timeout: LIGHTHOUSE_MOST_MS },
    );
    if ((await run.exited) !== 0) throw new Error(`Lighthouse ended with ${run.exitCode}`);
  } finally {
    browser.kill();
    await browser.exited;
  }
  const { categories, audits } = JSON.parse(readFileSync(report, "utf8"));
  for (const { id, title, score } of Object.values<{ id: string; title: string; score: number | null }>(audits))
    if (score !== null && score < 0.9) console.log(`  ${form}: ${id}, ${score}: ${title}`);
  return Object.entries(CATEGORIES).map(([name, least]) => {
    const score = Math.round(categories[name].score * 100);
    return { name: `Lighthouse ${form}, ${name}`, value: `${score}`, target: `≥ ${least}`, isMet: score >= least };
  });
}

/** Resolves once a browser answers on `port`. */
async function untilOpen(port: number): Promise<void> {
  const isOpen = () =>
    fetch(`http://127.0.0.1:${port}/json/version`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isOpen())) await Bun.sleep(100);
}

/** The script, gzipped, that a load of the room page fetches before anything is pressed, in KB. */
async function firstScript(page: Page, address: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script")
      sizes.push(response.body().then((body) => Bun.gzipSync(new Uint8Array(body), { level: 9 }).length));
  });
  await page.goto(address);
  await page.getByRole("button", { name: "Join with sound" }).waitFor();
  await page.waitForLoadState("networkidle");
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024;
}

/** From the navigation until the first press is taken, the median of some loads without a cache, ms. */
async function readyToClick(context: BrowserContext, address: string): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
    await page.addInitScript(() => {
      const watch = new MutationObserver(() => {
        const button = [...document.querySelectorAll("button")].find((each) => each.classList.contains("join"));
        if (button === undefined) return;
        watch.disconnect();
        // The next task is one in which a press would be taken.
        setTimeout(() => Object.assign(window, { readyMs: performance.now() }));
      });
      watch.observe(document, { childList: true, subtree: true });
    });
    await page.goto(address);
    const ready = await page.waitForFunction(() => (window as { readyMs?: number }).readyMs);
    taken.push((await ready.jsonValue()) ?? Number.NaN);
    await page.close();
  }
  return taken.sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Number.NaN;
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 9222;
}

const profile = temporaryFolder();
const server = await startParty();
const context = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  args: [...CHROMIUM_ARGS],
});
try {
  const page = await context.newPage();
  await page.goto(server.url);
  await register(page, "Hanna");
  const address = await openRoom(page, "Friday night");
  await page.getByRole("button", { name: "countdown" }).click();
  await page.getByRole("button", { name: "Join with sound" }).waitFor();
  const script = await firstScript(page, address);
  await page.close();
  const ready = await readyToClick(context, address);
  await context.close();
  const figures: Figure[] = [
    {
      name: "script of the first load, gzipped",
      value: `${script.toFixed(1)} KB`,
      target: `≤ ${SCRIPT_MOST_KB} KB`,
      isMet: script <= SCRIPT_MOST_KB,
    },
    {
      name: `ready to click, processor ${SLOWED}× slowed, median of ${LOADS}`,
      value: `${ready.toFixed(0)} ms`,
      target: `≤ ${READY_MOST_MS} ms`,
      isMet: ready <= READY_MOST_MS,
    },
    ...(await lighthouse(address, profile, "mobile")),
    ...(await lighthouse(address, profile, "desktop")),
  ];
  for (const { name, value, target, isMet } of figures)
    console.log(`${isMet ? "met   " : "MISSED"} ${name}: ${value} (${target})`);
  process.exitCode = figures.every(({ isMet }) => isMet) ? 0 : 1;
} finally {
  await server.kill9();
  clearAway(server.folder);
  clearAway(profile);
}
