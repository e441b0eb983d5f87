import { expect, test } from "bun:test";
import type { QueueItem, Room } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

type Queue = { queue: QueueItem[] };
const film = (name: string) => ({ kind: "url", src: `https://films.example.org/${name}`, title: name });
const titles = (queue: readonly QueueItem[]) => queue.map(({ media }) => media.title ?? "").join("");

onEachTarget(({ cast }) => {
  /** A room whose queue holds films of these names. */
  async function queued(names: string) {
    const { host, ann } = cast();
    const scene = await gather(host, [ann]);
    const path = `/api/rooms/${scene.code}/queue`;
    for (const name of names) await host.post(path, { media: film(name) });
    const { queue } = (await host.get<Queue>(path)).body;
    const everyone = [scene.lead, ...scene.sockets];
    await Promise.all(everyone.map((socket) => socket.untilPong()));
    return {
      host,
      ann,
      path,
      everyone,
      idOf: (name: string) => queue.find(({ media }) => media.title === name)?.id,
      ...scene,
    };
  }

  test("P90 P91: everyone approved adds at the end and reads; everyone is told", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    const path = `/api/rooms/${code}/queue`;
    for (const [person, name] of [
      [ann, "a"],
      [host, "b"],
    ] as const) {
      const { status, body } = await person.post<Queue>(path, { media: film(name) });
      const item = {
        id: expect.any(String),
        media: film(name),
        added_by: person.user,
        created_at: expect.stringMatching(/Z$/),
      };
      expect([status, body.queue.at(-1) as object]).toEqual([201, item]);
      for (const socket of [lead, sockets[0]]) expect((await socket.next("QUEUE_CHANGED")).queue).toEqual(body.queue);
      expect((await ann.get<Queue>(path)).body).toEqual(body);
      expect((await ann.follow(code)).state.queue).toEqual(body.queue);
    }
    expectRefusal(await ben.post(path, { media: FILM }), 403, "not_a_participant");
    for (const media of [null, { kind: "url", src: "x" }, { kind: "file", src: "none.mp4" }])
      expectRefusal(await ann.post(path, { media }), 422, "invalid_input");
  });

  test("P91: a closed queue takes from the host alone", async () => {
    const { host, ann, code, path } = await queued("");
    const { body } = await host.patch<Room>(`/api/rooms/${code}`, { is_queue_open: false });
    expect(body.is_queue_open).toBe(false);
    expectRefusal(await ann.post(path, { media: FILM }), 403, "queue_closed");
    expect((await host.post(path, { media: FILM })).status).toBe(201);
  });

  test.each([
    ["a", 0, "abc"],
    ["a", 1, "bac"],
    ["a", 2, "bca"],
    ["a", 99, "bca"],
    ["c", 0, "cab"],
    ["b", 1, "abc"],
  ])("P92: moving %s to %i gives %s", async (name, position, order) => {
    const { host, path, everyone, idOf } = await queued("abc");
    const { status, body } = await host.patch<Queue>(`${path}/${idOf(name)}`, { position });
    expect([status, titles(body.queue)]).toEqual([200, order]);
    for (const socket of everyone) {
      if (order !== "abc") expect(titles((await socket.next("QUEUE_CHANGED")).queue)).toBe(order);
      await socket.expectSilence();
    }
  });

  test("P92: items are removed once", async () => {
    const { host, path, everyone, idOf } = await queued("abc");
    const removed = await host.delete<Queue>(`${path}/${idOf("b")}`);
    expect([removed.status, titles(removed.body.queue)]).toEqual([200, "ac"]);
    for (const socket of everyone) expect(titles((await socket.next("QUEUE_CHANGED")).queue)).toBe("ac");
    expectRefusal(await host.delete(`${path}/${idOf("b")}`), 404, "queue_item_not_found");
    expectRefusal(await host.patch(`${path}/${idOf("b")}`, { position: 0 }), 404, "queue_item_not_found");
    for (const position of [-1, 0.5, "0", null])
      expectRefusal(await host.patch(`${path}/${idOf("a")}`, { position }), 422, "invalid_input");
  });

  test("P93: the next film starts where all films start, and leaves the queue", async () => {
    const { host, path, everyone, idOf } = await queued("ab");
    expectRefusal(await host.post(`${path}/next`, { id: idOf("b") }), 409, "queue_changed");
    const { status, body } = await host.post<Queue>(`${path}/next`, { id: idOf("a") });
    expect([status, titles(body.queue)]).toEqual([200, "b"]);
    for (const socket of everyone) {
      const changed = await socket.next("MEDIA_CHANGED");
      expect(changed).toMatchObject({ media: film("a"), time: 0, is_playing: false, rate: 1, user_id: host.id });
      expect(titles((await socket.next("QUEUE_CHANGED")).queue)).toBe("b");
    }
    expectRefusal(await host.post(`${path}/next`, { id: idOf("a") }), 409, "queue_changed");
    expect((await host.post(`${path}/next`)).status).toBe(200);
    expectRefusal(await host.post(`${path}/next`), 409, "queue_empty");
    expectRefusal(await host.post(`${path}/next`, { id: 1 }), 422, "invalid_input");
  });

  test("P94: a queue holds 200 items", async () => {
    const { host } = cast();
    const { code } = await host.room();
    const path = `/api/rooms/${code}/queue`;
    await Promise.all(Array.from({ length: 200 }, () => host.post(path, { media: FILM })));
    const lead = await host.follow(code);
    expectRefusal(await host.post(path, { media: FILM }), 409, "queue_full");
    expect(lead.state.queue.length).toBe(200);
    await lead.expectSilence();
  });

  test("P94 P112: nobody can make a queue too big to be read in time", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, [ann]);
    const path = `/api/rooms/${code}/queue`;
    const subtitles = Array.from({ length: 25 }, () => ({
      ...FILM,
      src: `https://x.org/${"x".repeat(2000)}`,
      label: "x",
      lang: "x",
    }));
    let added = 0;
    while ((await ann.post(path, { media: { ...FILM, subtitles } })).status === 201) added++;
    expect(added).toBe(2);
    expectRefusal(await ann.post(path, { media: { ...FILM, subtitles } }), 409, "queue_full");
    expect((await ann.post(path, { media: FILM })).status).toBe(201);
    expect((await lead.untilPong()).map(({ type }) => type)).toEqual(Array(3).fill("QUEUE_CHANGED"));
  });
});
