import { join } from "node:path";
import { enterAsGuest, filmIs, joinWithSound, openRoom, register } from "../../browser/people.ts";
import { clearAway, type Startable, startServer } from "../../harness/server.ts";
import { type Film, folderOf } from "./film.ts";
import { type Guest, seat, type Viewer } from "./viewer.ts";

/** A room with its people, all at the film but the last, who has the page open. */
export type Party = {
  readonly host: Viewer;
  /** Everybody, the host first and the newcomer last. */
  readonly all: readonly Viewer[];
  readonly newcomer: Viewer;
  close(): Promise<void>;
};

const SERVER: Startable = {
  name: "bun",
  command: [process.execPath, join(import.meta.dirname, "../../../src/main.bun.ts")],
};

/** The button that begins to follow, once the film has been loaded as far as it is before that. */
export async function atTheDoor({ page }: Viewer): Promise<void> {
  await page.getByRole("button", { name: "Join with sound" }).waitFor();
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1, undefined, {
    polling: 100,
  });
}

/** Starts the server and the browsers, and brings everybody in by the page: the first opens the room. */
export async function openParty(film: Film, guests: readonly Guest[]): Promise<Party> {
  const server = await startServer(SERVER, { CHAT_RATE_LIMIT: "off", MEDIA_DIR: folderOf(film) });
  const seated: Viewer[] = [];
  const close = async () => {
    await Promise.allSettled(seated.map((viewer) => viewer.close()));
    await server.kill9();
    clearAway(server.folder);
  };
  try {
    // One after another: starting all at once takes longer on a small machine.
    for (const guest of guests) seated.push(await seat(guest, Number(new URL(server.url).port)));
    const [host, ...others] = seated;
    const newcomer = others.at(-1);
    if (host === undefined || newcomer === undefined) throw new Error("a party takes two");
    await host.page.goto(host.proxy.url);
    await register(host.page, host.name);
    const { pathname, search, hash } = new URL(await openRoom(host.page, "Bench"));
    for (const { name, page, proxy } of others) {
      await page.goto(proxy.url + pathname + search + hash);
      await enterAsGuest(page, name);
    }
    // A page that is loaded anew asks for the press again, which brought everybody else in already.
    await newcomer.page.getByText("will choose the film").waitFor();
    await newcomer.page.reload();
    await host.page.getByRole("button", { name: /film.\d\d/ }).click();
    for (const viewer of [host, newcomer]) await atTheDoor(viewer);
    await joinWithSound(host.page);
    for (const { page } of seated) if (page !== newcomer.page) await filmIs(page, "paused", 0);
    return { host, all: seated, newcomer, close };
  } catch (error) {
    await close();
    throw error;
  }
}
