import { beforeEach, describe, expect, test } from "bun:test";
import { CLOSE, isRefusal } from "../../src/protocol/codes.ts";
import { isEvent, settle } from "./fakes.ts";
import { account, CODE, createStage, GRACE_MS } from "./stage.ts";

let stage: Awaited<ReturnType<typeof createStage>>;
beforeEach(async () => {
  stage = await createStage();
});
const IDLE_MS = 10_000;

describe("a room leaves memory", () => {
  test("when nobody has been there for a while, and comes back as it was", async () => {
    const room = await stage.loaded();
    const ann = await stage.enter("ann");
    ann.send({ type: "SEEK", time: 60 });
    await stage.pass(IDLE_MS * 3);
    expect(await stage.loaded()).toBe(room);
    ann.leave();
    await stage.pass(IDLE_MS);
    const again = await stage.loaded();
    expect(again).not.toBe(room);
    expect(again.state.playback).toMatchObject({ time: 60, revision: 1 });
  });
  test("not while its film goes on without the host", async () => {
    const ann = await stage.enter("ann");
    ann.send({ type: "PLAY", time: 60 });
    const room = await stage.loaded();
    ann.leave();
    await stage.pass(GRACE_MS - 1);
    expect(await stage.loaded()).toBe(room);
  });
  test("not before its playback is stored", async () => {
    const ann = await stage.enter("ann");
    const release = stage.disk.hold("savePlayback");
    ann.send({ type: "SEEK", time: 60 });
    ann.leave();
    const room = await stage.loaded();
    await stage.pass(IDLE_MS * 3);
    expect(await stage.loaded()).toBe(room);
    await release();
    await stage.pass(IDLE_MS);
    expect((await stage.loaded()).state.playback).toMatchObject({ time: 60, revision: 1 });
  });
  test("once only, however many ask for it at once afterwards", async () => {
    const [one, two] = await Promise.all([stage.rooms.load(CODE), stage.rooms.load(CODE.toLowerCase())]);
    expect(one).toBe(two);
  });
});

test("a command that was on its way when the room left memory reaches the room that came back", async () => {
  const gone = await stage.loaded();
  await stage.pass(IDLE_MS);
  const ann = await stage.enter("ann");
  const state = await stage.rooms.command(gone, "ann", { type: "UPDATE_ROOM", change: { name: "new" } });
  expect(isRefusal(state) || state.info.name).toBe("new");
  expect(ann.got.at(-1)).toMatchObject({ type: "ROOM_UPDATED", room: { name: "new" } });
});

test("a room that is deleted closes its sockets with 4004, and is unknown from then on", async () => {
  const room = await stage.loaded();
  const bob = await stage.enter("bob");
  await stage.rooms.remove(room);
  expect(bob.code).toBe(CLOSE.room_gone);
  expect(await stage.rooms.load(CODE)).toBeNull();
  expect(await stage.rooms.command(room, "ann", { type: "LEAVE" })).toMatchObject({ refused: "room_not_found" });
});

test("a load that failed is tried anew by the next who asks", async () => {
  stage.disk.fail("openRoom");
  expect(await stage.rooms.load(CODE).catch((error) => error.message)).toBe("openRoom failed");
  stage.disk.mend("openRoom");
  expect((await stage.rooms.load(CODE))?.code).toBe(CODE);
});

describe("an account", () => {
  test("with a new name has it in every room at once", async () => {
    const bob = await stage.enter("bob");
    await stage.rooms.rename({ ...account("ann"), display_name: "Anna" });
    expect(bob.got.at(-1)).toMatchObject({ type: "PARTICIPANT_UPDATED", user: { display_name: "Anna" } });
    expect((await stage.loaded()).state.info.host.display_name).toBe("Anna");
  });
  test("that ends leaves the rooms it takes part in", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    await stage.rooms.forgetUser("bob", () => stage.store.deleteUser("bob"));
    expect(bob.code).toBe(CLOSE.session_over);
    expect(ann.types.at(-1)).toBe("USER_LEFT");
    expect((await stage.loaded()).state.participants.has("bob")).toBe(false);
  });
  test("that ends takes the rooms it hosts with it", async () => {
    const bob = await stage.enter("bob");
    await stage.rooms.forgetUser("ann", () => stage.store.deleteUser("ann"));
    expect(bob.code).toBe(CLOSE.room_gone);
    expect(await stage.rooms.load(CODE)).toBeNull();
  });
});

describe("a server", () => {
  test("that stops holds the film, sends everybody off with 1012, and stores all", async () => {
    const ann = await stage.enter("ann");
    ann.send({ type: "PLAY", time: 60, at: stage.clock.now() });
    await stage.pass(5_000);
    await stage.rooms.stop();
    expect(ann.got.findLast(isEvent("PAUSE"))).toMatchObject({ user_id: null, time: 65 });
    expect(ann.code).toBe(CLOSE.restart);
    expect(await stage.rooms.load(CODE)).toBeNull();
    expect((await stage.store.openRoom(CODE))?.playback).toMatchObject({ time: 65, is_playing: false, revision: 2 });
  });
  test("that stops leaves no timer of its rooms behind", async () => {
    const before = stage.timers;
    const ann = await stage.enter("ann");
    ann.send({ type: "PLAY", time: 60 });
    await stage.rooms.stop();
    await settle();
    expect(stage.timers).toBe(before);
  });
  test.each([0, 100, 499, 500, 7_300])(
    "that crashed %d ms after a start has the film where it was, paused",
    async (ms) => {
      const ann = await stage.enter("ann");
      ann.send({ type: "PLAY", time: 60, at: stage.clock.now() - 1_900 });
      await stage.pass(ms);
      const restarted = stage.reopened();
      await restarted.recover();
      const playback = (await restarted.load(CODE))?.state.playback;
      expect(playback?.is_playing).toBe(false);
      expect(Math.abs((playback?.time ?? 0) - (61.9 + ms / 1000))).toBeLessThan(1);
      expect(playback?.revision).toBeGreaterThan(1);
    },
  );
});
