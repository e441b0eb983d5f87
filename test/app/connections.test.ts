import { beforeEach, describe, expect, test } from "bun:test";
import { createConnections } from "../../src/app/connections.ts";
import { createSession, type Session } from "../../src/app/session.ts";
import { CLOSE } from "../../src/protocol/codes.ts";
import { createClock, createTestLog } from "./fakes.ts";
import { createStage } from "./stage.ts";

describe("sockets", () => {
  const nobody = { join() {}, act() {}, leave() {} };
  const { log } = createTestLog();
  const { clock } = createClock();
  let connections: ReturnType<typeof createConnections>;
  beforeEach(() => {
    connections = createConnections({ total: 5, per_user: 2 }, clock);
  });
  const session = (user_id: string) =>
    createSession({ user_id, session_id: "s" }, nobody, log, (one) => connections.remove(one));
  const admit = (one: Session) => connections.admit(one, "ABCDEFGH", Infinity)?.refused ?? "in";

  test("of one user are so many and no more, however fast they come", () => {
    expect(["ann", "ann", "ann", "bob"].map(session).map(admit)).toEqual(["in", "in", "too_many_connections", "in"]);
  });
  test("of the whole server are so many and no more", () => {
    expect(["a", "b", "c", "d", "e", "f"].map(session).map(admit)).toEqual([...Array(5).fill("in"), "server_full"]);
    expect(connections.hasRoom()).toMatchObject({ refused: "server_full", retry_after: 10 });
  });
  test("that close make room, once each", () => {
    const tabs = ["ann", "ann"].map(session);
    tabs.map(admit);
    expect(connections.hasRoomFor("ann")).toMatchObject({ refused: "too_many_connections" });
    tabs[0]?.closed();
    tabs[0]?.closed();
    expect(connections.hasRoomFor("ann")).toBeNull();
    expect(["ann", "ann"].map(session).map(admit)).toEqual(["in", "too_many_connections"]);
  });
});

describe("a sign-in that ends", () => {
  let stage: Awaited<ReturnType<typeof createStage>>;
  beforeEach(async () => {
    stage = await createStage();
  });

  test("closes its own sockets with 4001, and the others hear that they left", async () => {
    const ann = await stage.enter("ann");
    const here = await stage.enter("bob", { session_id: "here" });
    const there = await stage.enter("bob", { session_id: "there" });
    stage.connections.endSessions(["here"]);
    expect([here.code, there.code]).toEqual([CLOSE.session_over, undefined]);
    expect(ann.types.at(-1)).toBe("USER_JOINED");
    stage.connections.endSessions(["there"]);
    expect(ann.types.at(-1)).toBe("USER_LEFT");
    expect((await stage.loaded()).state.online).toEqual(new Set(["ann"]));
  });
  test("by its time is over within a second, and starts the host's grace", async () => {
    const bob = await stage.enter("bob");
    const ann = await stage.enter("ann", { expires_at: stage.clock.now() + 5_000 });
    ann.send({ type: "PLAY", time: 0 });
    await stage.pass(4_999);
    expect(ann.code).toBeUndefined();
    await stage.pass(1_000);
    expect(ann.code).toBe(CLOSE.session_over);
    await stage.pass(15_000);
    expect(bob.types.slice(-2)).toEqual(["USER_LEFT", "PAUSE"]);
  });
  test("and is refreshed in time lives on", async () => {
    const ann = await stage.enter("ann", { session_id: "s", expires_at: stage.clock.now() + 5_000 });
    stage.connections.extend("s", stage.clock.now() + 60_000);
    await stage.pass(30_000);
    expect(ann.code).toBeUndefined();
  });
  test("with its account closes every socket of the user", async () => {
    const tabs = [await stage.enter("bob", { session_id: "1" }), await stage.enter("bob", { session_id: "2" })];
    stage.connections.endUser("bob");
    expect(tabs.map(({ code }) => code)).toEqual([CLOSE.session_over, CLOSE.session_over]);
  });
  test("between the upgrade and the first word lets the socket in no more", async () => {
    const room = await stage.loaded();
    const visitor = { user_id: "bob", session_id: "s" };
    const session = createSession(visitor, room, createTestLog().log, stage.connections.remove);
    stage.connections.admit(session, room.code, Infinity);
    stage.connections.endSessions(["s"]);
    const closed: number[] = [];
    session.opened({ send() {}, subscribe() {}, unsubscribe() {}, close: (code) => void closed.push(code) });
    expect(closed).toEqual([CLOSE.session_over]);
    expect(room.state.online.size).toBe(0);
    expect(stage.connections.hasRoomFor("bob")).toBeNull();
  });
});

test("a bug in one command ends neither the connection nor the process, and is logged", () => {
  const { log, lines } = createTestLog();
  const boom = () => {
    throw new Error("boom");
  };
  const session = createSession(
    { user_id: "u", session_id: "s" },
    { join: boom, act: boom, leave: boom },
    log,
    () => {},
  );
  session.opened({ send() {}, subscribe() {}, unsubscribe() {}, close() {} });
  session.received('{"type":"PING","client_ms":1}');
  session.closed();
  session.received('{"type":"PING","client_ms":1}');
  expect(lines).toHaveLength(3);
});
