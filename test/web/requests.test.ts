import { describe, expect, test } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { Account, Room } from "../../src/protocol/values.ts";
import { createCell } from "../../src/web/cell.ts";
import { createRequests, type Policy, rule } from "../../src/web/requests.ts";
import { fold, newRoomModel, type RoomModel, withoutWish } from "../../src/web/store/room-model.ts";

const account = (id: string): Account => ({ id, display_name: id, is_guest: false });
const [me, gil] = [account("me"), account("Gil")];
const room: Room = {
  code: "ABCDEFGH",
  name: "Friday",
  host: me,
  is_public: false,
  is_chat_enabled: true,
  requires_approval: false,
  is_queue_open: true,
  wait_seconds: 0,
  media: null,
  created_at: "2026-01-01T00:00:00.000Z",
};

test("a request is shown, granted or dropped as the host has chosen, and needs nothing where it is so already", () => {
  const [play, pause] = [{ action: "play" }, { action: "pause" }] as const;
  const seek = { action: "seek", time: 30 } as const;
  for (const wish of [play, pause, seek]) {
    expect(rule("ask", wish, true)).toBe("show");
    expect(rule("off", wish, true)).toBe("drop");
  }
  expect([rule("let", play, false), rule("let", pause, true), rule("let", seek, false)]).toEqual(
    Array(3).fill("grant"),
  );
  expect([rule("let", play, true), rule("let", pause, false)]).toEqual(["drop", "drop"]);
  for (const policy of ["ask", "let", "off"] as const) expect(rule(policy, { action: "seek" }, true)).toBe("drop");
});

/** The page of `me`, which hosts a room that plays, under a policy. */
function open(policy: Policy, host = me) {
  const model = createCell<RoomModel>(newRoomModel(me));
  const hear = (event: Parameters<typeof fold>[1]) => model.set(fold(model.get(), event));
  hear({ type: "PLAYBACK_STATE", ...NEW_PLAYBACK, is_playing: true, revision: 1 });
  const you = { user: me, role: "host", is_muted: false } as const;
  hear({ type: "ROOM_STATE", room: { ...room, host }, you, participants: [you], queue: [], server_ms: 0 });
  const done: string[] = [];
  let pass = () => {};
  const requests = createRequests({
    code: room.code,
    room: model,
    remote: {
      play: () => done.push("play"),
      pause: () => done.push("pause"),
      seek: (time) => done.push(`seek ${time}`),
    },
    dismiss: (id) => model.set(withoutWish(model.get(), id)),
    after(_, act) {
      pass = act;
      return () => {};
    },
  });
  requests.policy.set(policy);
  return {
    done,
    requests,
    ask: (action: "play" | "pause" | "seek", time?: number) =>
      hear({ type: "REQUEST", user: gil, action, ...(time !== undefined && { time }) }),
    wishes: () => model.get().wishes.map(({ action }) => action),
    pass: () => pass(),
  };
}

describe("what a guest asks for", () => {
  test("waits for the host by default, who may grant it", () => {
    const page = open("ask");
    page.ask("seek", 30);
    expect([page.wishes(), page.done]).toEqual([["seek"], []]);
    page.requests.grant({ id: 1, user: gil, action: "seek", time: 30 });
    expect([page.wishes(), page.done]).toEqual([[], ["seek 30"]]);
    expect(page.requests.granted.get()).toBeNull();
  });

  test("is done at once where guests are let, with a word about who it was", () => {
    const page = open("let");
    page.ask("pause");
    expect([page.wishes(), page.done]).toEqual([[], ["pause"]]);
    expect(page.requests.granted.get()).toMatchObject({ user: gil, action: "pause" });
    page.pass();
    expect(page.requests.granted.get()).toBeNull();
  });

  test("comes to nothing where it is turned off, also what was asked before", () => {
    const page = open("ask");
    page.ask("pause");
    page.requests.policy.set("off");
    page.ask("play");
    expect([page.wishes(), page.done]).toEqual([[], []]);
  });

  test("is no other guest's to decide", () => {
    const page = open("let", gil);
    page.ask("pause");
    expect([page.wishes(), page.done]).toEqual([["pause"], []]);
  });
});
