import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { filmIs, joinWithSound, openStage, press, tab } from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const rows = (page: Page) => page.getByRole("region", { name: "Up next" }).getByRole("listitem");
const handle = (page: Page, title: string) => page.getByRole("button", { name: `Move “${title}”` });

/** Waits until the queue is these films, in this order. */
async function queueIs(page: Page, titles: readonly string[]): Promise<void> {
  await page.waitForFunction((wanted) => {
    const found = [...document.querySelectorAll(".queue .film-title")].map(({ textContent }) => textContent);
    return String(found) === String(wanted);
  }, titles);
}

async function addAddress(page: Page, address: string, recognised: string): Promise<void> {
  const form = page.getByRole("form", { name: "By its address" });
  await form.getByLabel("Web address").fill(address);
  await form.getByText(recognised, { exact: true }).waitFor();
  await form.getByRole("button", { name: "Add to the queue" }).click();
}

/** Drags a row by its handle onto another one's place. */
async function dragTo(page: Page, title: string, place: number): Promise<void> {
  const [from, to] = [await handle(page, title).boundingBox(), await rows(page).nth(place).boundingBox()];
  if (from === null || to === null) throw new Error("there is nothing to drag");
  const x = from.x + from.width / 2;
  await page.mouse.move(x, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, to.y + to.height / 2, { steps: 4 });
  await page.mouse.up();
}

test("a guest adds, the host orders, and the next film comes when one is over", async () => {
  const host = await stage.hostOf("Double feature");
  const guest = await stage.guestAt(host.link);
  await host.page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(host.page);
  await joinWithSound(guest.page);

  const address = await host.page.evaluate(() => document.querySelector("video")?.src ?? "");
  await tab(guest.page, "Film");
  await addAddress(guest.page, "https://youtu.be/dQw4w9WgXcQ?t=42", "A YouTube film");
  expect(await guest.page.getByText("In the library").count()).toBe(0);
  await addAddress(guest.page, "https://example.org/live/The_Premiere.m3u8", "A stream (HLS): The Premiere");
  await addAddress(guest.page, `${address}#`, "A video file: Countdown");
  await tab(host.page, "Film");
  await queueIs(host.page, ["A YouTube film", "The Premiere", "Countdown"]);
  expect(await rows(host.page).first().textContent()).toContain("Added by Gil");

  await handle(host.page, "Countdown").focus();
  await host.page.keyboard.press("ArrowUp");
  await host.page.getByText("Countdown, now 2 of 3").waitFor();
  await host.page.keyboard.press("ArrowUp");
  await host.page.getByText("Countdown, now 1 of 3").waitFor();
  expect(await host.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toStartWith(
    "Move “Countd",
  );
  await queueIs(guest.page, ["Countdown", "A YouTube film", "The Premiere"]);
  await dragTo(host.page, "A YouTube film", 2);
  await queueIs(host.page, ["Countdown", "The Premiere", "A YouTube film"]);
  await queueIs(guest.page, ["Countdown", "The Premiere", "A YouTube film"]);

  await guest.page.getByRole("button", { name: "React" }).click();
  await press(guest.page, "React with 👏");
  await host.page.keyboard.press("r");
  await host.page.keyboard.press("Enter");
  for (const { page } of [host, guest]) {
    await page.locator(".float", { hasText: "Gil" }).getByText("👏").waitFor();
    await page.locator(".float", { hasText: "Hanna" }).getByText("😂").waitFor();
  }
  await press(host.page, "More reactions");
  await host.page.getByLabel("Search emoji").fill("popcorn");
  await host.page.getByRole("button", { name: "popcorn" }).click();
  await guest.page.locator(".float", { hasText: "Hanna" }).getByText("🍿").waitFor();
  await host.page.keyboard.press("Escape");
  await host.page.getByRole("group", { name: "Reactions" }).waitFor({ state: "hidden" });

  await host.page.getByRole("slider", { name: "Position" }).fill("59");
  await filmIs(host.page, "paused", 58.9);
  await press(host.page, "Play");
  await host.page
    .getByText(/^Next: Countdown in [5-8] s$/)
    .first()
    .waitFor();
  await guest.page.getByText("Next: Countdown", { exact: true }).waitFor();
  await press(host.page, "Play it now");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.3, 20)));
  await queueIs(guest.page, ["The Premiere", "A YouTube film"]);

  await tab(host.page, "Room");
  await host.page.getByLabel("When guests ask").selectOption("Let them");
  await press(guest.page, "Ask to pause");
  await host.page.getByText("Gil paused").waitFor();
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 0.3)));
  await guest.page.getByRole("slider", { name: "Position" }).fill("30");
  await press(guest.page, "Ask to go to 0:30");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 29.9, 30.1)));

  await host.page.getByLabel("Guests may add to the queue").click();
  await guest.page.getByText("The host alone adds to the queue.").waitFor();
  expect(await guest.page.getByRole("form", { name: "By its address" }).count()).toBe(0);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
