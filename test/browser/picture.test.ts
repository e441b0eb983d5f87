import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { expectAhead } from "./pair.ts";
import { filmIs, joinWithSound, openStage } from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();

type Kept = { handlers: Map<string, (details: { action: string }) => void>; said: string[] };

/** Keeps what the page would do on media keys, which no browser can be made to press, and what it tells the room. */
const listenIn = (page: Page) =>
  page.evaluate(() => {
    const kept: Kept = Object.assign(window, { handlers: new Map(), said: [] });
    const { mediaSession } = navigator;
    const take = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (action, handler) => {
      take(action, handler);
      kept.handlers.set(action, handler as (details: { action: string }) => void);
    };
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (frame) {
      kept.said.push(JSON.parse(String(frame)).type);
      send.call(this, frame);
    };
  });

const pressKey = (page: Page, action: string) =>
  page.evaluate((action) => (window as unknown as Kept).handlers.get(action)?.({ action }), action);

/** What the page asked of the room's film since this was asked before. */
async function asked(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => (window as unknown as Kept).said.splice(0));
  return said.filter((type) => ["PAUSE", "SEEK", "RATE", "REQUEST"].includes(type));
}

const windowIs = (page: Page, isOpen: boolean) =>
  page.waitForFunction((isOpen) => (document.pictureInPictureElement !== null) === isOpen, isOpen);

const controlsAre = (page: Page, state: "shown" | "hidden") =>
  page.waitForFunction(
    (isHidden) => document.querySelector(".stage")?.classList.contains("idle") === isHidden,
    state === "hidden",
  );

test("a viewer's own ways with the picture leave the film to the host", async () => {
  const host = await stage.hostOf("Front row");
  const guest = await stage.guestAt(host.link);
  await guest.page.getByText("will choose the film").waitFor();
  const pages = [host.page, guest.page];
  await Promise.all(pages.map(listenIn));
  await host.page.getByRole("button", { name: "countdown" }).click();
  await Promise.all(pages.map(joinWithSound));
  const all = (state: "playing" | "paused") => Promise.all(pages.map((page) => filmIs(page, state, 0)));
  const onPicture = (page: Page) => page.locator(".video");

  // One click of the host's is everyone's; a guest's is nobody's.
  await onPicture(host.page).click();
  await all("playing");
  await onPicture(guest.page).click();

  // A small window of one's own.
  await guest.page.getByRole("button", { name: "Play in a small window" }).press("Enter");
  await windowIs(guest.page, true);
  await expectAhead(guest.page, host.page, 0);
  await guest.page.getByRole("button", { name: "Bring the film back to the page" }).press("Enter");
  await windowIs(guest.page, false);
  await pressKey(guest.page, "pause");
  await guest.page.keyboard.press("s");
  await guest.page
    .getByRole("dialog", { name: "Keeping together" })
    .getByText(/^Together/)
    .waitFor();
  await guest.page.keyboard.press("s");
  await expectAhead(guest.page, host.page, 0);
  expect(await asked(guest.page)).toEqual([]);

  // Media keys.
  expect(
    await guest.page.evaluate(() => [navigator.mediaSession.metadata?.title, navigator.mediaSession.metadata?.artist]),
  ).toEqual(["Countdown", "Front row"]);
  await pressKey(host.page, "pause");
  await all("paused");
  await pressKey(host.page, "play");
  await all("playing");

  // Full screen and back, and there a tap on the picture.
  expect(await asked(host.page)).toEqual(["PAUSE"]);
  await onPicture(host.page).dblclick();
  await host.page.locator(".party:fullscreen").waitFor();
  const touch = await host.page.context().newCDPSession(host.page);
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  const tap = async () => {
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: 400, y: 300 }] });
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  for (const state of ["hidden", "shown"] as const) {
    await tap();
    await controlsAre(host.page, state);
  }
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: false });
  await onPicture(host.page).dblclick();
  await host.page.locator(".party:not(:fullscreen)").waitFor();
  expect(await asked(host.page)).toEqual([]);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
