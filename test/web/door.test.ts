import { describe, expect, test } from "bun:test";
import type { Participant } from "../../src/protocol/values.ts";
import { codeIn, isLoopback, placeOf } from "../../src/web/address.ts";
import { knock, lookAgain } from "../../src/web/door.ts";
import { backoffMs } from "../../src/web/link.ts";
import { OFFLINE, type Problem } from "../../src/web/problem.ts";

const participant = (status: Participant["status"]): Participant => ({
  user: { id: "me", display_name: "Me", is_guest: true },
  role: "participant",
  status,
  is_muted: false,
});
const seen = (status: Participant["status"] | null) => ({
  code: "ABCDEFGH",
  name: "Friday",
  requires_approval: true,
  participant: status && participant(status),
});
const problem = (code: Problem["problem"]): Problem => ({ problem: code, words: "no", faults: [] });
const WAITING = { state: "waiting", name: "Friday" } as const;

describe("the door of a room", () => {
  test("opens, asks to wait, or says why not", async () => {
    const joined = (status: Participant["status"]) => ({
      join: async () => ({ room: seen(status), participant: participant(status) }),
    });
    expect(await knock(joined("approved"), "X")).toEqual({ state: "inside" });
    expect(await knock(joined("pending"), "X")).toEqual(WAITING);
    expect(await knock({ join: async () => problem("banned") }, "X")).toEqual({ state: "banned" });
    expect(await knock({ join: async () => problem("room_not_found") }, "X")).toEqual({ state: "unknown" });
    expect((await knock({ join: async () => problem("not_found") }, "X")).state).toBe("failed");
  });

  test("tells whoever waits what became of it, and keeps them waiting through an outage", async () => {
    const look = (status: Participant["status"] | null) => lookAgain({ room: async () => seen(status) }, "X", WAITING);
    expect((await look("approved")).state).toBe("inside");
    expect((await look(null)).state).toBe("turned_away");
    expect((await look("banned")).state).toBe("banned");
    const still = await lookAgain({ room: async () => OFFLINE }, "X", WAITING);
    expect(still).toEqual(WAITING);
    expect(still).not.toBe(WAITING);
  });
});

test("a code is found in whatever people paste", () => {
  expect(codeIn(" 4q47gbp2 ")).toBe("4Q47GBP2");
  expect(codeIn("4Q47-GBP2")).toBe("4Q47GBP2");
  expect(codeIn("https://party.example.org/r/4Q47GBP2")).toBe("4Q47GBP2");
  expect(codeIn("4Q47GBP")).toBeNull();
  expect(codeIn("")).toBeNull();
  expect(placeOf("/r/4q47gbp2")).toEqual({ at: "room", code: "4Q47GBP2" });
});

test("an address names a place, or says that there is none", () => {
  expect(placeOf("/")).toEqual({ at: "home" });
  expect(placeOf("/", "#account")).toEqual({ at: "account" });
  expect(placeOf("/r/4q47gbp2/")).toEqual({ at: "room", code: "4Q47GBP2" });
  for (const nowhere of ["/anything", "/r/", "/r/4q47gbp2/more", "/account"])
    expect(placeOf(nowhere)).toEqual({ at: "nowhere" });
});

test("a link with the name of this very computer is known", () => {
  for (const own of ["localhost", "matinee.localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
    expect(isLoopback(own)).toBe(true);
  for (const other of ["192.168.1.20", "localhost.example.org", "127.example.org", "notlocalhost", "[fe80::1]"])
    expect(isLoopback(other)).toBe(false);
});

test("reconnecting waits longer each time, but never long", () => {
  const waits = Array.from({ length: 10 }, (_, attempt) => backoffMs(attempt, 0.5));
  expect(waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0))).toBe(true);
  expect(waits[0]).toBeLessThan(500);
  expect(Math.max(...Array.from({ length: 20 }, (_, attempt) => backoffMs(attempt, 1)))).toBeLessThan(12_000);
});
