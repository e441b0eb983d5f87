import type { Page } from "playwright-core";
import { createApi } from "../harness/client.ts";
import { filmIs, joinWithSound, type openStage, press, type Visitor } from "./people.ts";

const OFF_BY_MS = 100;
const LOOKS = 60;
const LOOK_EVERY_MS = 100;
/** One look may catch a film that is only passing by. */
const ENOUGH = 3;

type Stage = ReturnType<typeof openStage>;
export type Pair = { host: Visitor & { link: string }; guest: Visitor };

/** A host and a guest in front of the same film, which plays; `prepare` may change the guest's page first. */
export async function playingPair(stage: Stage, name: string, prepare?: () => void): Promise<Pair> {
  const host = await stage.hostOf(name);
  const guest = await stage.guestAt(host.link);
  if (prepare !== undefined) {
    await guest.page.getByText("will choose the film").waitFor();
    await guest.page.addInitScript(prepare);
    await guest.page.reload();
  }
  await host.page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(host.page);
  if (prepare !== undefined) await joinWithSound(guest.page);
  await press(host.page, "Play");
  await Promise.all([host, guest].map(({ page }) => filmIs(page, "playing", 0.5)));
  return { host, guest };
}

/** Somebody with a socket and no player. */
export async function socketIn(stage: Stage, link: string, name: string) {
  const code = link.split("/").at(-1) ?? "";
  const person = await createApi(stage.url).guest(name);
  await person.join(code);
  return person.follow(code);
}

/** How far one film is ahead of another (ms), at one instant of the clock that both pages share. */
async function aheadMs(one: Page, other: Page): Promise<number> {
  const look = (page: Page) =>
    page.evaluate(() => {
      const video = document.querySelector("video");
      return {
        time_ms: (video?.currentTime ?? 0) * 1000,
        wall_ms: Date.now(),
        rate: video === null || video.paused ? 0 : 1,
      };
    });
  const [a, b] = await Promise.all([look(one), look(other)]);
  return a.time_ms - b.time_ms - (a.wall_ms - b.wall_ms) * b.rate;
}

/** Waits until one film is so far ahead of another, give or take a tenth of a second. */
export async function expectAhead(one: Page, other: Page, wanted_ms: number): Promise<void> {
  let [seen, inARow] = [Number.NaN, 0];
  for (let look = 0; look < LOOKS; look++) {
    seen = await aheadMs(one, other);
    inARow = Math.abs(seen - wanted_ms) < OFF_BY_MS ? inARow + 1 : 0;
    if (inARow === ENOUGH) return;
    await Bun.sleep(LOOK_EVERY_MS);
  }
  throw new Error(`the film is ${seen} ms ahead instead of ${wanted_ms}`);
}
