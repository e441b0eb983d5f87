import { beforeEach, describe, expect, test } from "bun:test";
import { CLOSE } from "../../src/protocol/codes.ts";
import { isEvent, settle } from "./fakes.ts";
import { CODE, createStage } from "./stage.ts";

let stage: Awaited<ReturnType<typeof createStage>>;
beforeEach(async () => {
  stage = await createStage();
});

describe("joining", () => {
  test("begins with the playback, then the room with oneself in it, and nothing lies between", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    expect(bob.types).toEqual(["PLAYBACK_STATE", "ROOM_STATE"]);
    expect(bob.got.find(isEvent("ROOM_STATE"))).toMatchObject({
      you: { user: { id: "bob" }, role: "participant", is_muted: false },
      participants: [{ user: { id: "ann" } }, { user: { id: "bob" } }],
    });
    expect(ann.types).toEqual(["PLAYBACK_STATE", "ROOM_STATE", "USER_JOINED"]);
  });
  test("is news with the first tab, leaving with the last", async () => {
    const ann = await stage.enter("ann");
    const tabs = [await stage.enter("bob"), await stage.enter("bob")];
    tabs[0]?.leave();
    expect(ann.types.slice(2)).toEqual(["USER_JOINED"]);
    tabs[1]?.leave();
    expect(ann.types.slice(2)).toEqual(["USER_JOINED", "USER_LEFT"]);
  });
  test("misses nothing that is published afterwards, in one order for everybody", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    ann.send({ type: "SEEK", time: 1 });
    bob.send({ type: "REACTION", emoji: "🎉" });
    ann.send({ type: "SEEK", time: 2 });
    expect(bob.types.slice(2)).toEqual(["SEEK", "REACTION", "SEEK"]);
    expect(ann.got.slice(-3)).toEqual(bob.got.slice(-3));
  });
  test("by somebody who was removed before the socket opened ends with 4003", async () => {
    const room = await stage.loaded();
    await stage.rooms.command(room, "ann", { type: "REMOVE_PARTICIPANT", user_id: "bob" });
    const bob = await stage.enter("bob");
    expect([bob.types, bob.code]).toEqual([[], CLOSE.removed]);
    expect(room.state.online.size).toBe(0);
  });
});

test("sockets of somebody who goes are closed before the others hear of it", async () => {
  const ann = await stage.enter("ann");
  const bob = await stage.enter("bob");
  const before = bob.got.length;
  await stage.rooms.command(await stage.loaded(), "ann", { type: "REMOVE_PARTICIPANT", user_id: "bob" });
  expect(bob.code).toBe(CLOSE.removed);
  expect(bob.got.length).toBe(before);
  expect(ann.types.at(-1)).toBe("USER_LEFT");
  bob.send({ type: "CHAT", message: "still here?" });
  await settle();
  expect(ann.types.at(-1)).toBe("USER_LEFT");
});

describe("playback", () => {
  test("is published before it is stored", async () => {
    const bob = await stage.enter("bob");
    const ann = await stage.enter("ann");
    const release = stage.disk.hold("savePlayback");
    ann.send({ type: "PLAY", time: 60 });
    expect(bob.types.at(-1)).toBe("PLAY");
    expect((await stage.store.beginRun()).rooms).toEqual([]);
    await release();
    expect((await stage.store.beginRun()).rooms).toMatchObject([{ code: CODE, playback: { time: 60 } }]);
  });
  test("of which many come while one is stored: the newest is stored next, and last", async () => {
    const ann = await stage.enter("ann");
    const release = stage.disk.hold("savePlayback");
    ann.send({ type: "PLAY", time: 0 });
    for (const time of [1, 2, 3]) ann.send({ type: "SEEK", time });
    await release();
    expect((await stage.store.beginRun()).rooms).toMatchObject([{ playback: { time: 3 } }]);
  });
  test("that cannot be stored is tried again, and nobody is sent away for it", async () => {
    const ann = await stage.enter("ann");
    stage.disk.fail("savePlayback");
    ann.send({ type: "PLAY", time: 60 });
    await stage.pass(600);
    stage.disk.mend("savePlayback");
    await stage.pass(600);
    expect(ann.code).toBeUndefined();
    expect((await stage.store.beginRun()).rooms).toMatchObject([{ playback: { time: 60 } }]);
  });
  test("starts as far ahead as the worst round trip in the room asks for", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    const leadOf = () => {
      ann.send({ type: "PLAY", time: 0 });
      return (ann.got.findLast(isEvent("PLAY"))?.effective_at ?? 0) - stage.clock.now();
    };
    expect(leadOf()).toBe(150);
    bob.send({ type: "PING", client_ms: 1, rtt_ms: 400 });
    expect(leadOf()).toBe(250);
    bob.leave();
    expect(leadOf()).toBe(150);
  });
  test("is nobody's but the host's", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    bob.send({ type: "PLAY", time: 60 });
    expect(ann.types.at(-1)).toBe("USER_JOINED");
    expect(bob.code).toBeUndefined();
  });
});

