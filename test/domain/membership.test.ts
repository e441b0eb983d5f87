import { describe, expect, test } from "bun:test";
import type { Command } from "../../src/domain/command.ts";
import { decide } from "../../src/domain/decide.ts";
import type { Decision } from "../../src/domain/decision.ts";
import { apply, audienceOf, type RoomState } from "../../src/domain/room.ts";
import { CLOSE } from "../../src/protocol/codes.ts";
import { account, EPOCH, participant, roomWith } from "./people.ts";

const ROOM = roomWith([
  participant("ann"),
  participant("bob"),
  participant("cleo", { status: "pending" }),
  participant("dan", { status: "banned" }),
  participant("eve"),
]);
const WAITING_ROOM: RoomState = { ...ROOM, info: { ...ROOM.info, requires_approval: true } };

const ask = (who: string | null, command: Command, state = ROOM) =>
  decide(state, who, command, { now: EPOCH, lead_ms: 150, recent: {} });
const eventsOf = (decision: Decision) => (decision.outcome === "accepted" ? decision.events : []);
const typesOf = (decision: Decision) => eventsOf(decision).map(({ type }) => type);
const after = (decision: Decision, state = ROOM) => eventsOf(decision).reduce(apply, state);
const refusalOf = (decision: Decision) =>
  decision.outcome === "refused" ? decision.refusal.refused : decision.outcome;
const closeOf = (decision: Decision) => (decision.outcome === "accepted" ? decision.close : undefined);

describe("joining", () => {
  const join = (id: string): Command => ({ type: "JOIN", user: account(id) });
  test("an open room takes everybody, without a message", () => {
    const decision = ask("zoe", join("zoe"));
    expect(eventsOf(decision).map(audienceOf)).toEqual(["nobody"]);
    expect(after(decision).participants.get("zoe")?.status).toBe("approved");
  });
  test("where approval is required one waits, and the host alone hears the knock", () => {
    const decision = ask("zoe", join("zoe"), WAITING_ROOM);
    expect(eventsOf(decision).map(audienceOf)).toEqual(["host"]);
    expect(after(decision).participants.get("zoe")?.status).toBe("pending");
  });
  test("twice is the same as once; a ban stays", () => {
    expect(refusalOf(ask("bob", join("bob")))).toBe("nothing");
    expect(refusalOf(ask("cleo", join("cleo")))).toBe("nothing");
    expect(refusalOf(ask("dan", join("dan")))).toBe("banned");
  });
});

describe("leaving", () => {
  test("closes one's sockets with 1000 and tells the others", () => {
    const decision = ask("bob", { type: "LEAVE" });
    expect(closeOf(decision)).toEqual({ user_id: "bob", code: CLOSE.left });
    expect(typesOf(decision)).toEqual(["USER_LEFT", "PARTICIPANT_REMOVED"]);
  });
  test("while still waiting takes the knock back: the host alone hears it", () => {
    const decision = ask("cleo", { type: "LEAVE" });
    expect(eventsOf(decision)).toMatchObject([{ type: "PARTICIPANT_UPDATED", status: "rejected" }]);
    expect(eventsOf(decision).map(audienceOf)).toEqual(["host"]);
    expect(after(decision).participants.has("cleo")).toBe(false);
  });
  test("the host cannot, a stranger need not, and it lifts no ban", () => {
    expect(refusalOf(ask("ann", { type: "LEAVE" }))).toBe("host_cannot_leave");
    expect(refusalOf(ask("zoe", { type: "LEAVE" }))).toBe("nothing");
    expect(refusalOf(ask("dan", { type: "LEAVE" }))).toBe("nothing");
  });
});

