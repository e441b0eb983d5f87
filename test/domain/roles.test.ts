import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Command } from "../../src/domain/command.ts";
import { decide } from "../../src/domain/decide.ts";
import { ROLES, type Who } from "../../src/domain/roles.ts";
import type { RefusalCode } from "../../src/protocol/codes.ts";
import { COMMAND, COMMAND_TYPES, EPOCH, FILM, participant, roomWith } from "./people.ts";

const QUEUED = { id: "q1", media: FILM, added_by: participant("ann").user, created_at: "" };
const ROOM = roomWith(
  [
    participant("ann"),
    participant("bob"),
    participant("cleo", { status: "pending" }),
    participant("dan", { status: "banned" }),
    participant("eve"),
  ],
  { queue: [QUEUED] },
);
const TURN = { now: EPOCH, lead_ms: 150, recent: {} };

/** Everybody who may ask something of a room, and why the table keeps them from it; null where it does not. */
const ACTORS: Record<string, { id: string | null; kept: Record<Who, RefusalCode | null> }> = {
  "a stranger": { id: "zoe", kept: outside("not_a_participant") },
  "somebody pending": { id: "cleo", kept: outside("pending_approval") },
  "somebody banned": { id: "dan", kept: outside("banned") },
  "a participant": { id: "bob", kept: inside("host_only") },
  "a guest": { id: "eve", kept: inside("host_only") },
  "the host": { id: "ann", kept: { ...inside(null), viewer: "own_participant" } },
  "the server": { id: null, kept: { anyone: null, approved: null, viewer: null, host: null, server: null } },
};

function outside(why: RefusalCode): Record<Who, RefusalCode | null> {
  return { anyone: null, approved: why, viewer: why, host: why, server: "host_only" };
}
function inside(host: RefusalCode | null): Record<Who, RefusalCode | null> {
  return { anyone: null, approved: null, viewer: null, host, server: "host_only" };
}

/** Refusals that speak of who asks. One who was let past the table never gets them, but for a banned one who joins. */
const ABOUT_ROLES: ReadonlySet<RefusalCode> = new Set(["not_a_participant", "pending_approval", "host_only"]);

const every = (type: Command["type"], check: (command: Command) => void) =>
  fc.assert(fc.property(COMMAND[type] as fc.Arbitrary<Command>, check), { numRuns: 25 });

describe.each(Object.entries(ACTORS))("%s", (_, { id, kept }) => {
  test.each(COMMAND_TYPES)("%s", (type) => {
    const why = kept[ROLES[type]];
    every(type, (command) => {
      const decision = decide(ROOM, id, command, TURN);
      const refused = decision.outcome === "refused" ? decision.refusal.refused : null;
      if (why !== null) expect(refused).toBe(why);
      else if (refused !== null) expect(ABOUT_ROLES.has(refused)).toBe(false);
    });
  });
});

test("deciding changes nothing, and the same question has the same answer", () => {
  for (const type of COMMAND_TYPES)
    every(type, (command) => {
      for (const { id } of Object.values(ACTORS)) {
        const before = structuredClone(ROOM);
        const asked = [deepFreeze(ROOM), id, deepFreeze(command), deepFreeze(TURN)] as const;
        const decision = decide(...asked);
        expect(decide(...asked)).toEqual(decision);
        expect(ROOM).toEqual(before);
        if (decision.outcome === "refused" || decision.outcome === "nothing")
          expect(decision).not.toHaveProperty("events");
      }
    });
});

test("what the host sends for the film counts from nobody else's socket", () => {
  for (const type of ["PLAY", "PAUSE", "SEEK", "RATE"] as const) {
    const command = { type, time: 5, rate: 2 } as Command;
    for (const [name, { id }] of Object.entries(ACTORS)) {
      const isTaken = decide(ROOM, id, command, TURN).outcome === "accepted";
      expect([name, isTaken]).toEqual([name, name === "the host" || name === "the server"]);
    }
  }
});

test("the table says what the contract says", () => {
  const who = (wanted: Who) => COMMAND_TYPES.filter((type) => ROLES[type] === wanted).toSorted();
  expect(who("host")).toEqual([
    ...["DELETE_ROOM", "HAND_OVER", "PAUSE", "PLAY", "QUEUE_MOVE", "QUEUE_NEXT", "QUEUE_REMOVE", "RATE"],
    ...["REMOVE_PARTICIPANT", "SEEK", "SET_MEDIA", "SET_PARTICIPANT", "UPDATE_ROOM"],
  ] as Command["type"][]);
  expect(who("anyone")).toEqual(["JOIN", "LEAVE"]);
  expect(who("viewer")).toEqual(["REQUEST"]);
  expect(who("server")).toEqual(["DISCONNECT", "FORGET", "FREEZE", "RENAME"]);
});

test("the host asks nobody for a pause", () => {
  expect(decide(ROOM, "ann", { type: "REQUEST", action: "pause" }, TURN).outcome).toBe("refused");
  expect(decide(ROOM, "bob", { type: "REQUEST", action: "pause" }, TURN).outcome).toBe("accepted");
});

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const parts = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
  for (const part of parts) deepFreeze(part);
  return Object.freeze(value);
}
