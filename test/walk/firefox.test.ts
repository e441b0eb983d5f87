import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { filmIs, joinWithSound, line, openStage, press, say } from "../browser/people.ts";
import { PICTURES } from "./look.ts";

/** Debian's own Firefox, which is driven by WebDriver BiDi. */
const FIREFOX = "/usr/bin/firefox-esr";
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

setDefaultTimeout(120_000);

describe.skipIf(!existsSync(FIREFOX))("Firefox", () => {
  const { hostOf } = openStage();
  let firefox: Browser;
  beforeAll(async () => {
    firefox = await puppeteer.launch({
      browser: "firefox",
      executablePath: FIREFOX,
      // As a person who allowed sound: nobody's press reaches a headless window's policy.
      extraPrefsFirefox: { "media.autoplay.default": 0 },
    });
  });
  afterAll(() => firefox.close());

  const shows = (page: Page, words: string) => page.waitForSelector(`::-p-text(${words})`);
  const pressIn = async (page: Page, name: string) =>
    (await page.waitForSelector(`aria/${name}[role="button"]`))?.click();
  const typeInto = async (page: Page, name: string, words: string) =>
    (await page.waitForSelector(`aria/${name}`))?.type(words);

  async function take(page: Page, screen: string): Promise<void> {
    for (const [name, size] of Object.entries(SIZES)) {
      await page.setViewport(size);
      await page.screenshot({ path: join(PICTURES, `firefox-${screen}-${name}.png`) });
    }
  }

  test("a guest comes in by the link, watches together with the host, and talks", async () => {
    const host = await hostOf("Fire and chrome");
    await host.page.getByRole("button", { name: "countdown" }).click();
    await joinWithSound(host.page);
    const page = await firefox.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(host.link);
    await typeInto(page, "Your name", "Gil");
    await take(page, "invited");
    await pressIn(page, "Join with sound");
    await press(host.page, "Play");
    await filmIs(host.page, "playing", 4);
    const look = () => ({
      at_s: document.querySelector("video")?.currentTime ?? Number.NaN,
      wall_ms: performance.timeOrigin + performance.now(),
    });
    const [theirs, ours] = await Promise.all([page.evaluate(look), host.page.evaluate(look)]);
    const apart_ms = Math.abs(theirs.at_s * 1000 - theirs.wall_ms - (ours.at_s * 1000 - ours.wall_ms));
    console.log(`Firefox and Chromium are ${apart_ms.toFixed(0)} ms apart`);
    expect(apart_ms).toBeLessThan(120);
    await say(host.page, "Hello, fox");
    await shows(page, "Hello, fox");
    await typeInto(page, "Say something", "Hello, chrome");
    await pressIn(page, "Send");
    await line(host.page, "Hello, chrome").waitFor();
    await take(page, "room");
    expect(complaints).toEqual([]);
  });
});
