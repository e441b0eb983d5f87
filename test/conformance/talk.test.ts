import { expect, test } from "bun:test";
import { gather, onEachTarget } from "../harness/scene.ts";

onEachTarget(({ server, cast }) => {
  test("P82: a reaction of one grapheme is broadcast, whether chat is on or not", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann], { is_chat_enabled: false });
    for (const emoji of ["", "ab", "🎉🎉", " ", 1, null]) sockets[0].send({ type: "REACTION", emoji });
    for (const emoji of ["🎉", "👩‍👩‍👧‍👦", "🇫🇮", "e\u0301"]) {
      sockets[0].send({ type: "REACTION", emoji });
      for (const socket of [lead, sockets[0]])
        expect((await socket.next("REACTION")) as object).toEqual({
          type: "REACTION",
          user: ann.user,
          emoji: emoji.normalize("NFC"),
        });
    }
    expect((await ann.get(`/api/rooms/${code}/messages`)).body).toEqual({ messages: [], next_before: null });
  });

  test("P82 P85 P84: past their limits reactions, statuses and requests are dropped in silence", async () => {
    const { host, ann } = cast();
    const { lead, sockets } = await gather(host, [ann]);
    const flood = async (message: object) => {
      const since = performance.now();
      for (let times = 0; times < 15; times++) sockets[0].send(message);
      await sockets[0].untilPong();
      return { heard: (await lead.untilPong()).length, took_ms: performance.now() - since };
    };
    expect((await flood({ type: "REACTION", emoji: "🎉" })).heard).toBe(10);
    expect((await flood({ type: "REQUEST", action: "pause" })).heard).toBe(5);
    const statuses = await flood({ type: "VIEWER_STATUS", status: "ready" });
    if (statuses.took_ms < 1000) expect(statuses.heard).toBe(10);
  });

  test("P84: a request reaches the host's sockets alone", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben]);
    const tab = await host.follow(code);
    for (const request of [{ action: "play" }, { action: "seek", time: 12.5 }]) {
      sockets[0].send({ type: "REQUEST", ...request, user: "me" });
      for (const socket of [lead, tab])
        expect((await socket.next("REQUEST")) as object).toEqual({ type: "REQUEST", user: ann.user, ...request });
    }
    for (const wrong of [{ action: "stop" }, {}, { action: "seek", time: -1 }, { action: "play", time: null }])
      sockets[0].send({ type: "REQUEST", ...wrong });
    lead.send({ type: "REQUEST", action: "play" });
    await lead.expectSilence();
    for (const socket of [...sockets, tab]) await socket.expectSilence();
    expect((await ann.follow(code)).playback).toMatchObject({ is_playing: false, revision: 0 });
  });

  test("P85 P87: what a viewer reports goes to everyone, without a round trip out of range", async () => {
    const { host, ann } = cast();
    const { lead, sockets } = await gather(host, [ann]);
    const full = { status: "buffering", time: 3.5, offset_ms: -12.25, rtt_ms: 80, buffered_s: 0 };
    sockets[0].send({ type: "VIEWER_STATUS", ...full, user_id: "somebody else" });
    sockets[0].send({ type: "VIEWER_STATUS", status: "away", rtt_ms: -1 });
    for (const wrong of [{}, { status: "asleep" }, { status: "ready", time: -1 }, { status: "ready", buffered_s: -1 }])
      sockets[0].send({ type: "VIEWER_STATUS", ...wrong });
    for (const socket of [lead, sockets[0]]) {
      expect((await socket.next("VIEWER_STATUS")) as object).toEqual({
        type: "VIEWER_STATUS",
        user_id: ann.id,
        ...full,
      });
      expect((await socket.next("VIEWER_STATUS")) as object).toEqual({
        type: "VIEWER_STATUS",
        user_id: ann.id,
        status: "away",
      });
      await socket.expectSilence();
    }
  });

  test("P86 P87: each PING is answered, to its sender alone, by a clock that only goes forward", async () => {
    const { host, ann } = cast();
    const { lead, sockets } = await gather(host, [ann]);
    const times: number[] = [];
    for (let client_ms = 0; client_ms < 500; client_ms++)
      sockets[0].send({ type: "PING", client_ms: client_ms + 0.5, rtt_ms: 1e9 });
    for (let client_ms = 0; client_ms < 500; client_ms++) {
      const pong = await sockets[0].next("PONG");
      expect(pong.client_ms).toBe(client_ms + 0.5);
      times.push(pong.server_ms);
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.abs((times.at(-1) ?? 0) - Date.now())).toBeLessThan(5000);
    for (const client_ms of ["1", null, undefined]) sockets[0].send({ type: "PING", client_ms });
    sockets[0].send({ type: "PING", client_ms: 1, rtt_ms: "fast" });
    await sockets[0].expectSilence();
    await lead.expectSilence();
  });

  test("P52 P7: no message says more about a user than others may know", async () => {
    const { host } = cast();
    const known = await server().api.account("Known", "known@example.org");
    const { code, lead, sockets } = await gather(host, [known]);
    sockets[0].send({ type: "CHAT", message: "hi" });
    await lead.next("CHAT");
    await host.patch(`/api/rooms/${code}/participants/${known.id}`, { is_muted: true });
    await sockets[0].find("PARTICIPANT_UPDATED");
    expect([...lead.frames, ...sockets[0].frames].join()).not.toContain("known@");
  });
});
