import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { clearAway } from "../harness/server.ts";
import {
  chooseWay,
  enterAsGuest,
  filmIs,
  joinWithSound,
  line,
  openRoom,
  openStage,
  press,
  register,
  say,
  startParty,
  tab,
} from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const { hostOf, guestAt } = stage;

async function actOn(page: Page, name: string, act: string): Promise<void> {
  await tab(page, "People");
  await page.getByLabel(`What to do about ${name}`).click();
  await press(page, act);
}

describe("chat", () => {
  test("lines reach the others as the text that was typed, and are there after a reload", async () => {
    const host = await hostOf("Chat");
    const guest = await guestAt(host.link);
    await say(host.page, "Hello, Gil");
    await line(guest.page, "Hello, Gil").waitFor();
    const markup = '<img src=x onerror="alert(1)"><b>bold</b>';
    await say(guest.page, markup);
    await line(host.page, markup).waitFor();
    expect(await host.page.getByRole("log").locator("img, b").count()).toBe(0);
    await guest.page.reload();
    await line(guest.page, "Hello, Gil").waitFor();
    await line(guest.page, markup).waitFor();
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });

  test("a name that turns its own letters around turns nothing else", async () => {
    const host = await hostOf("Turned");
    const guest = await guestAt(host.link, "\u202eliveR");
    await say(guest.page, "Hello");
    const said = host.page.getByRole("log").locator(".line").filter({ hasText: "Hello" });
    const left = async (part: string) => (await said.locator(part).boundingBox())?.x ?? 0;
    await said.waitFor();
    expect(await left("time")).toBeGreaterThan(await left("strong"));
  });

  test("earlier lines come as the reader scrolls up, and the reader stays where they were", async () => {
    const { page } = await hostOf("Talkative");
    await page.getByLabel("Say something").evaluate(async (box: HTMLInputElement) => {
      for (let i = 1; i <= 55; i++) {
        box.value = `line ${i}`;
        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
        box.form?.requestSubmit();
        await new Promise(requestAnimationFrame);
      }
    });
    await line(page, "line 55").waitFor();
    await page.reload();
    await line(page, "line 55").waitFor();
    const log = page.getByRole("log");
    expect(await line(page, "line 1").count()).toBe(0);
    await log.evaluate((list) => list.scrollTo(0, 0));
    await line(page, "line 1").waitFor();
    expect(await log.evaluate((list) => list.scrollTop)).toBeGreaterThan(0);
    expect(await log.getByText(/^line \d+$/).count()).toBe(55);
  });

  test("a muted person and a room without chat say so in place of the box to type in", async () => {
    const host = await hostOf("Quiet");
    const guest = await guestAt(host.link);
    await guest.page.getByLabel("Say something").waitFor();
    await actOn(host.page, "Gil", "Mute");
    await guest.page.getByText("The host has muted you.").waitFor();
    await tab(host.page, "Room");
    await host.page.getByLabel("Chat is on").click();
    await guest.page.getByText("Chat is turned off in this room.").waitFor();
  });
});

describe("the door", () => {
  test("whoever waits for approval comes in by themselves once let in", async () => {
    const host = await hostOf("By invitation");
    await tab(host.page, "Room");
    await host.page.getByLabel("I let people in myself").click();
    await host.page.getByLabel("I let people in myself").and(host.page.locator(":checked")).waitFor();
    const guest = await guestAt(host.link);
    await guest.page.getByRole("heading", { name: "Please wait at the door" }).waitFor();
    await host.page.getByText("Gil would like to come in").waitFor();
    await press(host.page, "Let in");
    await guest.page.getByText("Nothing is on yet").waitFor();
    expect(guest.complaints).toEqual([]);
  });

  test("somebody removed is told so and may come back; somebody banned may not", async () => {
    const host = await hostOf("Strict");
    const guest = await guestAt(host.link);
    await guest.page.getByText("Nothing is on yet").waitFor();
    await actOn(host.page, "Gil", "Remove");
    await guest.page.getByRole("heading", { name: "You were removed" }).waitFor();
    await press(guest.page, "Come in again");
    await guest.page.getByText("Nothing is on yet").waitFor();
    await actOn(host.page, "Gil", "Ban");
    await press(host.page, "Yes, ban");
    await guest.page.getByRole("heading", { name: "You cannot come in" }).waitFor();
    await guest.page.reload();
    await guest.page.getByRole("heading", { name: "You cannot come in" }).waitFor();
  });

  test("a deleted room and one that never was are told apart from a broken page", async () => {
    const host = await hostOf("Short-lived");
    const guest = await guestAt(host.link);
    await guest.page.getByText("Nothing is on yet").waitFor();
    await tab(host.page, "Room");
    await press(host.page, "Delete the room");
    await press(host.page, "Yes, delete it");
    await guest.page.getByRole("heading", { name: "The room is gone" }).waitFor();
    await guest.page.reload();
    await guest.page.getByRole("heading", { name: "No such room" }).waitFor();
  });
});

