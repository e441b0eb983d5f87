import { describe, expect, test } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { EventOf, SocketEvent } from "../../src/protocol/events.ts";
import type { Account, Room } from "../../src/protocol/values.ts";
import { createCell } from "../../src/web/cell.ts";
import type { Connection } from "../../src/web/link.ts";
import { fold, newRoomModel, type RoomModel } from "../../src/web/store/room-model.ts";
import { createWaiting } from "../../src/web/waiting.ts";

const SECOND = 1_000;
const account = (id: string): Account => ({ id, display_name: id.toUpperCase(), is_guest: false });
const [me, ann, bob] = [account("me"), account("ann"), account("bob")];

const room: Room = {
  code: "ABCDEFGH",
  name: "Friday",
  host: me,
  is_public: false,
  is_chat_enabled: true,
  requires_approval: false,
  is_queue_open: true,
  wait_seconds: 10,
  media: null,
  created_at: "2026-01-01T00:00:00.000Z",
};

/** Time that passes only when it is told to. */
function createTime() {
  let now = 5_000;
  const timers = new Map<symbol, { at: number; act: () => void }>();
  return {
    now: () => now,
    timers,
    after(ms: number, act: () => void) {
      const key = Symbol();
      timers.set(key, { at: now + ms, act });
      return () => void timers.delete(key);
    },
    pass(ms: number) {
      const end = now + ms;
      const next = () => [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      for (let due = next(); due !== undefined; due = next()) {
        const [key, { at, act }] = due;
        timers.delete(key);
        now = at;
        act();
      }
      now = end;
    },
  };
}

/** The page of `me` in a room that plays, hosted by `host`, whose server answers each command at once. */
function createPage(host: Account = me) {
  const time = createTime();
  const model = createCell<RoomModel>(newRoomModel(me));
  const connection = createCell<Connection>({ state: "open" });
  const said: string[] = [];
  let revision = 1;

  const hear = (event: SocketEvent) => model.set(fold(model.get(), event));
  function command(type: "PLAY" | "PAUSE"): void {
    const line = { ...NEW_PLAYBACK, is_playing: type === "PLAY", revision: ++revision };
    hear({ type, ...line, user_id: host.id });
  }
  const say = (type: "PLAY" | "PAUSE") => () => {
    said.push(type);
    command(type);
  };
  const { waiting, pressed, close } = createWaiting({
    room: model,
    connection,
    remote: { play: say("PLAY"), pause: say("PAUSE") },
    now: time.now,
    after: time.after,
  });
  const person = (user: Account) => ({
    user,
    role: user.id === host.id ? ("host" as const) : ("participant" as const),
    is_muted: false,
  });

  function arrive(is_playing = true): void {
    hear({ type: "PLAYBACK_STATE", ...NEW_PLAYBACK, is_playing, revision });
    const participants = [me, ann, bob].map(person);
    hear({ type: "ROOM_STATE", room: { ...room, host }, you: person(me), participants, queue: [], server_ms: 0 });
  }
  arrive();
  time.pass(10 * SECOND);
  return {
    time,
    said,
    waiting,
    pressed,
    close,
    connection,
    hear,
    arrive,
    command,
    is: (user: Account, status: EventOf<"VIEWER_STATUS">["status"]) =>
      hear({ type: "VIEWER_STATUS", user_id: user.id, status }),
    set: (wait_seconds: number) => hear({ type: "ROOM_UPDATED", room: { ...room, wait_seconds } }),
  };
}

describe("the host's page", () => {
  test("pauses for whoever stalls, says for whom and how long, and goes on", () => {
    const page = createPage();
    page.is(ann, "buffering");
    expect(page.said).toEqual(["PAUSE"]);
    expect(page.waiting.get()).toEqual({ for: ["ANN"], until_ms: page.time.now() + 10 * SECOND });
    page.is(bob, "buffering");
    expect(page.waiting.get()?.for).toEqual(["ANN", "BOB"]);
    page.is(ann, "ready");
    page.time.pass(SECOND);
    expect(page.waiting.get()?.for).toEqual(["BOB"]);
    page.is(bob, "away");
    expect([page.said, page.waiting.get()]).toEqual([["PAUSE", "PLAY"], null]);
  });

  test("goes on by itself when the time is up, and then needs no timer", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.time.pass(9 * SECOND);
    expect(page.said).toEqual(["PAUSE"]);
    page.time.pass(SECOND);
    expect([page.said, page.waiting.get(), page.time.timers.size]).toEqual([["PAUSE", "PLAY"], null, 0]);
  });

  test("goes on when whoever it waits for leaves", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.hear({ type: "USER_LEFT", user: ann, role: "participant" });
    expect(page.said).toEqual(["PAUSE", "PLAY"]);
  });

  test("tells those who watch only what has changed", () => {
    const page = createPage();
    let heard = -1;
    page.waiting.watch(() => heard++);
    page.is(ann, "buffering");
    for (let times = 0; times < 5; times++) page.is(ann, "buffering");
    expect(heard).toBe(1);
  });

  test("leaves it to the host who presses something", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.pressed();
    page.command("PAUSE");
    page.is(ann, "ready");
    page.time.pass(60 * SECOND);
    expect([page.said, page.waiting.get()]).toEqual([["PAUSE"], null]);
  });

  test("does nothing where the party goes on, and goes on at once where it now shall", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.set(0);
    expect([page.said, page.waiting.get()]).toEqual([["PAUSE", "PLAY"], null]);
    page.is(ann, "ready");
    page.time.pass(60 * SECOND);
    page.is(ann, "buffering");
    page.time.pass(60 * SECOND);
    expect(page.said).toEqual(["PAUSE", "PLAY"]);
  });

  test("does not wait for its own film", () => {
    const page = createPage();
    page.is(me, "buffering");
    page.time.pass(60 * SECOND);
    expect(page.said).toEqual([]);
  });

  test("forgets it all with the role, and begins anew with it", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.hear({ type: "HOST_CHANGED", host: ann, previous_host: me });
    expect([page.waiting.get(), page.time.timers.size]).toEqual([null, 0]);
    page.time.pass(60 * SECOND);
    page.hear({ type: "HOST_CHANGED", host: me, previous_host: ann });
    page.time.pass(60 * SECOND);
    expect(page.said).toEqual(["PAUSE"]);
  });

  test("says nothing while nobody would hear it, and acts upon what it finds afterwards", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.connection.set({ state: "lost", because: "network", again_ms: 0 });
    expect([page.waiting.get(), page.time.timers.size]).toEqual([null, 0]);
    page.time.pass(60 * SECOND);
    page.connection.set({ state: "open" });
    expect(page.said).toEqual(["PAUSE"]);
    page.arrive(false);
    expect(page.said).toEqual(["PAUSE", "PLAY"]);
  });

  test("says nothing more after its end", () => {
    const page = createPage();
    page.is(ann, "buffering");
    page.close();
    page.is(ann, "ready");
    page.time.pass(60 * SECOND);
    expect([page.said, page.waiting.get(), page.time.timers.size]).toEqual([["PAUSE"], null, 0]);
  });
});

test("nobody else's page does any of it", () => {
  const page = createPage(bob);
  page.is(ann, "buffering");
  page.time.pass(60 * SECOND);
  expect([page.said, page.waiting.get(), page.time.timers.size]).toEqual([[], null, 0]);
});
