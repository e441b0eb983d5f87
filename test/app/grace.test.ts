import { beforeEach, describe, expect, test } from "bun:test";
import { isEvent } from "./fakes.ts";
import { createStage, GRACE_MS } from "./stage.ts";

let stage: Awaited<ReturnType<typeof createStage>>;
let ann: Awaited<ReturnType<typeof stage.enter>>;
let bob: Awaited<ReturnType<typeof stage.enter>>;
beforeEach(async () => {
  stage = await createStage();
  [ann, bob] = [await stage.enter("ann"), await stage.enter("bob")];
  ann.send({ type: "PLAY", time: 60, at: stage.clock.now() });
});

const pauses = () => bob.got.filter(isEvent("PAUSE"));

describe("while the host is away", () => {
  test("the film goes on for the grace time, then the server holds it where it is", async () => {
    await stage.pass(5_000);
    ann.leave();
    await stage.pass(GRACE_MS - 1);
    expect(pauses()).toEqual([]);
    await stage.pass(1);
    expect(pauses()).toMatchObject([{ user_id: null, is_playing: false, time: 60 + 5 + GRACE_MS / 1000, revision: 2 }]);
  });
  test("the grace counts from the leaving, whatever happens meanwhile", async () => {
    ann.leave();
    await stage.pass(GRACE_MS - 1);
    bob.send({ type: "REACTION", emoji: "🎉" });
    await stage.pass(1);
    expect(pauses()).toHaveLength(1);
  });
  test("coming back ends it", async () => {
    ann.leave();
    await stage.pass(GRACE_MS - 1);
    await stage.enter("ann");
    await stage.pass(GRACE_MS * 2);
    expect(pauses()).toEqual([]);
  });
  test("another tab is not away", async () => {
    await stage.enter("ann");
    ann.leave();
    await stage.pass(GRACE_MS * 2);
    expect(pauses()).toEqual([]);
  });
  test("a room that is paused stays as it is", async () => {
    ann.send({ type: "PAUSE", time: 60 });
    const { length } = pauses();
    ann.leave();
    await stage.pass(GRACE_MS * 2);
    expect(pauses()).toHaveLength(length);
  });
});

describe("handing over", () => {
  const handOver = async (from: string, user_id: string) =>
    stage.rooms.command(await stage.loaded(), from, { type: "HAND_OVER", user_id });

  test("to somebody who is here ends the grace", async () => {
    ann.leave();
    await stage.pass(GRACE_MS - 1);
    await handOver("ann", "bob");
    await stage.pass(GRACE_MS * 2);
    expect(pauses()).toEqual([]);
    expect(bob.types.at(-1)).toBe("HOST_CHANGED");
  });
  test("from somebody who is away to somebody who is away starts a new one", async () => {
    ann.leave();
    bob.leave();
    await stage.pass(GRACE_MS - 1);
    await handOver("ann", "bob");
    await stage.pass(GRACE_MS - 1);
    expect((await stage.loaded()).state.playback.is_playing).toBe(true);
    await stage.pass(1);
    expect((await stage.loaded()).state.playback.is_playing).toBe(false);
  });
  test("to somebody who is away starts one", async () => {
    bob.leave();
    await handOver("ann", "bob");
    const pausesOfAnn = () => ann.got.filter(isEvent("PAUSE"));
    await stage.pass(GRACE_MS - 1);
    expect(pausesOfAnn()).toEqual([]);
    await stage.pass(1);
    expect(pausesOfAnn()).toHaveLength(1);
  });
});