test("a handover moves the controls from one to the other", async () => {
  const host = await hostOf("Relay");
  const { page: other } = await stage.visit(host.link);
  await register(other, "Otto");
  await other.getByText("Hanna will choose the film.").waitFor();
  await actOn(host.page, "Otto", "Make host");
  await press(host.page, "Yes, make host");
  await other.getByText("You are the host now").waitFor();
  await other.getByRole("button", { name: "countdown" }).waitFor();
  await host.page.getByText("Otto will choose the film.").waitFor();
  expect(await host.page.getByRole("tab", { name: "Room" }).count()).toBe(0);
});

test("signing out in one tab ends the room in another, and says so", async () => {
  const { page } = await hostOf("Two tabs");
  const second = await page.context().newPage();
  await second.goto(stage.url);
  await press(second, "Sign out");
  await page.getByText("Your session has ended. Sign in again to go on.").waitFor();
  await page.getByLabel("Your name").waitFor();
});

test("a browser that refuses sound shows the film all the same, with one button for the sound", async () => {
  const { page } = await stage.visit();
  await page.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    let isAllowed = false;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      if (this.muted || isAllowed) return play.call(this);
      return Promise.reject(new DOMException("no sound without a gesture", "NotAllowedError"));
    };
    addEventListener("click", ({ target }) => {
      isAllowed ||= target instanceof HTMLElement && target.textContent === "Turn the sound on";
    });
  });
  await page.reload();
  await register(page, "Hanna");
  await openRoom(page, "Hushed");
  await page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(page);
  await press(page, "Play");
  await filmIs(page, "playing", 0.3);
  const isMuted = () => page.evaluate(() => document.querySelector("video")?.muted);
  expect(await isMuted()).toBe(true);
  await press(page, "Turn the sound on");
  await page.getByRole("button", { name: "Turn the sound on" }).waitFor({ state: "hidden" });
  expect(await isMuted()).toBe(false);
  await filmIs(page, "playing", 0.6);
});

test("a guest is told why there is no room to open, and can sign out", async () => {
  const { page, complaints } = await stage.visit();
  await chooseWay(page, "Guest");
  await enterAsGuest(page, "Gil");
  await page.getByText("Guests can watch, but not host.").waitFor();
  await press(page, "Sign out");
  await page.getByRole("heading", { name: "Come in" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a wrong password is said in words beside the form", async () => {
  const { page } = await stage.visit();
  await chooseWay(page, "Sign in");
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByLabel("Password").fill("correct horse");
  await press(page, "Sign in");
  await page.getByText("No account has this e-mail and password").waitFor();
});

test("through a restart of the server the typed line is kept and the room comes back", async () => {
  const own = await startParty();
  const { page } = await stage.visit(own.url);
  await register(page, "Hanna");
  await openRoom(page, "Steady");
  await say(page, "before");
  await line(page, "before").waitFor();
  await page.getByLabel("Say something").fill("half a thought");
  await own.stop();
  const notice = page.getByText(/Coming back by itself|Trying again/);
  await notice.waitFor();
  await press(page, "Send");
  await page.getByText("Not connected: your words are kept.").waitFor();
  const again = await startParty(new URL(own.url).port, own.folder);
  await notice.waitFor({ state: "hidden" });
  await press(page, "Send");
  await line(page, "half a thought").waitFor();
  expect(await line(page, "before").count()).toBe(1);
  await again.kill9();
  clearAway(own.folder);
});
