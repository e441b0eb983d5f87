import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { playingPair } from "./pair.ts";
import { filmIs, openStage, press } from "./people.ts";

setDefaultTimeout(40_000);

const stage = openStage();

const menu = (page: Page) => page.getByRole("dialog", { name: "Subtitles" });
const button = (page: Page) => page.getByRole("button", { name: /^Subtitles: / });
const cue = (page: Page, words: string) => page.locator(".cue p").getByText(words, { exact: true });

/** Holds a file over the picture, or drops it there. */
async function hold(page: Page, type: "dragover" | "drop", name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      return transfer;
    },
    { name, text },
  );
  await page.getByRole("region", { name: "Film" }).dispatchEvent(type, { dataTransfer });
}

/** The host moves the film, which stands, to a second of it. */
async function seek(page: Page, to: number): Promise<void> {
  await page.getByRole("slider", { name: "Position" }).fill(String(to));
  await filmIs(page, "paused", to - 0.1, to + 0.1);
}

test("each viewer has the subtitles that they chose, at the film's time, and their own files for themselves", async () => {
  const { host, guest } = await playingPair(stage, "Mind the words");
  await button(guest.page).click();
  await menu(guest.page).getByRole("radio", { name: "English" }).check();
  await cue(guest.page, "Take your seats: sixty seconds to go.").waitFor();
  expect(await guest.page.locator("track").count()).toBe(0);
  await press(host.page, "Pause");
  await filmIs(guest.page, "paused", 0);

  // Between two cues there is nothing, but half a second early the next one is there already.
  await seek(host.page, 9.6);
  await filmIs(guest.page, "paused", 9.5, 9.7);
  await guest.page.locator(".cue").waitFor({ state: "detached" });
  await press(guest.page, "0.5 s earlier");
  await cue(guest.page, "Ten seconds in. Is everyone on the same frame?").waitFor();
  await press(guest.page, "Reset");
  await guest.page.locator(".cue").waitFor({ state: "detached" });
  await seek(host.page, 12);
  const shown = cue(guest.page, "Ten seconds in. Is everyone on the same frame?");
  await shown.waitFor();

  const height = async () => (await shown.boundingBox())?.height ?? 0;
  const normal = await height();
  await menu(guest.page).getByRole("radio", { name: "Huge" }).check();
  await guest.page.locator(".subtitles.huge").waitFor();
  expect(await height()).toBeGreaterThan(normal * 1.5);

  await guest.page.keyboard.press("Escape");
  await guest.page.waitForFunction(() => document.activeElement?.getAttribute("aria-keyshortcuts") === "c");
  await guest.page.keyboard.press("c");
  await shown.waitFor({ state: "detached" });
  await guest.page.keyboard.press("c");
  await shown.waitFor();

  // The host sees none of this, and has a file of their own.
  expect(await host.page.locator(".cue").count()).toBe(0);
  await hold(host.page, "dragover", "Mine.srt", "");
  await host.page.getByText("Drop a subtitle file here").waitFor();
  const hostile = '<img src="x" onerror="document.title = 1"><script>document.title = 2</script>';
  await hold(
    host.page,
    "drop",
    "Mine.srt",
    `1\n00:00:11,000 --> 00:00:13,000\n{\\an8}Mine, <i>truly</i>\n${hostile}\n`,
  );
  await cue(host.page, "Mine, truly").waitFor();
  await cue(host.page, hostile).waitFor();
  expect(await host.page.locator(".cue img, .cue script").count()).toBe(0);
  await hold(host.page, "drop", "Film.ass", "[Script Info]");
  await host.page.getByRole("alert").getByText("Subtitles of this kind (.ass) are not supported").waitFor();
  await cue(host.page, "Mine, truly").waitFor();

  await button(host.page).click();
  await menu(host.page).getByRole("radio", { name: "Mine.srt only for you", checked: true }).waitFor();
  await host.page
    .locator("input[type=file]")
    .setInputFiles({ name: "Empty.vtt", mimeType: "text/vtt", buffer: Buffer.from("WEBVTT\n\n") });
  await menu(host.page).getByText("There are no subtitles in this file.").waitFor();
  await button(guest.page).click();
  await menu(guest.page).getByRole("radio", { name: "English" }).waitFor();
  expect(await menu(guest.page).getByRole("radio", { name: "Mine.srt" }).count()).toBe(0);

  // What was chosen is known on the next visit.
  await guest.page.reload();
  await press(guest.page, "Join with sound");
  await shown.waitFor();
  await guest.page.locator(".subtitles.huge").waitFor();
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
