import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expectAhead } from "./pair.ts";
import { filmIs, openStage, press } from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path));

/** Another file of the same film: a player skips what was added to it. */
const FREE_SPACE = Buffer.from("\0\0\0\x10free12345678", "latin1");
const COUNTDOWN = read("assets/films/Countdown.mp4");
const ALIKE = Buffer.concat([COUNTDOWN, FREE_SPACE]);
const OTHER = read("test/fixtures/h264-ac3.mp4");

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "video/mp4", buffer });

/** The bodies of all that a page sends. */
function bodiesOf(page: Page): string[] {
  const bodies: string[] = [];
  page.on("request", (request) => {
    const body = request.postData();
    if (body !== null) bodies.push(body);
  });
  return bodies;
}

test("everyone plays their own copy of the host's file, together, and nobody uploads it", async () => {
  const host = await stage.hostOf("Home cinema");
  const guest = await stage.guestAt(host.link);
  await guest.page.getByText("will choose the film").waitFor();
  const bodies = [host, guest].map(({ page }) => bodiesOf(page));
  await choose(host.page, "Countdown <b>.mp4", COUNTDOWN);
  await press(host.page, "Join with sound");

  const { page } = guest;
  await page.getByRole("heading", { name: "Everyone plays their own copy" }).waitFor();
  await page.getByText("Countdown <b>.mp4", { exact: true }).waitFor();
  await page.getByText("514 kB, 1:00").waitFor();
  await press(host.page, "Play");

  await choose(page, "holiday.mp4", OTHER);
  await page.getByText("This looks like another film").waitFor();
  await page.getByText("It has 6.53 kB instead of 514 kB. It lasts 0:01 instead of 1:00.").waitFor();
  await choose(page, "notes.txt", Buffer.from("no film at all"));
  await page.getByText("This browser cannot play “notes.txt”.").waitFor();
  await choose(page, "remuxed.mp4", ALIKE);
  await page.getByText("Another copy of it, it seems").waitFor();
  await press(page, "Use it");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.5)));
  await expectAhead(page, host.page, 0);

  // A page that is loaded anew knows the device's files no more.
  await page.reload();
  await page.getByRole("button", { name: "Choose your copy" }).waitFor();
  await choose(page, "Mine.mp4", COUNTDOWN);
  await filmIs(page, "playing", 1);
  await expectAhead(page, host.page, 0);

  for (const body of bodies.flat()) expect(Object.keys(JSON.parse(body)).length).toBeGreaterThan(0);
  expect(Math.max(...bodies.flat().map((body) => body.length))).toBeLessThan(400);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
