/** A small cast for rooms: who they are, and every command they could give. */
import fc from "fast-check";
import type { Command, CommandOf } from "../../src/domain/command.ts";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import { fromSnapshot, idOf, onlineParticipants, type RoomState, roomOf } from "../../src/domain/room.ts";
import { LIMITS } from "../../src/protocol/codes.ts";
import type { EventOf } from "../../src/protocol/events.ts";
import type { Account, Media, Participant, Playback, Role, Status } from "../../src/protocol/values.ts";

export const IDS = ["ann", "bob", "cleo", "dan", "eve"] as const;
export const account = (id: string): Account => ({ id, display_name: id, is_guest: id === "eve" });
/** Ann hosts. */
export const HOST = account("ann");
export const FILM: Media = { kind: "url", src: "https://example.org/film.mp4" };
/** Where the clock of a test begins, ms. */
export const EPOCH = 1_700_000_000_000;

export function participant(id: string, more: Partial<Participant> = {}): Participant {
  const role: Role = id === HOST.id ? "host" : "participant";
  return { user: account(id), role, status: "approved", is_muted: false, ...more };
}

/** A room of `people`, all of them online where approved. */
export function roomWith(people: readonly Participant[], more: Partial<RoomState> = {}): RoomState {
  const approved = people.filter(({ status }) => status === "approved");
  return {
    info: {
      code: "ABCDEFGH",
      name: "Film night",
      host: HOST,
      is_public: false,
      is_chat_enabled: true,
      requires_approval: false,
      is_queue_open: true,
      wait_seconds: 0,
      created_at: "2026-01-01T00:00:00.000Z",
    },
    playback: { ...NEW_PLAYBACK, effective_at: EPOCH },
    participants: new Map(people.map((one) => [idOf(one.user), one])),
    online: new Set(approved.map(({ user }) => idOf(user))),
    queue: [],
    ...more,
  };
}

const id = fc.constantFrom(...IDS);
const someone = id.map(account);
const flag = fc.boolean();
const position = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constant(LIMITS.position_s));
const rate = fc.double({ min: LIMITS.rate[0], max: LIMITS.rate[1], noNaN: true });
const media = fc.constantFrom(FILM, { kind: "youtube", src: "dQw4w9WgXcQ" } as Media);
const words = fc.constantFrom("hello", "é", "x".repeat(501), "🎬".repeat(500));
const queueId = fc.constantFrom("q1", "q2", "q3");
/** `at` counts from the clock: a test adds its own now. */
const moved = { time: position, at: fc.integer({ min: -3_000, max: 500 }) };
const change = <const Shape extends Record<string, fc.Arbitrary<unknown>>>(shape: Shape) =>
  fc.record(shape, { requiredKeys: [] });
const moves = <Type extends "PLAY" | "PAUSE" | "SEEK">(type: Type) =>
  fc.record({ type: fc.constant(type), ...moved }, { requiredKeys: ["type", "time"] });

