import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Command } from "../../src/domain/command.ts";
import { decide } from "../../src/domain/decide.ts";
import { positionAt, stateAt } from "../../src/domain/playback.ts";
import { apply, audienceOf, isHost, type RoomEvent, type RoomState } from "../../src/domain/room.ts";
import {
  account,
  anyCommand,
  anyone,
  asOf,
  EPOCH,
  IDS,
  participant,
  replicaOf,
  roomWith,
  shown,
  snapshotFor,
  wired,
} from "./people.ts";

/** A room with its clients, each folding what it is sent: the smallest server there can be. */
function createWorld() {
  let state = roomWith([participant("ann"), participant("bob")], { online: new Set() });
  let now = EPOCH;
  const replicas = new Map<string, RoomState>();

  function give(who: string | null, command: Command): void {
    const decision = decide(state, who, asOf(command, now), { now, lead_ms: 200, recent: {} });
    if (decision.outcome !== "accepted") return;
    if (decision.close !== undefined) replicas.delete(decision.close.user_id);
    for (const event of decision.events) {
      state = apply(state, event);
      tell(event);
    }
  }

  function tell(event: RoomEvent): void {
    const audience = audienceOf(event);
    for (const [id, replica] of replicas) {
      const isTold = audience === "room" || (audience === "host" && isHost(state, id));
      if (isTold) replicas.set(id, apply(replica, wired(event)));
    }
  }

  return {
    replicas,
    get state() {
      return state;
    },
    get now() {
      return now;
    },
    give,
    wait(ms: number) {
      now += ms;
    },
    connect(id: string) {
      give(id, { type: "CONNECT" });
      if (state.online.has(id)) replicas.set(id, replicaOf(stateAt(state.playback, now), snapshotFor(state, id, now)));
    },
    disconnect(id: string) {
      replicas.delete(id);
      give(null, { type: "DISCONNECT", user_id: id });
    },
  };
}

const fromTheServer: ReadonlySet<string> = new Set(["RENAME", "FREEZE"]);
const fromTheirSockets: ReadonlySet<string> = new Set(["CONNECT", "DISCONNECT", "DELETE_ROOM", "FORGET"]);

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("connect" as const), who: anyone }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("disconnect" as const), who: anyone }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("join" as const), who: anyone }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("command" as const), who: anyone, command: anyCommand }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("host" as const), who: anyone, command: anyCommand }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), who: anyone, ms: fc.nat(5_000) }) },
);

test("whoever joins, at whatever time, then sees the very room that the server has", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = createWorld();
      for (const one of steps) {
        if (one.do === "connect") world.connect(one.who);
        else if (one.do === "disconnect") world.disconnect(one.who);
        else if (one.do === "wait") world.wait(one.ms);
        else if (one.do === "join") world.give(one.who, { type: "JOIN", user: account(one.who) });
        else if (!fromTheirSockets.has(one.command.type) && one.command.type !== "JOIN") {
          const who = one.do === "host" ? world.state.info.host.id : one.who;
          world.give(fromTheServer.has(one.command.type) ? null : who, one.command);
        }
        for (const replica of world.replicas.values()) {
          expect(shown(replica)).toEqual(shown(world.state));
          for (const later of [0, 100, 60_000])
            expect(positionAt(replica.playback, world.now + later)).toBeCloseTo(
              positionAt(world.state.playback, world.now + later),
              6,
            );
        }
        expect(new Set(world.replicas.keys())).toEqual(new Set(world.state.online));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a playback change that was overtaken by a newer one is dropped", () => {
  const state = roomWith([participant("ann")]);
  const newer = { type: "SEEK", ...state.playback, revision: 5, time: 50, user_id: "ann" } as const;
  const after = apply(state, newer);
  expect(after.playback.time).toBe(50);
  expect(apply(after, { ...newer, revision: 5, time: 60 })).toBe(after);
  expect(apply(after, { ...newer, revision: 4, time: 60 })).toBe(after);
});

test("a room always has exactly one host, who is an approved participant", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyone, anyCommand), { maxLength: 60 }), (steps) => {
      let state = roomWith(IDS.slice(0, 3).map((id) => participant(id)));
      for (const [who, command] of steps) {
        const decision = decide(state, who, command, { now: EPOCH, lead_ms: 150, recent: {} });
        for (const event of decision.outcome === "accepted" ? decision.events : []) state = apply(state, event);
        const hosts = [...state.participants.values()].filter(({ role }) => role === "host");
        expect(hosts.map(({ user, status }) => [user.id, status])).toEqual([[state.info.host.id, "approved"]]);
        expect(state.online.values().every((id) => state.participants.get(id)?.status === "approved")).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
