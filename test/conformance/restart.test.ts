import { expect, test } from "bun:test";
import type { ChatLine } from "../../src/protocol/events.ts";
import type { Participant, QueueItem } from "../../src/protocol/values.ts";
import type { Person } from "../harness/client.ts";
import { FILM, forEachTarget, gather } from "../harness/scene.ts";
import { startServer, type TestServer } from "../harness/server.ts";

const ENDINGS = [
  ["SIGTERM", (server: TestServer) => server.stop()],
  ["kill -9", (server: TestServer) => server.kill9()],
] as const;

forEachTarget((target) => {
  test.concurrent.each(ENDINGS)(
    "P69 P65 P119 P116: %s and a new start lose nothing that was stored",
    async (_, end) => {
      await using first = await startServer(target);
      const [host, ann, ben] = await Promise.all([first.api.account(), first.api.guest(), first.api.guest()]);
      const { code, lead, sockets } = await gather(host, [ann, ben], { media: FILM, is_public: true });
      await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "banned" });
      await host.patch(`/api/rooms/${code}/participants/${ann.id}`, { is_muted: true });
      await host.post(`/api/rooms/${code}/queue`, { media: FILM });
      lead.send({ type: "CHAT", message: "remember" });
      lead.send({ type: "RATE", time: 0, rate: 2 });
      lead.send({ type: "PLAY", time: 500 });
      const played = await sockets[0].find("PLAY");
      const line = await lead.find("CHAT");
      // Longer than the server may take to notice the position that it was at.
      await Bun.sleep(1200);
      const ended = Date.now();
      await end(first);
      const last = JSON.parse(lead.frames.at(-1) ?? "{}") as { type: string; time: number; revision: number };

      await using second = await startServer(target, {}, first.folder);
      const again = (person: Person) => second.api.person({ ...answerOf(person), status: 200, headers: new Headers() });
      const late = await again(host).follow(code);
      const expected = 500 + (2 * (ended - played.effective_at)) / 1000;
      expect(late.playback).toMatchObject({ is_playing: false, rate: 2, media: FILM });
      expect(Math.abs(late.playback.time - expected)).toBeLessThan(2 * 1);
      expect(late.playback.revision).toBeGreaterThan(Math.max(played.revision, last.revision ?? 0));
      // Whoever is told to stop says where it holds the room, and that is where it is.
      if (last.type === "PAUSE") expect(late.playback.time).toBe(last.time);
      late.send({ type: "PLAY", time: 1 });
      expect((await late.next("PLAY")).revision).toBe(late.playback.revision + 1);

      const { body: history } = await again(ann).get<{ messages: ChatLine[] }>(`/api/rooms/${code}/messages`);
      expect(history.messages.map(({ id, message }) => [id, message])).toEqual([[line.id, "remember"]]);
      const { body: people } = await again(host).get<{ participants: Participant[] }>(
        `/api/rooms/${code}/participants`,
      );
      expect(
        Object.fromEntries(people.participants.map(({ user, status, is_muted }) => [user.id, [status, is_muted]])),
      ).toEqual({
        [host.id]: ["approved", false],
        [ann.id]: ["approved", true],
        [ben.id]: ["banned", false],
      });
      const { body: queue } = await again(ann).get<{ queue: QueueItem[] }>(`/api/rooms/${code}/queue`);
      expect(queue.queue.map(({ media }) => media as object)).toEqual([FILM]);
      late.send({ type: "CHAT", message: "next" });
      expect((await late.next("CHAT")).id).toBeGreaterThan(line.id);
    },
  );

  test.concurrent("P65: a new start raises the revision of a room that stood still, too", async () => {
    await using first = await startServer(target);
    const host = await first.api.account();
    const { code, lead } = await gather(host, []);
    lead.send({ type: "SEEK", time: 5 });
    const { revision } = await lead.next("SEEK");
    await first.stop();
    await using second = await startServer(target, {}, first.folder);
    const late = await second.api.person({ ...answerOf(host), status: 200, headers: new Headers() }).follow(code);
    expect(late.playback.revision).toBeGreaterThan(revision);
  });

  test.concurrent("P71: a change is stored within a second of its broadcast", async () => {
    await using first = await startServer(target);
    const host = await first.api.account();
    const { code, lead } = await gather(host, []);
    for (let time = 1; time <= 200; time++) lead.send({ type: "SEEK", time });
    for (let time = 0; time !== 200; ) ({ time } = await lead.next("SEEK"));
    const { revision } = (await host.follow(code)).playback;
    await Bun.sleep(1000);
    await first.kill9();
    await using second = await startServer(target, {}, first.folder);
    const late = await second.api.person({ ...answerOf(host), status: 200, headers: new Headers() }).follow(code);
    expect(late.playback).toMatchObject({ is_playing: false, time: 200 });
    expect(late.playback.revision).toBeGreaterThan(revision);
  });
});

const answerOf = ({ user, token }: Person) => ({ body: { user, access_token: token, expires_in: 900 } });
