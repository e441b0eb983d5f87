import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { clearAway, type TestServer } from "../harness/server.ts";
import {
  apartMs,
  enterAsGuest,
  filmIs,
  framesShown,
  joinWithSound,
  launch,
  openRoom,
  press,
  register,
  startParty,
  type Visitor,
  visit,
} from "./people.ts";

setDefaultTimeout(40_000);

const TOGETHER_MS = 150;
const SAMPLES = 5;
const SAMPLE_EVERY_MS = 150;

let server: TestServer;
let browsers: Browser[];

beforeAll(async () => {
  [server, ...browsers] = await Promise.all([startParty(), launch(), launch()]);
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.kill9();
  clearAway(server.folder);
});

async function expectTogether({ page: one }: Visitor, { page: other }: Visitor): Promise<void> {
  for (let i = 0; i < SAMPLES; i++) {
    expect(await apartMs(one, other)).toBeLessThan(TOGETHER_MS);
    await Bun.sleep(SAMPLE_EVERY_MS);
  }
}

test("two people in two browsers watch the same film at the same moment", async () => {
  const [hers, his] = browsers as [Browser, Browser];
  const host = await visit(hers, server.url);
  await register(host.page, "Hanna");
  const link = await openRoom(host.page, "Friday night");
  const guest = await visit(his, link);
  await enterAsGuest(guest.page, "Gil");
  await guest.page.getByText("Hanna will choose the film.").waitFor();

  await host.page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(host.page);
  await press(host.page, "Play");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.5)));
  await expectTogether(host, guest);

  await press(host.page, "Pause");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 0.5)));
  await expectTogether(host, guest);

  await host.page.getByRole("slider", { name: "Position" }).fill("10");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 9.9, 10.1)));
  await expectTogether(host, guest);

  await press(host.page, "Play");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 10.3, 20)));
  await expectTogether(host, guest);

  await host.page.getByRole("slider", { name: "Position" }).fill("30");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 30.3, 40)));
  await expectTogether(host, guest);

  await guest.page.reload();
  await joinWithSound(guest.page);
  await filmIs(guest.page, "playing", 30);
  await expectTogether(host, guest);

  for (const { page } of [host, guest]) {
    expect(await framesShown(page)).toBeGreaterThan(10);
    expect(await page.evaluate(() => document.querySelector("video")?.muted)).toBe(false);
  }

  await guest.page.getByRole("button", { name: "Ask to pause" }).click();
  await host.page.getByText("Gil asks you to pause").waitFor();
  await press(host.page, "Do it");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 30)));
  await expectTogether(host, guest);

  await host.page.getByRole("slider", { name: "Position" }).fill("59");
  await filmIs(host.page, "paused", 58.9);
  await host.page.keyboard.press("Space");
  await host.page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 59.5, 61)));

  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
