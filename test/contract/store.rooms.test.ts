import { describe, expect, test } from "bun:test";
import { rejection } from "./folder.ts";
import { FILM, furnished, item, person } from "./furnished.ts";
import { account, CODE, line, MANY, newRoom, playbackAt, userRecord } from "./records.ts";
import { STORES } from "./stores.ts";

describe.each(STORES)("a store %s", (_, open) => {
  const disk = furnished(open);

  describe("rooms", () => {
    test("come back as they were made and changed", async () => {
      const { info } = await disk.opened();
      const changed = { ...info, name: "Matinee 🎬", is_public: true, is_chat_enabled: false, wait_seconds: 15 };
      await disk.store.saveRoom(changed);
      await disk.store.saveParticipant(CODE, person("bob", { is_muted: true }));
      await disk.store.saveQueue(CODE, [item("q2", "ann"), item("q1", "bob")]);
      await disk.reopen();
      const room = await disk.opened();
      expect(room.info).toEqual({ ...changed, host: account("ann") });
      expect(room.participants).toEqual([person("ann", { role: "host" }), person("bob", { is_muted: true })]);
      expect(room.queue).toEqual([item("q2", "ann"), item("q1", "bob")]);
    });
    test("have codes of their own", async () => {
      expect(await disk.store.createRoom(newRoom(CODE, "bob", { name: "another" }), MANY)).toBe("code_taken");
      expect((await disk.opened()).info.name).toBe(CODE);
      expect(await disk.store.openRoom("ZZZZZZZZ")).toBeNull();
    });
    test("keep people in the order in which they came", async () => {
      for (const id of ["zoe", "cleo", "dan"]) {
        await disk.store.createUser(userRecord(id));
        await disk.store.saveParticipant(CODE, person(id, { status: "pending" }));
      }
      await disk.store.saveParticipant(CODE, person("zoe", { status: "banned" }));
      await disk.store.removeParticipant(CODE, "cleo");
      const { participants } = await disk.opened();
      expect(participants.map(({ user, status }) => [user.id, status])).toEqual([
        ["ann", "approved"],
        ["bob", "approved"],
        ["zoe", "banned"],
        ["dan", "pending"],
      ]);
    });
    test("have the host whom they were handed to", async () => {
      await disk.store.saveHost(CODE, "bob");
      const { info, participants } = await disk.opened();
      expect(info.host.id).toBe("bob");
      expect(participants.map(({ role }) => role)).toEqual(["participant", "host"]);
    });
    test("are as many as their host may have, also when many are made at once", async () => {
      const codes = ["BBBBBBBB", "CCCCCCCC", "DDDDDDDD", "EEEEEEEE"];
      const made = await Promise.all(codes.map((code) => disk.store.createRoom(newRoom(code, "bob"), 2)));
      expect(made).toEqual(["created", "created", "too_many", "too_many"]);
    });
    test("are listed: mine newest first without those I wait for, and the public ones", async () => {
      await disk.store.createRoom(
        newRoom("BBBBBBBB", "bob", { created_at: "2026-02-01T00:00:00.000Z", is_public: true }),
        MANY,
      );
      await disk.store.createRoom(
        newRoom("CCCCCCCC", "bob", { created_at: "2026-03-01T00:00:00.000Z", media: FILM, wait_seconds: 60 }),
        MANY,
      );
      await disk.store.saveParticipant("BBBBBBBB", person("ann"));
      await disk.store.saveParticipant("CCCCCCCC", person("ann", { status: "pending" }));
      const codes = (rooms: { code: string }[]) => rooms.map(({ code }) => code);
      expect(codes(await disk.store.roomsOf("ann"))).toEqual(["BBBBBBBB", CODE]);
      expect(codes(await disk.store.roomsOf("bob"))).toEqual(["CCCCCCCC", "BBBBBBBB", CODE]);
      expect((await disk.store.roomsOf("bob"))[0]).toEqual(
        newRoom("CCCCCCCC", "bob", { created_at: "2026-03-01T00:00:00.000Z", media: FILM, wait_seconds: 60 }).room,
      );
      expect(codes(await disk.store.publicRooms(5))).toEqual(["BBBBBBBB"]);
      expect(await disk.store.publicRooms(0)).toEqual([]);
    });
    test("that are deleted leave nothing", async () => {
      await disk.store.addMessage(CODE, line("bob", "hello"));
      await disk.store.saveQueue(CODE, [item("q1", "bob")]);
      await disk.store.deleteRoom(CODE);
      expect(await disk.store.openRoom(CODE)).toBeNull();
      expect(await disk.store.roomsOf("bob")).toEqual([]);
      expect(await disk.store.messages(CODE, { limit: 5 })).toEqual([]);
      expect(await rejection(disk.store.addMessage(CODE, line("bob", "too late")))).toBeString();
    });
  });

  describe("playback", () => {
    test("comes back to the fraction, media included", async () => {
      await disk.opened();
      const playback = playbackAt(7_000, {
        is_playing: true,
        time: 0.1 + 0.2,
        rate: 1.25,
        effective_at: 1e12 + 0.125,
        media: FILM,
      });
      await disk.store.savePlayback(CODE, playback);
      await disk.store.releaseRoom(CODE);
      await disk.reopen();
      expect((await disk.opened()).playback).toEqual(playback);
    });
    test("is never replaced by an older one", async () => {
      await disk.store.savePlayback(CODE, playbackAt(5, { time: 50 }));
      await disk.store.savePlayback(CODE, playbackAt(4, { time: 40 }));
      expect((await disk.opened()).playback.time).toBe(50);
    });
    test("goes on with the next revision after a release", async () => {
      const { revision } = (await disk.opened()).playback;
      await disk.store.savePlayback(CODE, playbackAt(revision + 3));
      await disk.store.releaseRoom(CODE);
      await disk.reopen();
      expect((await disk.opened()).playback.revision).toBe(revision + 3);
    });
    test("has a revision above any that was sent, after an end without a release", async () => {
      let sent = (await disk.opened()).playback.revision;
      for (const stored of [1, 499, 501, 1_499, 4_000]) {
        const first = sent + stored;
        await disk.store.savePlayback(CODE, playbackAt(first));
        sent = first + 499;
        await disk.reopen();
        const { revision } = (await disk.opened()).playback;
        expect(revision).toBeGreaterThan(sent);
        sent = revision;
      }
    });
    test("that was sent before anything was stored still counts", async () => {
      const { revision } = (await disk.opened()).playback;
      await disk.reopen();
      expect((await disk.opened()).playback.revision).toBeGreaterThan(revision + 499);
    });
    test("that runs is what a crash interrupted, with the last sign of life", async () => {
      expect(await disk.store.beginRun()).toEqual({ alive_at: 0, rooms: [] });
      await disk.store.savePlayback(CODE, playbackAt(1, { is_playing: true, time: 9 }));
      await disk.store.beat(1_000.5);
      await disk.store.beat(2_000.5);
      await disk.reopen();
      const { alive_at, rooms } = await disk.store.beginRun();
      expect(alive_at).toBe(2_000.5);
      expect(rooms).toMatchObject([{ code: CODE, playback: { is_playing: true, time: 9, revision: 1 } }]);
    });
  });

  describe("chat", () => {
    test("lines get growing ids and keep their words", async () => {
      const first = await disk.store.addMessage(CODE, { ...line("bob", "Grüße 🎬"), media_time: 1.5, client_id: "c1" });
      const second = await disk.store.addMessage(CODE, line("ann", "hello", first?.id));
      expect(first).not.toHaveProperty("client_id");
      expect(second?.id).toBeGreaterThan(first?.id ?? 0);
      expect(await disk.store.messages(CODE, { limit: 5 })).toEqual([second as never, first as never]);
    });
    test("replies to a line of another room, or to none, are not stored", async () => {
      await disk.store.createRoom(newRoom("BBBBBBBB", "bob"), MANY);
      const other = await disk.store.addMessage("BBBBBBBB", line("bob", "elsewhere"));
      expect(await disk.store.addMessage(CODE, line("bob", "re", other?.id))).toBeNull();
      expect(await disk.store.addMessage(CODE, line("bob", "re", 999_999))).toBeNull();
      expect(await disk.store.messages(CODE, { limit: 5 })).toEqual([]);
    });
    test("pages: newest first before a line, oldest first after it, bounds left out", async () => {
      await disk.store.createRoom(newRoom("BBBBBBBB", "bob"), MANY);
      const ids: number[] = [];
      for (let n = 0; n < 7; n++) {
        const made = await disk.store.addMessage(CODE, line("bob", String(n)));
        ids.push(made?.id ?? 0);
        await disk.store.addMessage("BBBBBBBB", line("bob", "in between"));
      }
      const page = async (bounds: { before?: number; after?: number }, limit = 3) =>
        (await disk.store.messages(CODE, { ...bounds, limit })).map(({ message }) => message).join("");
      const at = (index: number) => ids[index] ?? 0;
      expect(await page({})).toBe("654");
      expect(await page({ before: at(4) })).toBe("321");
      expect(await page({ before: at(0) })).toBe("");
      expect(await page({ after: at(2) })).toBe("345");
      expect(await page({ after: 0 })).toBe("012");
      expect(await page({ after: at(6) })).toBe("");
      expect(await page({}, 100)).toBe("6543210");
    });
    test("pages of one film hold what was said to it, whatever else was said in between", async () => {
      await disk.store.createRoom(newRoom("BBBBBBBB", "bob"), MANY);
      const films = ["url:a", "url:b", null, "url:a", "url:a"];
      const ids: number[] = [];
      for (const [n, film] of films.entries())
        ids.push((await disk.store.addMessage(CODE, { ...line("bob", String(n)), film }))?.id ?? 0);
      await disk.store.addMessage("BBBBBBBB", { ...line("bob", "elsewhere"), film: "url:a" });
      const page = async (bounds: { before?: number; after?: number }, limit = 5) =>
        (await disk.store.messages(CODE, { ...bounds, film: "url:a", limit })).map(({ message }) => message).join("");
      expect(await page({})).toBe("430");
      expect(await page({}, 2)).toBe("43");
      expect(await page({ before: ids[4] ?? 0 })).toBe("30");
      expect(await page({ after: ids[0] ?? 0 })).toBe("34");
      const [first] = await disk.store.messages(CODE, { after: 0, limit: 1 });
      expect(first).not.toHaveProperty("film");
      expect(await disk.store.messages(CODE, { film: "url:c", limit: 5 })).toEqual([]);
    });
    test("lines that come at once keep their order and are all there afterwards", async () => {
      const words = Array.from({ length: 1_000 }, (_, n) => `line ${n}`);
      const made = await Promise.all(words.map((message) => disk.store.addMessage(CODE, line("bob", message))));
      const ids = made.map((one) => one?.id ?? 0);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      await disk.reopen();
      const kept = await disk.store.messages(CODE, { after: 0, limit: 2_000 });
      expect(kept.map(({ message }) => message)).toEqual(words);
    });
  });
});
