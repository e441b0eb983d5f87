import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { filmIs, joinWithSound, line, openStage, press, say } from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const { hostOf, guestAt } = stage;

/** A line of the chat with everything that belongs to it. */
const whole = (page: Page, text: string) => page.locator(".line").filter({ hasText: text }).last();
const box = (page: Page) => page.getByLabel("Say something");

/** Turns to another tab, as far as the page can tell, or back to it. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    isHidden ? "hidden" : "visible",
  );
}

const titleIs = (page: Page, title: string) => page.waitForFunction((title) => document.title === title, title);

test("people answer one another, choose emoji, and call each other back from another tab", async () => {
  const host = await hostOf("Talk");
  const guest = await guestAt(host.link);
  await say(guest.page, "Who brings popcorn?");
  await line(host.page, "Who brings popcorn?").waitFor();

  // An answer: the line that is answered stands above it, and can be gone back to. Escape gives it up.
  await whole(host.page, "Who brings popcorn?").getByRole("button", { name: "Reply to Gil" }).press("Enter");
  expect(await host.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Say something");
  await host.page.keyboard.press("Escape");
  expect(await host.page.getByRole("button", { name: "Do not reply" }).count()).toBe(0);
  await whole(host.page, "Who brings popcorn?").hover();
  await press(host.page, "Reply to Gil");
  await box(host.page).fill("I do ");

  // An emoji, by the keyboard alone, in the place of the caret.
  await host.page.getByRole("button", { name: "Emoji" }).press("Enter");
  const search = host.page.getByLabel("Search emoji");
  await search.fill("popcorn");
  await host.page.getByRole("button", { name: "popcorn" }).waitFor();
  await search.press("ArrowDown");
  await host.page.keyboard.press("Enter");
  expect(await box(host.page).inputValue()).toBe("I do 🍿");
  await host.page.keyboard.type("!");
  await host.page.keyboard.press("Enter");
  const answer = whole(guest.page, "I do 🍿!");
  await answer.waitFor();
  await answer.getByRole("button", { name: "In answer to Gil" }).click();
  await guest.page.locator(".marked-line", { hasText: "Who brings popcorn?" }).waitFor();

  // All emoji: arrows lead on from the one last used, and Escape gives the focus back.
  await press(host.page, "Emoji");
  await host.page.getByRole("heading", { name: "Flags" }).waitFor({ state: "attached" });
  await host.page.keyboard.press("ArrowDown");
  await host.page.keyboard.press("ArrowDown");
  await host.page.keyboard.press("ArrowRight");
  const focused = () => host.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  expect(await focused()).toBe("grinning face with big eyes");
  await host.page.keyboard.press("Escape");
  expect(await focused()).toBe("Emoji");

  // A tab out of sight says how much it missed, with one soft sound that can be turned off.
  await host.page.evaluate(() => {
    const counted = Object.assign(window, { notes: 0 });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      counted.notes++;
      start.call(this, when);
    };
  });
  const notes = () => host.page.evaluate(() => (window as unknown as { notes: number }).notes);
  await setHidden(host.page, true);
  await say(guest.page, "one");
  await say(guest.page, "two");
  await titleIs(host.page, "(2) Talk · Matinee");
  expect(await notes()).toBe(2);
  await setHidden(host.page, false);
  await titleIs(host.page, "Talk · Matinee");
  await press(host.page, "Sound for new messages: on");
  await host.page.reload();
  await host.page.getByRole("button", { name: "Sound for new messages: off" }).waitFor();
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("times lead into the film, and the chat can be had again as the film goes", async () => {
  const host = await hostOf("Late");
  const guest = await guestAt(host.link);
  await host.page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(host.page);
  await joinWithSound(guest.page);
  await filmIs(host.page, "paused", 0);
  await say(host.page, "here we go");
  await say(guest.page, "best part at 0:30, not at 12:34");
  await whole(host.page, "best part at").waitFor();
  expect(await host.page.getByRole("button", { name: "Go to 12:34 in the film" }).count()).toBe(0);

  // A guest asks, the host goes.
  await press(guest.page, "Ask the host to go to 0:30");
  await guest.page.getByText("The host was asked to go to 0:30.").waitFor();
  await host.page.getByText("Gil asks you to go to 0:30").waitFor();
  await press(host.page, "Go to 0:30 in the film");
  await filmIs(guest.page, "paused", 30, 30);
  await say(guest.page, "told you");
  await whole(host.page, "told you").getByText("at 0:30", { exact: true }).waitFor();

  // As it was said: only what was said up to here, and what is said now belongs in.
  await host.page.getByLabel("As it was said").check();
  await line(host.page, "told you").waitFor();
  await whole(host.page, "here we go").getByRole("button", { name: "at 0:00" }).press("Enter");
  await line(host.page, "told you").waitFor({ state: "hidden" });
  await line(host.page, "here we go").waitFor();
  await say(host.page, "again");
  await line(host.page, "again").waitFor();
  await host.page.getByLabel("Position").press("End");
  await line(host.page, "told you").waitFor();
  await host.page.getByLabel("As it was said").uncheck();
  await line(host.page, "again").waitFor();
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("whoever reads further up is told of what is new, and finds the line that an answer is to", async () => {
  const host = await hostOf("Long");
  const guest = await guestAt(host.link);
  await say(host.page, "the very first");
  await line(guest.page, "the very first").waitFor();
  await whole(guest.page, "the very first").hover();
  await press(guest.page, "Reply to Hanna");
  await box(host.page).evaluate(async (box: HTMLInputElement) => {
    for (let i = 1; i <= 60; i++) {
      box.value = `line ${i}`;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise(requestAnimationFrame);
      box.form?.requestSubmit();
    }
  });
  await line(guest.page, "line 60").waitFor();
  await say(guest.page, "answered late");
  await line(host.page, "answered late").waitFor();

  // After a reload the answered line is far above what is loaded.
  await host.page.reload();
  const answer = whole(host.page, "answered late");
  await answer.getByText("an earlier message").click();
  await host.page.locator(".marked-line", { hasText: "the very first" }).waitFor();
  await say(guest.page, "news");
  await press(host.page, "New messages");
  await line(host.page, "news").waitFor();
  await host.page.getByRole("button", { name: "New messages", exact: true }).waitFor({ state: "hidden" });
  const fromEnd = await host.page
    .getByRole("log")
    .evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  expect(fromEnd).toBeLessThan(2);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
