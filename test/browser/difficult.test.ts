import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { expectAhead, playingPair, socketIn } from "./pair.ts";
import { filmIs, joinWithSound, openStage, press, tab } from "./people.ts";

setDefaultTimeout(40_000);

const stage = openStage();

describe("a viewer", () => {
  test("whose tab is hidden, and its timers slowed down, follows all the same", async () => {
    const { host, guest } = await playingPair(stage, "Behind other windows", () => {
      // Stands in for another window on top, which an unseen browser does not have.
      const punctual = window.setTimeout.bind(window);
      let isHidden = false;
      Object.defineProperty(document, "hidden", { get: () => isHidden });
      window.setTimeout = ((run: () => void, ms = 0) => punctual(run, isHidden ? Math.max(ms, 1_000) : ms)) as never;
      addEventListener("hide-me", () => {
        isHidden = true;
        document.dispatchEvent(new Event("visibilitychange"));
      });
    });
    await guest.page.evaluate(() => dispatchEvent(new Event("hide-me")));
    await host.page.getByRole("slider", { name: "Position" }).fill("30");
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 30.2, 40)));
    await expectAhead(guest.page, host.page, 0);
    await press(host.page, "Pause");
    await filmIs(guest.page, "paused", 30);
    await press(host.page, "Play");
    await filmIs(guest.page, "playing", 30.2, 40);
    await expectAhead(guest.page, host.page, 0);
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });

  test("whose machine slept, and its clock with it, finds the others again", async () => {
    const { host, guest } = await playingPair(stage, "Asleep", () => {
      // Stands in for a sleep: the clock missed five seconds.
      const awake = performance.now.bind(performance);
      let missed_ms = 0;
      performance.now = () => awake() - missed_ms;
      addEventListener("sleep-now", () => {
        missed_ms += 5_000;
      });
    });
    await expectAhead(guest.page, host.page, 0);
    await guest.page.evaluate(() => dispatchEvent(new Event("sleep-now")));
    await filmIs(guest.page, "playing", 8);
    await expectAhead(guest.page, host.page, 0);
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });

  test("whose player knows no rates but quarters is not steered", async () => {
    const { host, guest } = await playingPair(stage, "Quarters", () => {
      const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "playbackRate");
      Object.defineProperty(HTMLMediaElement.prototype, "playbackRate", {
        ...(own?.get && { get: own.get }),
        set(rate: number) {
          const refused = Math.round(rate * 4) / 4;
          if (refused !== rate) document.body.dataset.refused = String(Number(document.body.dataset.refused ?? 0) + 1);
          own?.set?.call(this, refused);
        },
      });
    });
    await host.page.getByRole("slider", { name: "Position" }).fill("20");
    await filmIs(guest.page, "playing", 20.2, 30);
    await expectAhead(guest.page, host.page, 0);
    // The screen's own offset is as good an error as any: too small to be sent anywhere for, great enough to steer.
    await guest.page.keyboard.press("s");
    await press(guest.page, "A little earlier");
    await filmIs(guest.page, "playing", 24, 40);
    expect(await guest.page.evaluate(() => document.body.dataset.refused)).toBe("1");
    expect(await guest.page.evaluate(() => document.querySelector("video")?.playbackRate)).toBe(1);
  });

  test("whose film is shorter rests at its end, and comes back with the others", async () => {
    const { host, guest } = await playingPair(stage, "Another cut", () => {
      Object.defineProperty(HTMLMediaElement.prototype, "duration", { get: () => 20 });
    });
    await host.page.getByRole("slider", { name: "Position" }).fill("30");
    await filmIs(host.page, "playing", 30);
    await filmIs(guest.page, "paused", 19.5, 20.1);
    await host.page.getByRole("slider", { name: "Position" }).fill("5");
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 5.2, 15)));
    await expectAhead(guest.page, host.page, 0);
  });

  test("keeps what the device takes for the next visit, and is not misled by what is no such thing", async () => {
    const { host, guest } = await playingPair(stage, "Again");
    const kept = () => guest.page.evaluate(() => localStorage.getItem("matinee.player"));
    await guest.page.waitForFunction(() => localStorage.getItem("matinee.player") !== null);
    await guest.page.evaluate(() => localStorage.setItem("matinee.player", '{"start_ms":{"paused":-1}}'));
    await guest.page.reload();
    await joinWithSound(guest.page);
    await filmIs(guest.page, "playing", 1);
    await expectAhead(guest.page, host.page, 0);
    expect(JSON.parse((await kept()) ?? "null")).toMatchObject({ start_ms: { paused: expect.any(Number) } });
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });
});

describe("a host", () => {
  test("who presses again and again leaves everyone where the last press does", async () => {
    const { host, guest } = await playingPair(stage, "Impatient");
    for (const key of ["Space", "Space", "ArrowRight", "ArrowRight", "ArrowLeft", "Space", "ArrowRight", "Space"])
      await host.page.keyboard.press(key);
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 8)));
    await expectAhead(guest.page, host.page, 0);
    for (const key of ["ArrowRight", "Space", "Space", "Space"]) await host.page.keyboard.press(key);
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 8)));
    await expectAhead(guest.page, host.page, 0);
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });

  test("whose own picture is moved still commands the room's position", async () => {
    const { host, guest } = await playingPair(stage, "Own cut");
    await host.page.keyboard.press("s");
    for (let i = 0; i < 10; i++) await press(host.page, "A little earlier");
    await expectAhead(host.page, guest.page, 500);
    await press(host.page, "Close");
    await press(host.page, "Pause");
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 0.5)));
    await expectAhead(host.page, guest.page, 500);
    await press(host.page, "Play");
    await filmIs(guest.page, "playing", 1);
    await host.page.keyboard.press("ArrowRight");
    await filmIs(guest.page, "playing", 6);
    await expectAhead(host.page, guest.page, 500);
  });

  test("has the party wait for whoever stalls, until they are ready", async () => {
    const { host, guest } = await playingPair(stage, "Patience");
    await tab(host.page, "Room");
    await host.page.getByLabel("When somebody's film stalls").selectOption("Wait up to 5 seconds");
    const bob = await socketIn(stage, host.link, "Bob");
    // What follows an arrival is loading, and no stall yet.
    await Bun.sleep(1_600);
    bob.send({ type: "VIEWER_STATUS", status: "buffering" });
    await host.page.getByText("Waiting for Bob").waitFor();
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "paused", 0.5)));
    bob.send({ type: "VIEWER_STATUS", status: "ready" });
    await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.5)));
    await host.page.getByText("Waiting for Bob").waitFor({ state: "detached" });
    await bob.close();
    expect([...host.complaints, ...guest.complaints]).toEqual([]);
  });
});
