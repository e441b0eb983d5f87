import { expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  filmIs,
  guestAt,
  joinWithSound,
  launch,
  line,
  openRoom,
  press,
  register,
  say,
  showFilm,
  startParty,
  tab,
  visit,
} from "../browser/people.ts";
import { clearAway, temporaryFolder } from "../harness/server.ts";
import { glance, look } from "./look.ts";

setDefaultTimeout(240_000);

const ROOT = join(import.meta.dirname, "../..");
const COUNTDOWN = join(ROOT, "assets/films/Countdown.mp4");

/** A library as people have one: folders, subtitles of several kinds, and a film that no browser here can play. */
function furnish(media: string): void {
  mkdirSync(join(media, "Series"), { recursive: true });
  for (const name of ["Countdown.mp4", "The Long Way Home.mp4", "Series/One.mp4", "Series/Two.mp4"])
    copyFileSync(COUNTDOWN, join(media, name));
  copyFileSync(join(ROOT, "assets/films/Countdown.en.vtt"), join(media, "Countdown.en.vtt"));
  writeFileSync(join(media, "Countdown.de.srt"), "1\n00:00:00,000 --> 00:00:30,000\nGleich geht es los\n");
  writeFileSync(join(media, "Countdown.ass"), "[Script Info]\n");
  copyFileSync(join(ROOT, "test/fixtures/hevc-eac3.mkv"), join(media, "Cannot be played.mkv"));
}

const seek = (page: Page, to: number) => page.getByRole("slider", { name: "Position" }).fill(String(to));

test("a room and all that it has, as the host and as a guest see it", async () => {
  const media = temporaryFolder();
  furnish(media);
  const [server, browser] = await Promise.all([startParty("0", undefined, { MEDIA_DIR: media }), launch()]);
  const faults: string[] = [];
  const see = async (page: Page, screen: string) => {
    faults.push(...(await look(page, screen)));
    console.log(`seen: ${screen}`);
  };

  const host = await visit(browser, server.url);
  await register(host.page, "Hanna");
  const link = await openRoom(host.page, "Friday night at the Rialto");
  await see(host.page, "room-empty-host");
  const guest = await guestAt(browser, link);
  await guest.page.getByText("Hanna will choose the film.").waitFor();
  await see(guest.page, "room-empty-guest");

  await showFilm(host.page, "Cannot be played");
  await host.page.getByText("This browser can't play HEVC (H.265) video.").waitFor();
  await see(host.page, "room-unplayable-host");
  await see(guest.page, "room-unplayable-guest");
  await tab(host.page, "Film");
  await showFilm(host.page, "Countdown");
  await host.page.getByRole("button", { name: "Join with sound" }).waitFor();
  await see(host.page, "room-join");
  await joinWithSound(host.page);
  await joinWithSound(guest.page);
  for (const name of ["The Long Way Home", "One", "Two"]) {
    const film = host.page
      .getByRole("listitem")
      .filter({ has: host.page.getByRole("button", { name: new RegExp(`^${name} `) }) });
    await film.getByRole("button", { name: /queue/ }).click();
    await host.page.getByRole("region", { name: "Up next" }).getByText(name).first().waitFor();
  }
  await see(host.page, "room-film-host");
  await tab(guest.page, "Film");
  await see(guest.page, "room-film-guest");

  await tab(host.page, "Chat");
  await tab(guest.page, "Chat");
  await press(host.page, "Play");
  await filmIs(guest.page, "playing", 0.5);
  await say(guest.page, "Popcorn is ready");
  await line(host.page, "Popcorn is ready").waitFor();
  await say(host.page, "Here it comes, look at 0:42, and at https://example.org/a/rather/long/address");
  await say(host.page, "It never gets old");
  await line(guest.page, "It never gets old").waitFor();
  await press(host.page, "Pause");
  await filmIs(guest.page, "paused", 0.5);
  await see(host.page, "room-chat-host");
  await see(guest.page, "room-chat-guest");
  await guest.page.getByRole("log").getByText("Popcorn is ready").hover();
  await guest.page
    .getByRole("button", { name: /^Reply/ })
    .first()
    .click();
  await see(guest.page, "room-reply");
  await guest.page.keyboard.press("Escape");
  await press(guest.page, "Emoji");
  await guest.page.getByRole("searchbox").waitFor();
  await see(guest.page, "room-emoji");
  await guest.page.keyboard.press("Escape");

  await tab(host.page, "People");
  await host.page.getByLabel("What to do about Gil").click();
  await see(host.page, "room-people-host");
  await tab(host.page, "Room");
  await see(host.page, "room-settings");
  await press(host.page, "Keeping together");
  await see(host.page, "room-sync");
  await host.page.keyboard.press("Escape");
  await guest.page.getByRole("button", { name: /^Subtitles/ }).click();
  await guest.page.getByRole("radio", { name: "English" }).check();
  await see(guest.page, "room-subtitles");
  await guest.page.keyboard.press("Escape");
  await guest.page.getByRole("button", { name: "Ask to play" }).click();
  await host.page.getByText("Gil asks you to play").waitFor();
  await see(host.page, "room-request");
  await press(host.page, "Dismiss");
  await host.page.getByRole("button", { name: "Copy the invite link" }).click();
  await host.page.locator(".qr").waitFor();
  await see(host.page, "room-invite");
  await host.page.keyboard.press("Escape");
  await host.page.keyboard.press("?");
  await host.page.getByRole("dialog", { name: "Keys" }).waitFor();
  await see(host.page, "room-keys");
  await host.page.keyboard.press("Escape");

  await seek(host.page, 59.9);
  await press(host.page, "Play");
  await host.page
    .getByText(/^Next: /)
    .first()
    .waitFor();
  faults.push(...(await glance(host.page, "room-next-host")));
  await press(host.page, "Stay here");
  await see(guest.page, "room-end-guest");

  const own = { name: "Our holiday.mp4", mimeType: "video/mp4", buffer: readFileSync(COUNTDOWN) };
  await tab(host.page, "Film");
  await host.page.locator("input[type=file]").setInputFiles(own);
  await guest.page.getByRole("heading", { name: "Everyone plays their own copy" }).waitFor();
  await see(guest.page, "room-own");

  await server.kill9();
  await guest.page.getByText("The connection is lost").waitFor();
  await see(guest.page, "room-lost");
  await browser.close();
  clearAway(server.folder);
  clearAway(media);
  expect(faults).toEqual([]);
  const isNoted = (words: string) => /WebSocket|ERR_CONNECTION_REFUSED/.test(words);
  expect([...host.complaints, ...guest.complaints].filter((words) => !isNoted(words))).toEqual([]);
});
