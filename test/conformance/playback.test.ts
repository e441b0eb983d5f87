import { expect, test } from "bun:test";
import type { PlaybackChange } from "../../src/protocol/events.ts";
import type { Playback } from "../../src/protocol/values.ts";
import type { Follower } from "../harness/follower.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

/** The server's clock, as an answer to PING tells it. */
async function serverClock(socket: Follower): Promise<number> {
  socket.send({ type: "PING", client_ms: 0 });
  return (await socket.next("PONG")).server_ms;
}

const positionAt = ({ time, rate, effective_at }: Playback, now: number) =>
  time + (rate * Math.max(0, now - effective_at)) / 1000;

onEachTarget(({ cast }) => {
  /** Sends a command of the host's between two looks at the clock. */
  async function lead(socket: Follower, command: { type: PlaybackChange["type"] } & Record<string, unknown>) {
    const before = await serverClock(socket);
    socket.send(command);
    const event = (await socket.next(command.type)) as PlaybackChange;
    return { event, before, after: await serverClock(socket) };
  }

  test("P66 P57: a new room is paused at 0, and everyone gets the whole state of each change", async () => {
    const { host, ann } = cast();
    const { code, lead: own, sockets } = await gather(host, [ann], { media: FILM });
    const { type: _, effective_at: __, ...fresh } = own.playback;
    expect(fresh).toEqual({ is_playing: false, time: 0, rate: 1, revision: 0, media: FILM });
    const commands = [
      { type: "PLAY", time: 1.25 },
      { type: "RATE", time: 2, rate: 1.5 },
      { type: "SEEK", time: 86_400_000 },
      { type: "PAUSE", time: 0 },
    ] as const;
    for (const [index, command] of commands.entries()) {
      own.send(command);
      const event = await own.next(command.type);
      expect(event as object).toEqual({
        rate: index === 0 ? 1 : 1.5,
        ...command,
        is_playing: command.type !== "PAUSE",
        effective_at: expect.any(Number),
        revision: index + 1,
        media: FILM,
        user_id: host.id,
      });
      expect(await sockets[0].next(command.type)).toEqual(event);
    }
    expect((await ann.follow(code)).playback).toMatchObject({ is_playing: false, time: 0, rate: 1.5, revision: 4 });
  });

  test("P58: from anyone but the host the same commands come to nothing", async () => {
    const { host, ann } = cast();
    const { lead: own, sockets } = await gather(host, [ann]);
    for (const type of ["PLAY", "PAUSE", "SEEK"]) sockets[0].send({ type, time: 5 });
    sockets[0].send({ type: "RATE", time: 5, rate: 2 });
    await sockets[0].expectSilence();
    await own.expectSilence();
    own.send({ type: "SEEK", time: 6 });
    for (const socket of [own, sockets[0]])
      expect(await socket.next("SEEK")).toMatchObject({ time: 6, revision: 1, is_playing: false });
  });

  test("P61: without reports a start lies 150 ms ahead, for a new position too", async () => {
    const { host, ann } = cast();
    const { lead: own } = await gather(host, [ann]);
    for (const type of ["PLAY", "PLAY", "SEEK"] as const) {
      const { event, before, after } = await lead(own, { type, time: 60 });
      expect(event).toMatchObject({ is_playing: true, time: 60 });
      expect(event.effective_at).toBeWithin(before + 149, after + 151);
    }
  });

  test("P61 P87: a start lies further ahead for a slow member, by 500 ms at most", async () => {
    const { host, ann } = cast();
    const { lead: own, sockets } = await gather(host, [ann]);
    /** Expects that a start by this member's report lies so far ahead, whenever between two looks at the clock it was. */
    const expectAhead = async (rtt_ms: number, least: number, most: number) => {
      sockets[0].send({ type: "PING", client_ms: 0, rtt_ms });
      await sockets[0].find("PONG");
      const { event, before, after } = await lead(own, { type: "PLAY", time: 0 });
      expect(event.effective_at).toBeWithin(before + least - 1, after + most + 1);
    };
    await expectAhead(10, 150, 150);
    await expectAhead(500, 250, 500);
    await expectAhead(10_001, 250, 500);
    await expectAhead(10_000, 500, 500);
    await sockets[0].close();
    await own.find("USER_LEFT");
    const { event, before, after } = await lead(own, { type: "PLAY", time: 0 });
    expect(event.effective_at).toBeWithin(before + 149, after + 151);
  });

  test("P62 P64: PAUSE, RATE, and SEEK while paused take effect at once and start nothing", async () => {
    const { lead: own } = await gather(cast().host, []);
    for (const command of [
      { type: "SEEK", time: 10 },
      { type: "RATE", time: 11, rate: 0.25 },
      { type: "PAUSE", time: 12 },
    ] as const) {
      const { event, before, after } = await lead(own, command);
      expect(event).toMatchObject({ is_playing: false, time: command.time });
      expect(event.effective_at).toBeWithin(before - 0.001, after + 0.001);
    }
  });

  test("P63: a good `at` is the instant at which the time holds", async () => {
    const { lead: own } = await gather(cast().host, []);
    for (const type of ["PLAY", "SEEK", "RATE", "PAUSE"] as const)
      for (const age of [0.5, 1000, 1900]) {
        const at = (await serverClock(own)) - age;
        const { event } = await lead(own, { type, time: 50, at, ...(type === "RATE" && { rate: 1 }) });
        expect(event).toMatchObject({ time: 50, effective_at: at });
      }
  });

  test("P63: an `at` to come or too old counts as absent, one of another type spoils the message", async () => {
    const { lead: own } = await gather(cast().host, []);
    const now = await serverClock(own);
    for (const at of [now + 5000, now - 2001, 0, -1, 1e300]) {
      const { event, before, after } = await lead(own, { type: "PAUSE", time: 50, at });
      expect(event.effective_at).toBeWithin(before - 0.001, after + 0.001);
    }
    for (const at of ["now", null, true, {}, []]) own.send({ type: "PAUSE", time: 50, at });
    own.send('{"type":"PAUSE","time":50,"at":1e999}');
    await own.expectSilence();
  });

  test("P60 P54: while it plays, a room is where time has taken it", async () => {
    const { host, ann } = cast();
    const { code, lead: own } = await gather(host, [ann]);
    await lead(own, { type: "RATE", time: 0, rate: 4 });
    const { event: started } = await lead(own, { type: "PLAY", time: 100 });
    const early = await ann.follow(code);
    const { type: _, user_id: __, ...unchanged } = started;
    if (early.state.server_ms < started.effective_at) expect(early.playback).toMatchObject(unchanged);
    for (let now = 0; now < started.effective_at + 50; ) now = await serverClock(own);
    const late = await ann.follow(code);
    expect(late.playback.effective_at).toBe(late.state.server_ms);
    expect(late.playback.time).toBeCloseTo(positionAt(started, late.playback.effective_at), 6);
    expect(late.playback).toMatchObject({ is_playing: true, rate: 4, revision: started.revision });
    await lead(own, { type: "PAUSE", time: 3 });
    expect((await ann.follow(code)).playback).toMatchObject({ is_playing: false, time: 3 });
  });

  test("P59 P65: what is out of range is no change; each change raises the revision by one", async () => {
    const { lead: own } = await gather(cast().host, []);
    for (const time of [-0.001, 86_400_001, "5", null, undefined, [1], {}, true]) own.send({ type: "SEEK", time });
    for (const rate of [0, 0.2, 4.1, -1, "2", null]) own.send({ type: "RATE", time: 0, rate });
    own.send({ type: "RATE", time: 0 });
    own.send('{"type":"SEEK","time":1e999}');
    own.send('{"type":"SEEK","time":NaN}');
    await own.expectSilence();
    const revisions: number[] = [];
    for (const rate of [0.25, 4, 1]) revisions.push((await lead(own, { type: "RATE", time: 0, rate })).event.revision);
    expect(revisions).toEqual([1, 2, 3]);
  });
});
