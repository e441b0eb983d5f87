import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { MediaKind } from "../../src/protocol/values.ts";
import { createApi, PASSWORD, type SignedIn } from "../harness/client.ts";
import {
  apartMs,
  filmIs,
  joinWithSound,
  openRoom,
  openStage,
  press,
  register,
  type Visitor,
  type Watched,
} from "./people.ts";
import { frameOf, standIn, VIMEO, YOUTUBE } from "./services.ts";

setDefaultTimeout(40_000);

const stage = openStage();
const [LOOKS, LOOK_EVERY_MS, ENOUGH] = [40, 50, 3];
const FIXTURES = join(import.meta.dirname, "../fixtures");

/** Films on another origin, which lets every page read them but for those below `/closed`. */
let films: Bun.Server<undefined>;
beforeAll(() => {
  films = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const isOpen = !pathname.startsWith("/closed/");
      const file = Bun.file(join(FIXTURES, pathname.replace("/closed/", "/")));
      const headers = isOpen ? { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "range" } : {};
      if (request.method === "OPTIONS") return new Response(null, { status: 204, headers });
      if (pathname.endsWith(".txt.m3u8")) return new Response("no playlist", { headers });
      if (!(await file.exists())) return new Response("nothing", { status: 404, headers });
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.get("range") ?? "") ?? [];
      if (from === undefined || to === undefined) return new Response(file, { headers });
      return new Response(file.slice(Number(from), Number(to) + 1), { status: 206, headers });
    },
  });
});
afterAll(() => films.stop(true));

/** A host and a guest in one room, both in front of stand-ins for the services, and how the host puts something on. */
async function party() {
  const host = await stage.visit();
  const email = await register(host.page, "Hanna");
  const link = await openRoom(host.page, "All kinds");
  const guest = await stage.guestAt(link);
  const asked = (await Promise.all([host, guest].map(({ page }) => standIn(page.context())))) as string[][];
  const api = createApi(stage.url);
  const me = api.person(await api.call<SignedIn>("POST", "/api/auth/login", { body: { email, password: PASSWORD } }));
  async function show(kind: MediaKind, src: string): Promise<void> {
    const { status, body } = await me.put(`/api/rooms/${link.split("/").at(-1)}/media`, { media: { kind, src } });
    expect([status, body]).toEqual([200, expect.anything()]);
  }
  const both = <Result>(act: (visitor: Visitor) => Promise<Result>) => Promise.all([act(host), act(guest)]);
  return { host, guest, both, asked: () => asked.flat(), show };
}

const HOSTS: Partial<Record<MediaKind, string>> = { youtube: "www.youtube-nocookie.com", vimeo: "player.vimeo.com" };
const at = (path: string) => new URL(path, films.url).href;

test("films of all kinds play, pause and are sought together, and those that cannot be shown say why", async () => {
  const { host, guest, both, asked, show } = await party();
  /** Where the pictures really are: the pages, or the services' frames in them. */
  let pictures: Watched[] = [];
  const filmsAre = (...where: [state: "playing" | "paused", from: number, to?: number]) =>
    Promise.all(pictures.map((picture) => filmIs(picture, ...where)));

  /** Waits until the pictures are, and stay for a moment, within so many ms. */
  async function together(most_ms: number): Promise<void> {
    const seen: number[] = [];
    for (let i = 0; i < LOOKS; i++) {
      seen.push(Math.round(await apartMs(...(pictures as [Watched, Watched]))));
      if (seen.length >= ENOUGH && seen.slice(-ENOUGH).every((apart_ms) => apart_ms < most_ms)) return;
      await Bun.sleep(LOOK_EVERY_MS);
    }
    throw new Error(`the films are ${seen.join(", ")} ms apart`);
  }
  /** What the consoles complained of since they were last asked; of films that fail browsers complain by themselves. */
  const complaints = () => [host, guest].flatMap((one) => one.complaints.splice(0));

  async function watch(kind: MediaKind, src: string, most_ms: number): Promise<void> {
    await show(kind, src);
    const [service, join] = [HOSTS[kind], kind === "hls"];
    if (join) await both(({ page }) => joinWithSound(page));
    pictures = await both(async ({ page }): Promise<Watched> => (service ? frameOf(page, service) : page));
    await press(host.page, "Play");
    await filmsAre("playing", 0.5);
    await together(most_ms);
    await press(host.page, "Pause");
    await filmsAre("paused", 0.5);
    await host.page.getByRole("slider", { name: "Position" }).fill("6");
    await filmsAre("paused", 5.95, 6.05);
    await press(host.page, "Play");
    await filmsAre("playing", 6.2);
    await together(most_ms);
    expect(complaints()).toEqual([]);
  }
  async function fails(kind: MediaKind, src: string, words: string): Promise<void> {
    await show(kind, src);
    await both(({ page }) => page.getByText(words).waitFor());
    expect(complaints().filter((words) => words.startsWith("against the policy"))).toEqual([]);
  }

  await watch("hls", at("/hls/master.m3u8"), 100);
  await fails("hls", at("/closed/hls/master.m3u8"), "(CORS)");
  await fails("hls", at("/hls/nothing.txt.m3u8"), "does not know its format");
  await watch("dash", at("/dash/film.mpd"), 100);
  await fails("dash", at("/dash/nothing.mpd"), "There is nothing at its address");
  expect(asked()).toEqual([]);

  await fails("youtube", YOUTUBE.gone, "There is nothing at its address");
  await fails("youtube", YOUTUBE.unembeddable, "Its owner does not allow it");
  await watch("youtube", YOUTUBE.film, 150);
  await watch("vimeo", VIMEO.film, 150);
  await fails("vimeo", VIMEO.unembeddable, "Its owner does not allow it");
  // All films of a service are shown in one frame, which has had its press.
  expect(asked().filter((address) => address.includes("/embed/"))).toHaveLength(2);
  expect(asked().filter((address) => address.includes("/video/"))).toHaveLength(2);
});
