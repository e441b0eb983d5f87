import { expect, test } from "bun:test";
import { inTime, socketUrl } from "../harness/follower.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

onEachTarget(({ server, cast }) => {
  test("P49 P50 P51: first the playback state, then the room and those online, then what happens", async () => {
    const { host, ann } = cast();
    const { room, code, lead } = await gather(host, [], { media: FILM });
    await ann.join(code);
    lead.send({ type: "SEEK", time: 12.5 });
    await lead.next("SEEK");
    const socket = await ann.follow(code);
    expect(socket.playback).toMatchObject({ is_playing: false, time: 12.5, rate: 1, revision: 1, media: FILM });
    const person = (user: object, role: string) => ({ user, role, is_muted: false });
    expect(socket.state as object).toEqual({
      type: "ROOM_STATE",
      room,
      you: person(ann.user, "participant"),
      participants: [person(host.user, "host"), person(ann.user, "participant")],
      queue: [],
      server_ms: expect.any(Number),
    });
    expect(Math.abs(socket.state.server_ms - socket.playback.effective_at)).toBeLessThan(1);
    await socket.expectSilence();
  });

  test("P49 P52: a socket gets one PLAYBACK_STATE in its life", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    for (const type of ["PLAY", "SEEK", "PAUSE"]) lead.send({ type, time: 1 });
    await lead.find("PAUSE");
    await host.put(`/api/rooms/${code}/media`, { media: FILM });
    await host.patch(`/api/rooms/${code}`, { name: "new" });
    for (const socket of [lead, ...sockets]) {
      await socket.find("ROOM_UPDATED");
      await socket.expectSilence();
      const states = socket.frames.filter((frame) => /"type":"(PLAYBACK|ROOM)_STATE"/.test(frame));
      expect(states.map((frame) => JSON.parse(frame).type)).toEqual(["PLAYBACK_STATE", "ROOM_STATE"]);
    }
  });

  test("P51: who joins in the middle of a flood misses nothing after the state that it gets", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, []);
    await ann.join(code);
    const joining: Promise<number[]>[] = [];
    for (let time = 1; time <= 300; time++) {
      lead.send({ type: "SEEK", time });
      if (time % 50 !== 0) continue;
      const revisions = async () => {
        const socket = await ann.follow(code);
        const seen = [socket.playback.revision];
        while (seen.at(-1) !== 300) seen.push((await socket.find("SEEK")).revision);
        await socket.close();
        return seen;
      };
      joining.push(revisions());
      await lead.untilPong();
    }
    for (const seen of await Promise.all(joining)) {
      const [first = 0] = seen;
      expect(seen).toEqual(Array.from({ length: 301 - first }, (_, index) => first + index));
    }
  });

  test("P54: a reconnect starts the join sequence anew", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    await sockets[0].close();
    await lead.next("USER_LEFT");
    lead.send({ type: "SEEK", time: 99 });
    await lead.next("SEEK");
    expect((await ann.follow(code)).playback).toMatchObject({ time: 99, revision: 1 });
  });

  test("P55: the first socket of a user is announced to the others, and the end of the last", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ben]);
    await ann.join(code);
    const first = await ann.follow(code);
    const joined = { type: "USER_JOINED", user: ann.user, role: "participant", is_muted: false };
    for (const socket of [lead, sockets[0]]) expect((await socket.next("USER_JOINED")) as object).toEqual(joined);
    await first.expectSilence();
    const second = await ann.follow(code);
    expect(second.state.participants.length).toBe(3);
    await first.close();
    await second.expectSilence();
    for (const socket of [lead, sockets[0]]) await socket.expectSilence();
    await second.close();
    const left = { type: "USER_LEFT", user: ann.user, role: "participant" };
    for (const socket of [lead, sockets[0]]) expect((await socket.next("USER_LEFT")) as object).toEqual(left);
    await lead.expectSilence();
  });

  test("P56: sockets that open and close at once leave nobody behind", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, []);
    await ann.join(code);
    const url = socketUrl(server().url, code, ann.token);
    const brief = Array.from({ length: 8 }, () => {
      const socket = new WebSocket(url);
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.onopen = () => socket.close();
      socket.onclose = () => resolve();
      return inTime(promise, "a close");
    });
    await Promise.all(brief);
    let online = 0;
    do {
      for (const { type } of await lead.untilPong()) online += type === "USER_JOINED" ? 1 : -1;
      expect([0, 1]).toContain(online);
    } while (online !== 0);
    expect((await host.follow(code)).state.participants.map(({ user }) => user.id)).toEqual([host.id]);
  });
});
