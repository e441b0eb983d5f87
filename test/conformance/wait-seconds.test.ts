import { expect, test } from "bun:test";
import type { Room } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { gather, onEachTarget } from "../harness/scene.ts";
import { startServer } from "../harness/server.ts";

const WRONG: [wait_seconds: unknown][] = [[-1], [61], [1.5], ["5"], [null], [true], [[5]], [{ s: 5 }]];

onEachTarget(({ target, cast }) => {
  test("P125 P22: a party goes on unless told otherwise, and waits up to a minute", async () => {
    const { host } = cast();
    expect((await host.room()).wait_seconds).toBe(0);
    for (const wait_seconds of [0, 1, 60]) {
      const { code, ...room } = await host.room({ wait_seconds });
      expect(room.wait_seconds).toBe(wait_seconds);
      expect((await host.get<Room>(`/api/rooms/${code}`)).body.wait_seconds).toBe(wait_seconds);
      expect((await host.follow(code)).state.room.wait_seconds).toBe(wait_seconds);
    }
  });

  test("P125 P27 P37: the host changes it for everyone, nobody else does", async () => {
    const { host, ann } = cast();
    const { code, room, lead, sockets } = await gather(host, [ann]);
    for (const wait_seconds of [60, 10, 0]) {
      const { status, body } = await host.patch<Room>(`/api/rooms/${code}`, { wait_seconds });
      expect([status, body]).toEqual([200, { ...room, wait_seconds }]);
      for (const socket of [lead, ...sockets]) expect((await socket.next("ROOM_UPDATED")).room).toEqual(body);
    }
    expectRefusal(await ann.patch(`/api/rooms/${code}`, { wait_seconds: 5 }), 403, "host_only");
    for (const socket of [lead, ...sockets]) await socket.expectSilence();
  });

  test.each(WRONG)("P125: %j is no time to wait, and changes nothing", async (wait_seconds) => {
    const { host } = cast();
    const { code } = await host.room({ wait_seconds: 7 });
    for (const answer of [
      await host.post("/api/rooms", { name: "a room", wait_seconds }),
      await host.patch(`/api/rooms/${code}`, { name: "renamed", wait_seconds }),
    ]) {
      expectRefusal(answer, 422, "invalid_input");
      const { errors } = answer.body as { errors: { path: string }[] };
      expect(new Set(errors.map(({ path }) => path))).toEqual(new Set(["wait_seconds"]));
    }
    expect((await host.get(`/api/rooms/${code}`)).body).toMatchObject({ name: "a room", wait_seconds: 7 });
  });

  test("P126 P70: the server itself pauses for nobody, and never goes on by itself", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben], { wait_seconds: 1 });
    lead.send({ type: "PLAY", time: 10 });
    const played = await lead.next("PLAY");
    sockets[0].send({ type: "VIEWER_STATUS", status: "buffering" });
    await lead.next("VIEWER_STATUS");
    await lead.expectSilence();
    expect((await ben.follow(code)).playback).toMatchObject({ is_playing: true, revision: played.revision });
    lead.send({ type: "PAUSE", time: 11 });
    const paused = await lead.next("PAUSE");
    sockets[0].send({ type: "VIEWER_STATUS", status: "ready" });
    await lead.next("VIEWER_STATUS");
    // Longer than the party is set to wait.
    await Bun.sleep(1_200);
    await lead.expectSilence();
    expect((await ben.follow(code)).playback).toMatchObject({ is_playing: false, revision: paused.revision });
  });

  test("P127 P85 P88: a report is passed on with the figures that it has, and none that is out of range", async () => {
    const { host, ann } = cast();
    const { lead, sockets } = await gather(host, [ann]);
    const reports = [
      { status: "ready" },
      { status: "buffering", time: 61.25, offset_ms: 130.5, rtt_ms: 42, buffered_s: 0 },
      { status: "ready", offset_ms: -8, buffered_s: 1e6 },
      { status: "away", offset_ms: 86_400_000 },
    ];
    const wrong = [
      { status: "stuck" },
      { status: "ready", time: -1 },
      { status: "ready", offset_ms: "8" },
      { status: "ready", buffered_s: -0.1 },
    ];
    for (const message of wrong) lead.send({ type: "VIEWER_STATUS", ...message });
    for (const report of reports) {
      sockets[0].send({ type: "VIEWER_STATUS", ...report, user_id: host.id, mood: "cross" });
      for (const socket of [lead, sockets[0]])
        expect((await socket.next("VIEWER_STATUS")) as object).toEqual({
          type: "VIEWER_STATUS",
          user_id: ann.id,
          ...report,
        });
    }
    await lead.expectSilence();
  });

  test.concurrent("P125 P119: it outlives a restart", async () => {
    await using first = await startServer(target);
    const host = await first.api.account();
    const { code } = await host.room({ wait_seconds: 5 });
    await host.patch(`/api/rooms/${code}`, { wait_seconds: 25 });
    await first.kill9();
    await using second = await startServer(target, {}, first.folder);
    const { body } = await second.api.call<Room>("GET", `/api/rooms/${code}`, { token: host.token });
    expect(body.wait_seconds).toBe(25);
  });
});