describe("chat", () => {
  test("is published when it is stored, no sooner, and in the order in which it came", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    const release = stage.disk.hold("addMessage");
    bob.send({ type: "CHAT", message: "one", client_id: "c1" });
    ann.send({ type: "CHAT", message: "two" });
    await settle();
    expect(ann.got.filter(isEvent("CHAT"))).toEqual([]);
    await release();
    const lines = ann.got.filter(isEvent("CHAT"));
    expect(lines.map(({ message }) => message)).toEqual(["one", "two"]);
    expect(lines[0]?.client_id).toBe("c1");
    const stored = await stage.store.messages(CODE, { after: 0, limit: 5 });
    expect(stored.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
  });
  test("that cannot be stored is its writer's news alone", async () => {
    const ann = await stage.enter("ann");
    const bob = await stage.enter("bob");
    stage.disk.fail("addMessage");
    bob.send({ type: "CHAT", message: "lost", client_id: "c1" });
    await settle();
    expect(bob.got.at(-1)).toEqual({
      type: "ERROR",
      message: "Your message could not be stored",
      code: "not_stored",
      client_id: "c1",
    });
    expect(ann.got.filter(isEvent("CHAT"))).toEqual([]);
    expect(bob.code).toBeUndefined();
  });
  test("that answers a line of another room, or comes too late for its own, is nobody's news", async () => {
    const ann = await stage.enter("ann");
    ann.send({ type: "CHAT", message: "re", reply_to: 999 });
    const release = stage.disk.hold("addMessage");
    ann.send({ type: "CHAT", message: "too late" });
    const end = (await stage.loaded()).end(CLOSE.restart);
    await release();
    await end;
    expect(ann.types).toEqual(["PLAYBACK_STATE", "ROOM_STATE"]);
  });
  test("is limited over all tabs, and refused lines don't count", async () => {
    const tabs = [await stage.enter("bob"), await stage.enter("bob")];
    for (let n = 0; n < 12; n++) tabs[n % 2]?.send({ type: "CHAT", message: String(n) });
    await stage.pass(2_999);
    tabs[0]?.send({ type: "CHAT", message: "too soon" });
    await stage.pass(1);
    tabs[0]?.send({ type: "CHAT", message: "again" });
    await settle();
    const said = tabs[0]?.got.filter(isEvent("CHAT")).map(({ message }) => message);
    expect(said).toEqual(["0", "1", "2", "3", "4", "again"]);
  });
});

test("a change that the disk does not take sends everybody to what is really stored", async () => {
  const ann = await stage.enter("ann");
  const bob = await stage.enter("bob");
  stage.disk.fail("saveRoom");
  const room = await stage.loaded();
  const change = { name: "never stored" };
  const failed = await stage.rooms
    .command(room, "ann", { type: "UPDATE_ROOM", change })
    .catch((error) => error.message);
  expect(failed).toBe("saveRoom failed");
  expect([ann.code, bob.code]).toEqual([CLOSE.restart, CLOSE.restart]);
  expect((await stage.loaded()).state.info.name).toBe(CODE);
  expect(await stage.loaded()).not.toBe(room);
});

test("where the disk takes nothing at all, the party goes on in memory", async () => {
  const ann = await stage.enter("ann");
  stage.disk.fail("saveRoom");
  stage.disk.fail("check");
  const room = await stage.loaded();
  const change = { name: "not stored yet" };
  const failed = await stage.rooms
    .command(room, "ann", { type: "UPDATE_ROOM", change })
    .catch((error) => error.message);
  expect(failed).toBe("saveRoom failed");
  expect(ann.code).toBeUndefined();
  expect(await stage.loaded()).toBe(room);
});

test("while an account ends, no room takes anything by it or about it", async () => {
  const bob = await stage.enter("bob");
  const room = await stage.loaded();
  const release = stage.disk.hold("deleteUser");
  const ending = stage.rooms.forgetUser("bob", () => stage.disk.store.deleteUser("bob"));
  const byBob = await stage.rooms.command(room, "bob", { type: "LEAVE" });
  const aboutBob = await stage.rooms.command(room, "ann", { type: "HAND_OVER", user_id: "bob" });
  expect([byBob, aboutBob]).toMatchObject([{ refused: "token_invalid" }, { refused: "participant_not_found" }]);
  await release();
  await ending;
  expect(bob.code).toBe(CLOSE.session_over);
  expect((await stage.loaded()).state.participants.has("bob")).toBe(false);
});

test("nothing that a client sends ends its connection or the room", async () => {
  const bob = await stage.enter("bob");
  for (const frame of ["", "null", "{", '{"type":"__proto__"}', '{"type":"PLAY"}', "[".repeat(9_999)])
    bob.session.received(frame);
  bob.send({ type: "PING", client_ms: 7 });
  expect(bob.got.at(-1)).toEqual({ type: "PONG", client_ms: 7, server_ms: stage.clock.now() });
});

test("what the library holds is sent with its address, what is stored has none", async () => {
  const ann = await stage.enter("ann");
  const media = { kind: "file", src: "film.mp4", subtitles: [{ src: "film.vtt", label: "E", lang: "en" }] } as const;
  await stage.rooms.command(await stage.loaded(), "ann", {
    type: "SET_MEDIA",
    media: { ...media, subtitles: [...media.subtitles] },
  });
  await settle();
  expect(ann.got.findLast(isEvent("MEDIA_CHANGED"))?.media).toMatchObject({
    url: "/media/film.mp4?signed",
    subtitles: [{ url: "/media/film.vtt?signed" }],
  });
  expect((await stage.store.openRoom(CODE))?.playback.media).toEqual({ ...media, subtitles: [...media.subtitles] });
});
