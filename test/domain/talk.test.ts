import { describe, expect, test } from "bun:test";
import type { Command } from "../../src/domain/command.ts";
import { decide } from "../../src/domain/decide.ts";
import { filmOf } from "../../src/domain/media.ts";
import { play } from "../../src/domain/playback.ts";
import { apply, type RoomState } from "../../src/domain/room.ts";
import { LIMITS } from "../../src/protocol/codes.ts";
import type { Media } from "../../src/protocol/values.ts";
import { EPOCH, FILM, participant, roomWith } from "./people.ts";

const ROOM = roomWith([participant("ann"), participant("bob"), participant("cleo", { is_muted: true })]);
const SILENT: RoomState = { ...ROOM, info: { ...ROOM.info, is_chat_enabled: false } };
const FIVE_JUST_NOW = { CHAT: Array<number>(5).fill(EPOCH) };

type Talking = { who?: string; message?: string; state?: RoomState; recent?: object };
const say = ({ who = "bob", message = "hello", state = ROOM, recent = {} }: Talking) =>
  decide(state, who, { type: "CHAT", message }, { now: EPOCH, lead_ms: 150, recent });

describe("a chat line is refused, in this order,", () => {
  const wrongInEveryWay = { who: "cleo", message: "x".repeat(501), state: SILENT, recent: FIVE_JUST_NOW };
  test.each([
    ["chat_disabled", wrongInEveryWay],
    ["muted", { ...wrongInEveryWay, state: ROOM }],
    ["rate_limited", { ...wrongInEveryWay, state: ROOM, who: "bob" }],
    ["message_too_long", { message: "x".repeat(501) }],
  ] as const)("for %s", (code, talking) => {
    expect(say(talking)).toEqual({ outcome: "chat_refused", code });
  });
});

test("500 characters are 500 code points, and the host is bound as everybody is", () => {
  expect(say({ message: "🎬".repeat(500) }).outcome).toBe("said");
  expect(say({ message: "🎬".repeat(501) }).outcome).toBe("chat_refused");
  expect(say({ who: "ann", state: SILENT }).outcome).toBe("chat_refused");
});

test("a line knows the position at which it was said, where something plays", () => {
  const draft = (state: RoomState) => {
    const decision = say({ state });
    return decision.outcome === "said" ? decision.draft : null;
  };
  expect(draft(ROOM)?.media_time).toBeNull();
  const playing = { ...play(ROOM.playback, { time: 60 }, EPOCH - 2_200, 200), media: FILM };
  expect(draft({ ...ROOM, playback: playing })?.media_time).toBe(62);
  expect(draft(ROOM)?.created_at).toBe("2023-11-14T22:13:20.000Z");
});

test("a line knows to which film it was said, whatever that is called", () => {
  const said = (media: Media | null) => say({ state: { ...ROOM, playback: { ...ROOM.playback, media } } });
  expect(said(null)).toMatchObject({ draft: { film: null } });
  expect(said(FILM)).toMatchObject({ draft: { film: filmOf(FILM) } });
  expect(filmOf({ ...FILM, title: "Another name", subtitles: [] })).toBe(filmOf(FILM));
  for (const other of [{ kind: "hls" as const }, { src: `${FILM.src}?2` }])
    expect(filmOf({ ...FILM, ...other })).not.toBe(filmOf(FILM));
});

test("mute covers reactions, the chat switch does not", () => {
  const react = (who: string, state: RoomState) =>
    decide(state, who, { type: "REACTION", emoji: "🎉" }, { now: EPOCH, lead_ms: 150, recent: {} }).outcome;
  expect(react("cleo", ROOM)).toBe("nothing");
  expect(react("bob", SILENT)).toBe("accepted");
});

describe("the queue", () => {
  const item = (id: string) => ({ id, media: FILM, added_by: participant("bob").user, created_at: "" });
  const FULL = { ...ROOM, queue: ["a", "b", "c"].map(item) };
  const CLOSED = { ...FULL, info: { ...FULL.info, is_queue_open: false } };
  const ask = (who: string, command: Command, state: RoomState = FULL) =>
    decide(state, who, command, { now: EPOCH, lead_ms: 150, recent: {} });
  const order = (command: Command) => {
    const decision = ask("ann", command);
    if (decision.outcome !== "accepted") return decision.outcome;
    return decision.events
      .reduce(apply, FULL as RoomState)
      .queue.map(({ id }) => id)
      .join("");
  };
  const refusal = (who: string, command: Command, state?: RoomState) => {
    const decision = ask(who, command, state);
    return decision.outcome === "refused" ? decision.refusal.refused : decision.outcome;
  };

  test.each([
    ["a", 2, "bca"],
    ["c", 0, "cab"],
    ["b", 99, "acb"],
    ["b", 1, "nothing"],
  ])("moving %s to %d gives %s", (id, position, expected) => {
    expect(order({ type: "QUEUE_MOVE", id, position })).toBe(expected);
  });
  test("the next item plays and leaves the queue, if it is the one expected", () => {
    const decision = ask("ann", { type: "QUEUE_NEXT", id: "a" });
    expect(decision).toMatchObject({ events: [{ type: "MEDIA_CHANGED", media: FILM }, { type: "QUEUE_CHANGED" }] });
    expect(refusal("ann", { type: "QUEUE_NEXT", id: "b" })).toBe("queue_changed");
    expect(refusal("ann", { type: "QUEUE_NEXT" }, ROOM)).toBe("queue_empty");
  });
  test("closed, it takes from the host alone; full, from nobody", () => {
    const add: Command = { type: "QUEUE_ADD", item: item("d") };
    expect(refusal("bob", add, CLOSED)).toBe("queue_closed");
    expect(refusal("ann", add, CLOSED)).toBe("accepted");
    const brimful = { ...ROOM, queue: Array.from({ length: LIMITS.queue_items }, (_, n) => item(String(n))) };
    expect(refusal("ann", add, brimful)).toBe("queue_full");
  });
  test("what is not there is neither moved nor removed", () => {
    expect(refusal("ann", { type: "QUEUE_MOVE", id: "x", position: 0 })).toBe("queue_item_not_found");
    expect(refusal("ann", { type: "QUEUE_REMOVE", id: "x" })).toBe("queue_item_not_found");
  });
});
