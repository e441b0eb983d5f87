import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAhead, playingPair, socketIn } from "./pair.ts";
import { openStage, press, tab } from "./people.ts";

setDefaultTimeout(40_000);

const stage = openStage();

const panel = (page: Page) => page.getByRole("dialog", { name: "Keeping together" });
const syncButton = (page: Page) => page.getByRole("button", { name: "Keeping together" });

/** What the panel says about one thing. */
const figure = (page: Page, name: string) =>
  panel(page)
    .locator("dt")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator("+ dd");

/** Waits until an element's text is as wanted. */
const reads = (page: Page, name: string, wanted: RegExp) => figure(page, name).filter({ hasText: wanted }).waitFor();

const rateIs = (page: Page, rate: number) =>
  page.waitForFunction((rate) => {
    const now = document.querySelector("video")?.playbackRate ?? 0;
    // Steering is within three per cent of the room's rate.
    return Math.abs(now / rate - 1) < 0.035;
  }, rate);

test("the panel tells a guest how well their film keeps to the room, and the host how everyone's does", async () => {
  const { host, guest } = await playingPair(stage, "In step");
  await guest.page.keyboard.press("s");
  await panel(guest.page)
    .getByText(/^Together/)
    .waitFor();
  await reads(guest.page, "Your picture", /^(\d+ ms (behind|ahead)|exactly on time)(, roughly)?$/);
  await reads(guest.page, "To the server and back", /^\d+ ms$/);
  await reads(guest.page, "Film loaded ahead", /^[\d.]+ s$/);
  expect(await panel(guest.page).getByRole("table").count()).toBe(0);

  await syncButton(host.page).click();
  const rows = panel(host.page).getByRole("row");
  for (const name of ["Hanna", "Gil"])
    await rows
      .filter({ hasText: name })
      .filter({ hasText: /ms (behind|ahead)|exactly on time/ })
      .waitFor();
  await press(host.page, "Pause");
  await panel(guest.page).getByText("Paused", { exact: true }).waitFor();
  await reads(guest.page, "Your picture", /^not measured while nothing moves$/);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("the panel opens and closes from the keyboard, and gives the focus back", async () => {
  const { host } = await playingPair(stage, "By hand");
  const { page } = host;
  const hasFocus = (selector: string) =>
    page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);
  await syncButton(page).focus();
  await page.keyboard.press("Enter");
  await hasFocus(".sync-panel");
  expect(await syncButton(page).getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  await hasFocus("[aria-expanded=false]");

  await page.keyboard.press("s");
  const slider = panel(page).getByRole("slider", { name: "Move your picture" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await panel(page).getByText("Your picture 0.10 s earlier than the room's").waitFor();
  await page.keyboard.press("s");
  await panel(page).waitFor({ state: "hidden" });

  // What is typed into the chat is no command.
  const box = page.getByLabel("Say something");
  await box.focus();
  await page.keyboard.type("so < so >");
  expect(await box.inputValue()).toBe("so < so >");
  expect(await panel(page).count()).toBe(0);
  expect(host.complaints).toEqual([]);
});

test("somebody who moves their own picture is ahead of the room by as much, and alone", async () => {
  const { host, guest } = await playingPair(stage, "Slow television");
  await expectAhead(guest.page, host.page, 0);
  await syncButton(guest.page).click();
  for (let i = 0; i < 10; i++) await press(guest.page, "A little earlier");
  await panel(guest.page).getByText("Your picture 0.50 s earlier than the room's").waitFor();
  await expectAhead(guest.page, host.page, 500);
  await press(guest.page, "Reset");
  await expectAhead(guest.page, host.page, 0);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("the host chooses how fast the film runs, and a guest sees it", async () => {
  const { host, guest } = await playingPair(stage, "Fast forward");
  const pages = [host.page, guest.page];
  const menu = host.page.getByRole("combobox", { name: "Speed of the film" });
  const menuShows = (rate: string) =>
    host.page.waitForFunction((rate) => document.querySelector("select")?.value === rate, rate);
  expect(await guest.page.getByRole("combobox").count()).toBe(0);
  await menu.selectOption("1.5×");
  await Promise.all(pages.map((page) => rateIs(page, 1.5)));
  await guest.page.getByText("The film runs at 1.5 times its speed").waitFor({ state: "attached" });

  await host.page.getByRole("slider", { name: "Position" }).focus();
  await host.page.keyboard.press(">");
  await Promise.all(pages.map((page) => rateIs(page, 1.75)));
  await menuShows("1.75");
  for (let i = 0; i < 3; i++) await host.page.keyboard.press("<");
  await Promise.all(pages.map((page) => rateIs(page, 1)));
  await menuShows("1");
  await guest.page.getByText(/The film runs at/).waitFor({ state: "detached" });
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("the others are told whose film has stalled, for as long as it has", async () => {
  const { host, guest } = await playingPair(stage, "Slow line");
  const [bob, ann] = [await socketIn(stage, host.link, "Bob"), await socketIn(stage, host.link, "Ann")];
  bob.send({ type: "VIEWER_STATUS", status: "buffering" });
  await Promise.all([host, guest].map(({ page }) => page.getByText("Bob is buffering").waitFor()));
  ann.send({ type: "VIEWER_STATUS", status: "buffering" });
  await guest.page.getByText("Bob and Ann are buffering").waitFor();
  bob.send({ type: "VIEWER_STATUS", status: "ready" });
  await guest.page.getByText("Ann is buffering").waitFor();
  await ann.close();
  await guest.page.getByText("Ann is buffering").waitFor({ state: "detached" });

  await syncButton(host.page).click();
  const row = panel(host.page).getByRole("row").filter({ hasText: "Bob" });
  await row.getByText("not known yet").waitFor();
  bob.send({ type: "VIEWER_STATUS", status: "ready", offset_ms: -43, rtt_ms: 80 });
  await row.getByText("apart", { exact: true }).waitFor();
  await row.getByRole("cell", { name: "43 ms ahead" }).waitFor();
  await row.getByRole("cell", { name: "80 ms" }).waitFor();
  await row.getByRole("cell", { name: "not known yet" }).waitFor();
  await bob.close();
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("the host decides whether the party waits, and it stays so", async () => {
  const { page, complaints } = await stage.hostOf("Patience");
  await tab(page, "Room");
  const choice = page.getByLabel("When somebody's film stalls");
  expect(await choice.inputValue()).toBe("0");
  await choice.selectOption("Wait up to 10 seconds");
  await choice.and(page.locator(":enabled")).waitFor();
  await page.reload();
  await tab(page, "Room");
  expect(await choice.inputValue()).toBe("10");
  expect(complaints).toEqual([]);
});
