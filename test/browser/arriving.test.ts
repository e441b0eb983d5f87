import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { clearAway } from "../harness/server.ts";
import { enterAsGuest, filmIs, openRoom, openStage, press, register, showFilm, startParty, tab } from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const FIXTURES = join(import.meta.dirname, "../fixtures");

/** Another site, whose films any page may read. */
let films: Bun.Server<undefined>;
beforeAll(() => {
  films = Bun.serve({
    port: 0,
    async fetch(request) {
      const file = Bun.file(join(FIXTURES, "h264-ac3.mp4"));
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "") ?? [];
      const headers = new Headers({ "Access-Control-Allow-Origin": "*", "Accept-Ranges": "bytes" });
      headers.set("Access-Control-Allow-Headers", "Range");
      headers.set("Access-Control-Expose-Headers", "Content-Range, Content-Length");
      headers.set("Content-Type", "video/mp4");
      if (from === undefined) return new Response(file, { headers });
      const last = Math.min(to ? Number(to) : file.size - 1, file.size - 1);
      headers.set("Content-Range", `bytes ${from}-${last}/${file.size}`);
      return new Response(await file.slice(Number(from), last + 1).arrayBuffer(), { status: 206, headers });
    },
  });
});
afterAll(() => films.stop(true));

const isMuted = (page: Page) => page.evaluate(() => document.querySelector("video")?.muted);
const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

async function show(page: Page, address: string): Promise<void> {
  await page.getByLabel("Web address").fill(address);
  await press(page, "Show now");
}

test("a name and one press lead from a link to the film, with its sound", async () => {
  const host = await stage.hostOf("Friday night");
  await host.page.getByRole("button", { name: "countdown" }).click();
  await press(host.page, "Join with sound");
  await press(host.page, "Play");
  await filmIs(host.page, "playing", 0.2);
  await host.page.getByRole("slider", { name: "Position" }).fill("20");
  const { page, complaints } = await stage.visit(host.link);
  await page.getByText("You are invited").waitFor();
  await page.getByLabel("Your name").fill("Gil");
  await page.keyboard.press("Enter");
  await filmIs(page, "playing", 20);
  expect(await isMuted(page)).toBe(false);
  expect(await page.getByRole("button", { name: "Join with sound" }).count()).toBe(0);

  // Whoever comes back sees the film where it is, and what it is, before they press anything.
  await page.reload();
  await page.getByRole("button", { name: "Join with sound" }).waitFor();
  await filmIs(page, "paused", 20);
  await heading(page, "countdown");
  await press(page, "Join with sound");
  await filmIs(page, "playing", 20);
  expect(await isMuted(page)).toBe(false);

  await page.context().clearCookies();
  await page.reload();
  expect(await page.getByLabel("Your name").inputValue()).toBe("Gil");
  expect([...host.complaints, ...complaints.filter((words) => !words.includes("401"))]).toEqual([]);
});

test("a server that cannot be asked, lets in no guest, or has no seat says so, and lets people in by itself", async () => {
  const own = await startParty("0", undefined, { ALLOW_GUESTS: "false", MAX_CONNECTIONS: "1", MEDIA_DIR: FIXTURES });
  const host = await stage.visit(own.url);
  await register(host.page, "Hanna");
  const link = await openRoom(host.page, "Full house");
  await showFilm(host.page, "hevc-eac3");
  await host.page.getByText("This browser can't play HEVC (H.265) video.").waitFor();
  await tab(host.page, "Film");
  await showFilm(host.page, "h264-ac3");
  await host.page.getByRole("button", { name: "Watch without sound" }).waitFor();
  const { page } = await stage.visit(link);
  await enterAsGuest(page, "Gil");
  await page.getByText("This server lets nobody in with a name alone.").waitFor();
  await page.getByRole("alert").getByRole("button", { name: "New account" }).click();
  expect(await page.getByLabel("Your name").inputValue()).toBe("Gil");
  await page.getByLabel("E-mail").fill("gil@example.org");
  await page.getByLabel("Password").fill("correct horse");
  await press(page, "Make my account");
  await heading(page, "Every seat is taken");
  await page.getByText(/Trying again in \d+ second/).waitFor();
  await host.page.close();
  await press(page, "Try now");
  await page.getByRole("status").getByText("No sound here: this browser can't play AC3 audio.").waitFor();
  await page.getByRole("group", { name: "Player" }).waitFor();

  await page.route("**/api/auth/refresh", (route) => route.abort());
  await page.reload();
  await heading(page, "The server cannot be reached");
  await page.unroute("**/api/auth/refresh");
  await heading(page, "h264-ac3");
  await press(page, "Watch without sound");
  await page.getByRole("group", { name: "Player" }).waitFor();
  await own.kill9();
  clearAway(own.folder);
});

test("what a browser cannot play is said before the film starts, with what helps", async () => {
  const host = await stage.hostOf("Old sound");
  await host.page.addInitScript(() => {
    // A browser without the pictures' codec, until the end of this test.
    const lacks = (type: string) => /avc1/.test(type) && location.hash !== "#has-it";
    const [can, canAtAll] = [MediaSource.isTypeSupported, HTMLMediaElement.prototype.canPlayType];
    MediaSource.isTypeSupported = (type) => !lacks(type) && can.call(MediaSource, type);
    HTMLMediaElement.prototype.canPlayType = function (type) {
      return lacks(type) ? "" : canAtAll.call(this, type);
    };
  });
  const guest = await stage.guestAt(host.link);
  await guest.page.getByText("will choose the film").waitFor();
  await host.page.reload();
  await show(host.page, `${films.url}old-sound.mp4`);

  await guest.page.getByText("No sound here: this browser can't play AC3 audio.").waitFor();
  await press(guest.page, "Watch without sound");
  await guest.page.getByText("No sound here").waitFor({ state: "detached" });

  await heading(host.page, "This film cannot be shown in this browser");
  await host.page.getByText("This browser can't play H.264 video.").waitFor();
  await host.page.getByText('ffmpeg -i "old-sound.mp4" -c:v libx264').waitFor();
  await press(host.page, "Try all the same");
  await press(host.page, "Watch without sound");
  await press(host.page, "Play");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.1)));
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
