import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

const AXE = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Where the pictures go. */
export const PICTURES = join(import.meta.dirname, "../../dist/walk");

const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;
/** The narrowest phone and a television: nothing may stick out there either. */
const EXTREMES = [
  { width: 320, height: 640 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ["dark", "light"] as const;
const SETTLED_MOST_MS = 3_000;

type AxeResult = { violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[] };

/** What axe-core has against the page as it stands. */
async function violations(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(AXE);
  const result = await page.evaluate((values) => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResult> } };
    return axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
  }, RULES);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(" ")}: ${failureSummary}`),
  );
}

/** What is wider than the window, if anything. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} px wider than the window`] : [];
  });

/** Waits until the layout has settled at a new size or in another theme. */
const settled = (page: Page) =>
  page.evaluate(async (most_ms) => {
    // What runs for ever, or stands, never ends.
    const running = document.getAnimations().filter(({ playState }) => playState === "running");
    const ending = running.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    const ended = Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
    // An animation that another takes the place of may never say that it ended.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, most_ms))]);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }, SETTLED_MOST_MS);

/** Looks once, as the page stands, at what is gone in a moment. */
export async function glance(page: Page, screen: string): Promise<string[]> {
  await page.screenshot({ path: join(PICTURES, `${screen}.png`) });
  return [...(await overflow(page)), ...(await violations(page))].map((fault) => `${screen}: ${fault}`);
}

/**
 * Looks at a screen on a phone and on a desktop, in both themes: takes its pictures and answers with every fault, named
 * by where it was seen. The page is left at the size and in the theme that it came with.
 */
export async function look(page: Page, screen: string): Promise<string[]> {
  const before = page.viewportSize();
  const faults: string[] = [];
  const note = (where: string, found: string[]) =>
    faults.push(...found.map((fault) => `${screen}, ${where}: ${fault}`));
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const size of EXTREMES) {
    await page.setViewportSize(size);
    await settled(page);
    note(`${size.width} px`, await overflow(page));
  }
  for (const [name, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await settled(page);
      await page.screenshot({ path: join(PICTURES, `${screen}-${name}-${colorScheme}.png`) });
      note(`${name}, ${colorScheme}`, [...(await overflow(page)), ...(await violations(page))]);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
  if (before !== null) await page.setViewportSize(before);
  return faults;
}
