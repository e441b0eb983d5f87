import { beforeAll, describe, setDefaultTimeout } from "bun:test";
import type { Room } from "../../src/protocol/values.ts";
import type { Person } from "./client.ts";
import type { Follower } from "./follower.ts";
import { type Settings, serverFor, type TestServer } from "./server.ts";
import { type Target, targets } from "./targets.ts";

/** Who most tests need: an account that hosts, and two guests. */
export type Cast = { host: Person; ann: Person; ben: Person };
export type Scene = { target: Target; server: () => TestServer; cast: () => Cast };

/** A machine that is busy with other things makes no test fail. */
const TIMEOUT_MS = 30_000;

/** The same tests for each target. */
export function forEachTarget(tests: (target: Target) => void): void {
  setDefaultTimeout(TIMEOUT_MS);
  for (const target of targets) describe(target.name, () => tests(target));
}

/** The same tests for each target, all on one server with these settings. `prepare` fills its media folder. */
export function onEachTarget(
  tests: (scene: Scene) => void,
  settings: Settings = {},
  prepare?: (media: string) => void,
): void {
  forEachTarget((target) => {
    const server = serverFor(target, settings, prepare);
    let cast: Cast | undefined;
    beforeAll(async () => {
      const { api } = server();
      const [host, ann, ben] = await Promise.all([api.account("Host"), api.guest("Ann"), api.guest("Ben")]);
      cast = { host, ann, ben };
    });
    tests({
      target,
      server,
      cast() {
        if (cast === undefined) throw new Error("nobody is there yet");
        return cast;
      },
    });
  });
}

type Sockets<People extends readonly Person[]> = { -readonly [Index in keyof People]: Follower };

/** A new room with everybody in it, sockets open in this order, and nothing of the arrivals left to read. */
export async function gather<const People extends readonly Person[]>(
  host: Person,
  guests: People,
  settings: object = {},
): Promise<{ room: Room; code: string; lead: Follower; sockets: Sockets<People> }> {
  const room = await host.room(settings);
  const { code } = room;
  await Promise.all(guests.map((guest) => guest.join(code)));
  const lead = await host.follow(code);
  const sockets: Follower[] = [];
  for (const guest of guests) sockets.push(await guest.follow(code));
  await Promise.all([lead, ...sockets].map((socket) => socket.untilPong()));
  return { room, code, lead, sockets: sockets as Sockets<People> };
}

/** Media that needs no library. */
export const FILM = { kind: "url", src: "https://films.example.org/film.mp4", title: "A film" } as const;
