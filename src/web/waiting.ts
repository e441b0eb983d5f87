import { idOf } from "../domain/room.ts";
import { attend, hostPressed, NOT_WAITING, type Scene, type Waiting } from "../domain/waiting.ts";
import { type Cell, createCell } from "./cell.ts";
import type { Connection } from "./link.ts";
import type { Remote } from "./remote.ts";
import { amHost, peopleHere, type RoomModel } from "./store/room-model.ts";
import { type After, later } from "./timers.ts";

/** The names of those whom the party waits for, and until when at the latest: ms of `performance.now()`. */
export type WaitingFor = { readonly for: readonly string[]; readonly until_ms: number };

/** Holds the party for those who stall, while this page's user hosts it and its settings say so. */
export type PartyWaiting = {
  /** Null while nobody is waited for, and on every page but the host's. */
  readonly waiting: Cell<WaitingFor | null>;
  /** Tells it that the host presses something, which ends a wait. Call it before the press takes effect. */
  pressed(): void;
  close(): void;
};

type Deps = {
  room: Cell<RoomModel>;
  /** Nothing is said while it is not open, for nobody would hear it. */
  connection: Cell<Connection>;
  /** Gives the commands in the host's name. A call is not the host's own press. */
  remote: Pick<Remote, "play" | "pause">;
  now?: () => number;
  after?: After;
};

/** Begins to look after those who stall; `close` ends it. What is to be done `domain/waiting.ts` decides. */
export function createWaiting(deps: Deps): PartyWaiting {
  const { room, connection, remote, now = () => performance.now(), after = later } = deps;
  const waiting = createCell<WaitingFor | null>(null);
  let state: Waiting = NOT_WAITING;
  let cancel = () => {};

  function look(): void {
    cancel();
    const model = room.get();
    // Half a snapshot, or what was known before the connection broke, is nothing to act upon.
    if (connection.get().state !== "open" || model.greeting !== null) return;
    const scene = sceneOf(model, now());
    if (scene === null) {
      state = NOT_WAITING;
      show(null);
      return;
    }
    const looked = attend(state, scene);
    state = looked.state;
    if (looked.again_ms !== null) cancel = after(looked.again_ms, look);
    show(looked.waiting && withNames(model, looked.waiting));
    if (looked.say !== null) remote[looked.say]();
  }

  function show(next: WaitingFor | null): void {
    const before = waiting.get();
    const isSame = before?.until_ms === next?.until_ms && String(before?.for) === String(next?.for);
    if (!isSame) waiting.set(next);
  }

  const unwatch = [
    room.watch(look),
    connection.watch(({ state: link }) => {
      if (link === "open") return;
      cancel();
      show(null);
    }),
  ];

  return {
    waiting,
    pressed() {
      // What nobody hears is not obeyed either.
      if (connection.get().state !== "open") return;
      state = hostPressed(state, now());
      look();
    },
    close() {
      for (const stop of unwatch) stop();
      cancel();
      show(null);
    },
  };
}

/** What there is to look at; null for anyone but the host. */
function sceneOf(model: RoomModel, now_ms: number): Scene | null {
  const { room, reports, me } = model;
  if (room === null || !amHost(model)) return null;
  const viewers = new Map<string, boolean>();
  for (const { user } of peopleHere(model)) {
    const id = idOf(user);
    const status = reports.get(id)?.status;
    // Whoever looks away is as good as gone, and loads when they come back.
    if (id !== me.id && status !== "away") viewers.set(id, status === "buffering");
  }
  return { now_ms, line: room.playback, wait_s: room.info.wait_seconds, viewers };
}

/** The same with names in place of ids; null where everyone has just become ready. */
function withNames(model: RoomModel, { for: ids, until_ms }: WaitingFor): WaitingFor | null {
  const people = peopleHere(model).filter(({ user }) => ids.includes(idOf(user)));
  return people.length === 0 ? null : { for: people.map(({ user }) => user.display_name), until_ms };
}