/** One way to make each command. A command without an entry does not compile. */
export const COMMAND: { [Type in Command["type"]]: fc.Arbitrary<CommandOf<Type>> } = {
  PLAY: moves("PLAY"),
  PAUSE: moves("PAUSE"),
  SEEK: moves("SEEK"),
  RATE: fc.record({ type: fc.constant("RATE"), rate, ...moved }, { requiredKeys: ["type", "rate", "time"] }),
  CHAT: fc.record({ type: fc.constant("CHAT"), message: words }),
  REACTION: fc.record({ type: fc.constant("REACTION"), emoji: fc.constant("🎉") }),
  REQUEST: fc.record({
    type: fc.constant("REQUEST"),
    action: fc.constantFrom("play", "pause", "seek"),
    time: position,
  }),
  VIEWER_STATUS: fc.record({ type: fc.constant("VIEWER_STATUS"), status: fc.constantFrom("ready", "away") }),
  PING: fc.record({ type: fc.constant("PING"), client_ms: fc.integer() }),
  READ: fc.constant({ type: "READ" }),
  UPDATE_ROOM: fc.record({
    type: fc.constant("UPDATE_ROOM"),
    change: change({
      name: fc.constantFrom("Film night", "Matinee"),
      is_public: flag,
      is_chat_enabled: flag,
      requires_approval: flag,
      is_queue_open: flag,
      wait_seconds: fc.integer({ min: LIMITS.wait_seconds[0], max: LIMITS.wait_seconds[1] }),
    }),
  }),
  DELETE_ROOM: fc.constant({ type: "DELETE_ROOM" }),
  SET_MEDIA: fc.record({ type: fc.constant("SET_MEDIA"), media: fc.option(media) }),
  SET_PARTICIPANT: fc.record({
    type: fc.constant("SET_PARTICIPANT"),
    user_id: id,
    change: change({
      status: fc.constantFrom<Exclude<Status, "pending">[]>("approved", "rejected", "banned"),
      is_muted: flag,
    }),
  }),
  REMOVE_PARTICIPANT: fc.record({ type: fc.constant("REMOVE_PARTICIPANT"), user_id: id }),
  HAND_OVER: fc.record({ type: fc.constant("HAND_OVER"), user_id: id }),
  QUEUE_ADD: fc.record({
    type: fc.constant("QUEUE_ADD"),
    item: fc.record({ id: queueId, media, added_by: someone, created_at: fc.constant("2026-01-01T00:00:00.000Z") }),
  }),
  QUEUE_MOVE: fc.record({ type: fc.constant("QUEUE_MOVE"), id: queueId, position: fc.nat(3) }),
  QUEUE_REMOVE: fc.record({ type: fc.constant("QUEUE_REMOVE"), id: queueId }),
  QUEUE_NEXT: fc.constant({ type: "QUEUE_NEXT" }),
  JOIN: fc.record({ type: fc.constant("JOIN"), user: someone }),
  LEAVE: fc.constant({ type: "LEAVE" }),
  CONNECT: fc.constant({ type: "CONNECT" }),
  DISCONNECT: fc.record({ type: fc.constant("DISCONNECT"), user_id: id }),
  RENAME: fc.record({
    type: fc.constant("RENAME"),
    user: fc.tuple(someone, fc.constantFrom("A", "B", "C")).map(([user, display_name]) => ({ ...user, display_name })),
  }),
  FORGET: fc.record({ type: fc.constant("FORGET"), user_id: id }),
  FREEZE: fc.constant({ type: "FREEZE" }),
};

export const COMMAND_TYPES = Object.keys(COMMAND) as Command["type"][];
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(...Object.values(COMMAND));
export const anyone = id;

/** The command as of `now`: its `at`, made as a distance, becomes an instant. */
export function asOf(command: Command, now: number): Command {
  return "at" in command && command.at !== undefined ? { ...command, at: now + command.at } : command;
}

/** What `ROOM_STATE` tells somebody who joins. */
export function snapshotFor(state: RoomState, user_id: string, now: number): EventOf<"ROOM_STATE"> {
  const people = onlineParticipants(state).map(({ user, role, is_muted }) => ({ user, role, is_muted }));
  const you = people.find(({ user }) => user.id === user_id);
  if (you === undefined) throw new Error(`${user_id} is not online`);
  return {
    type: "ROOM_STATE",
    room: roomOf(state),
    you,
    participants: people,
    queue: [...state.queue],
    server_ms: now,
  };
}

/** What passes over the wire arrives like this. */
export const wired = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A client's room, from the two messages that begin every connection. */
export const replicaOf = (playback: Playback, snapshot: EventOf<"ROOM_STATE">): RoomState =>
  fromSnapshot(wired(playback), wired(snapshot));

/** All that a client shows of a room, in a form that can be compared. */
export function shown(state: RoomState) {
  const { time: _, effective_at: __, ...playback } = state.playback;
  const online = onlineParticipants(state).map(({ user, role, is_muted }) => ({ user, role, is_muted }));
  online.sort((a, b) => idOf(a.user).localeCompare(idOf(b.user)));
  return wired({ room: roomOf(state), playback, online, queue: state.queue });
}
