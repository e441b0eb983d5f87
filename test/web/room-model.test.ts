import { describe, expect, test } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { EventOf, SocketEvent } from "../../src/protocol/events.ts";
import type { Account, Participant, Room } from "../../src/protocol/values.ts";
import {
  amHost,
  amMuted,
  fold,
  hostAway,
  namesStalled,
  newRoomModel,
  peopleHere,
  peopleWith,
  type RoomModel,
  withoutWish,
  withRecords,
} from "../../src/web/store/room-model.ts";

const account = (id: string): Account => ({ id, display_name: id.toUpperCase(), is_guest: false });
const [host, me, other] = [account("host"), account("me"), account("other")];

const room: Room = {
  code: "ABCDEFGH",
  name: "Friday",
  host,
  is_public: false,
  is_chat_enabled: true,
  requires_approval: false,
  is_queue_open: true,
  wait_seconds: 0,
  media: null,
  created_at: "2026-01-01T00:00:00.000Z",
};

const person = (user: Account, role: "host" | "participant" = "participant") => ({ user, role, is_muted: false });
const snapshot: EventOf<"ROOM_STATE"> = {
  type: "ROOM_STATE",
  room,
  you: person(me),
  participants: [person(me), person(host, "host")],
  queue: [],
  server_ms: 0,
};

const greeted = (): RoomModel =>
  [{ type: "PLAYBACK_STATE", ...NEW_PLAYBACK, revision: 5 } as const, snapshot].reduce(fold, newRoomModel(me));
const after = (model: RoomModel, ...events: SocketEvent[]) => events.reduce(fold, model);
const names = (people: Participant[]) => people.map(({ user }) => user.id);

describe("the room as the page knows it", () => {
  test("begins with the snapshot's two halves", () => {
    const half = fold(newRoomModel(me), { type: "PLAYBACK_STATE", ...NEW_PLAYBACK });
    expect(half.room).toBeNull();
    const whole = fold(half, snapshot);
    expect(whole.room?.info.name).toBe("Friday");
    expect(amHost(whole)).toBe(false);
  });

  test("shows who is here, the host first", () => {
    const model = after(greeted(), { type: "USER_JOINED", ...person(other) });
    expect(names(peopleHere(model))).toEqual(["host", "me", "other"]);
    expect(names(peopleHere(after(model, { type: "USER_LEFT", user: me, role: "participant" })))).toEqual([
      "host",
      "other",
    ]);
  });

  test("drops a playback message that is not newer, but takes any PLAYBACK_STATE", () => {
    const play = { type: "PLAY", ...NEW_PLAYBACK, is_playing: true, user_id: "host" } as const;
    expect(after(greeted(), { ...play, revision: 5 }).room?.playback.is_playing).toBe(false);
    expect(after(greeted(), { ...play, revision: 6 }).room?.playback.is_playing).toBe(true);
    const restarted = after(greeted(), { type: "PLAYBACK_STATE", ...NEW_PLAYBACK, revision: 1, time: 7 }, snapshot);
    expect(restarted.room?.playback).toMatchObject({ revision: 1, time: 7 });
  });

  test("knows a mute and a handover at once", () => {
    const muted = after(greeted(), {
      type: "PARTICIPANT_UPDATED",
      user: me,
      role: "participant",
      status: "approved",
      is_muted: true,
    });
    expect(amMuted(muted)).toBe(true);
    expect(amHost(after(muted, { type: "HOST_CHANGED", host: me, previous_host: host }))).toBe(true);
  });

  test("keeps whom the host alone may see apart from those who are here", () => {
    const knock = { user: other, role: "participant", status: "pending", is_muted: false } as const;
    const model = withRecords(greeted(), [knock]);
    expect(names(peopleWith(model, "pending"))).toEqual(["other"]);
    expect(names(peopleHere(model))).not.toContain("other");
    const letIn = after(model, { type: "PARTICIPANT_UPDATED", ...knock, status: "approved" });
    expect(peopleWith(letIn, "pending")).toEqual([]);
  });

  test("remembers one wish a person, until it is met or dismissed", () => {
    const ask = (action: "play" | "pause"): SocketEvent => ({ type: "REQUEST", user: other, action });
    const asked = after(greeted(), ask("play"), ask("pause"));
    expect(asked.wishes.map(({ action }) => action)).toEqual(["pause"]);
    expect(withoutWish(asked, asked.wishes[0]?.id ?? 0).wishes).toEqual([]);
    const paused = after(asked, { type: "PAUSE", ...NEW_PLAYBACK, revision: 6, user_id: "host" });
    expect(paused.wishes).toEqual([]);
  });

  test("knows when the host is not here, and who that is", () => {
    const left = after(greeted(), { type: "USER_LEFT", user: host, role: "host" });
    expect([newRoomModel(me), greeted(), left].map(hostAway)).toEqual([null, null, "HOST"]);
    expect(hostAway(after(left, { type: "USER_JOINED", ...person(host, "host") }))).toBeNull();
    expect(hostAway(after(left, { type: "HOST_CHANGED", host: me, previous_host: host }))).toBeNull();
  });

  test("names those here whose film has stalled, but not oneself", () => {
    const stalls = (user_id: string): SocketEvent => ({ type: "VIEWER_STATUS", user_id, status: "buffering" });
    const joined = after(greeted(), { type: "USER_JOINED", ...person(other) });
    const stalled = after(joined, stalls("other"), stalls("me"), stalls("host"), stalls("stranger"));
    expect(namesStalled(stalled)).toEqual(["HOST", "OTHER"]);
    const mended = after(stalled, { type: "VIEWER_STATUS", user_id: "host", status: "ready" });
    expect(namesStalled(mended)).toEqual(["OTHER"]);
    expect(namesStalled(after(mended, { type: "USER_LEFT", user: other, role: "participant" }))).toEqual([]);
  });

  test("forgets what somebody's player said once they have left", () => {
    const buffering = after(greeted(), { type: "VIEWER_STATUS", user_id: "host", status: "buffering" });
    expect(buffering.reports.get("host")).toEqual({ status: "buffering" });
    expect(after(buffering, { type: "USER_LEFT", user: host, role: "host" }).reports.size).toBe(0);
  });
});