describe("the host", () => {
  const set = (user_id: string, change: object): Command => ({ type: "SET_PARTICIPANT", user_id, change });
  test("lets in who waits: everybody hears it", () => {
    const decision = ask("ann", set("cleo", { status: "approved" }));
    expect(eventsOf(decision).map(audienceOf)).toEqual(["room"]);
    expect(closeOf(decision)).toBeUndefined();
  });
  test("turns away: the record is gone, they may ask again", () => {
    expect(after(ask("ann", set("cleo", { status: "rejected" }))).participants.has("cleo")).toBe(false);
  });
  test("bans: sockets close, the others hear of a departure, the host of the ban", () => {
    const decision = ask("ann", set("bob", { status: "banned" }));
    expect(closeOf(decision)).toEqual({ user_id: "bob", code: CLOSE.removed });
    expect(eventsOf(decision).map(audienceOf)).toEqual(["room", "host"]);
  });
  test("lifts a ban by approving", () => {
    expect(after(ask("ann", set("dan", { status: "approved" }))).participants.get("dan")?.status).toBe("approved");
  });
  test("kicks: they may come back, unless banned", () => {
    expect(after(ask("ann", { type: "REMOVE_PARTICIPANT", user_id: "bob" })).participants.has("bob")).toBe(false);
    expect(refusalOf(ask("ann", { type: "REMOVE_PARTICIPANT", user_id: "dan" }))).toBe("nothing");
  });
  test("acts on neither oneself nor on nobody", () => {
    expect(refusalOf(ask("ann", set("ann", { is_muted: true })))).toBe("own_participant");
    expect(refusalOf(ask("ann", { type: "REMOVE_PARTICIPANT", user_id: "ann" }))).toBe("own_participant");
    expect(refusalOf(ask("ann", set("zoe", { is_muted: true })))).toBe("participant_not_found");
  });
  test("asking for what is already so is no news", () => {
    expect(refusalOf(ask("ann", set("bob", { status: "approved", is_muted: false })))).toBe("nothing");
    expect(refusalOf(ask("ann", set("bob", {})))).toBe("nothing");
  });
});

describe("handing over", () => {
  const handOver = (user_id: string) => ask("ann", { type: "HAND_OVER", user_id });
  test("swaps the roles", () => {
    const { participants, info } = after(handOver("bob"));
    expect(info.host.id).toBe("bob");
    expect([participants.get("ann")?.role, participants.get("bob")?.role]).toEqual(["participant", "host"]);
  });
  test("to somebody muted lets them speak: nobody could unmute a host", () => {
    const mute: Command = { type: "SET_PARTICIPANT", user_id: "bob", change: { is_muted: true } };
    const muted = after(ask("ann", mute));
    const decision = ask("ann", { type: "HAND_OVER", user_id: "bob" }, muted);
    expect(typesOf(decision)).toEqual(["PARTICIPANT_UPDATED", "HOST_CHANGED"]);
    expect(after(decision, muted).participants.get("bob")).toMatchObject({ role: "host", is_muted: false });
  });
  test.each([
    ["ann", "nothing"],
    ["zoe", "participant_not_found"],
    ["cleo", "not_approved"],
    ["dan", "not_approved"],
    ["eve", "guests_cannot_host"],
  ])("to %s: %s", (user_id, outcome) => {
    expect<string>(refusalOf(handOver(user_id))).toBe(outcome);
  });
});

test("turning approval off lets in who waits; turning it on touches nobody", () => {
  const off = ask("ann", { type: "UPDATE_ROOM", change: { requires_approval: false } }, WAITING_ROOM);
  expect(after(off, WAITING_ROOM).participants.get("cleo")?.status).toBe("approved");
  const on = ask("ann", { type: "UPDATE_ROOM", change: { requires_approval: true } });
  expect(typesOf(on)).toEqual(["ROOM_UPDATED"]);
  expect(refusalOf(ask("ann", { type: "UPDATE_ROOM", change: {} }))).toBe("nothing");
});

test("only the first socket is a joining, only the last one a leaving", () => {
  const offline = { ...ROOM, online: new Set<string>() };
  expect(typesOf(ask("bob", { type: "CONNECT" }, offline))).toEqual(["USER_JOINED"]);
  expect(refusalOf(ask("bob", { type: "CONNECT" }))).toBe("nothing");
  expect(typesOf(ask(null, { type: "DISCONNECT", user_id: "bob" }))).toEqual(["USER_LEFT"]);
  expect(refusalOf(ask(null, { type: "DISCONNECT", user_id: "bob" }, offline))).toBe("nothing");
});
