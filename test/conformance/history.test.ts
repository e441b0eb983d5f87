import { expect, test } from "bun:test";
import type { ChatLine } from "../../src/protocol/events.ts";
import { expectRefusal, type Person } from "../harness/client.ts";
import { FILM, forEachTarget, gather } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

type Page = { messages: ChatLine[]; next_before?: number | null; next_after?: number | null };
const LINES = 120;

forEachTarget((target) => {
  const server = serverFor(target, { CHAT_RATE_LIMIT: "off" });
  let room: Promise<{ host: Person; code: string; ids: number[] }> | undefined;

  /** A room with 120 lines. */
  async function fill() {
    const host = await server().api.account();
    const { code, lead } = await gather(host, []);
    const ids: number[] = [];
    for (let line = 0; line < LINES; line++) lead.send({ type: "CHAT", message: String(line) });
    while (ids.length < LINES) ids.push((await lead.next("CHAT")).id);
    return { host, code, ids };
  }
  async function page(query: string) {
    room ??= fill();
    const { host, code, ids } = await room;
    const answer = await host.get<Page>(`/api/rooms/${code}/messages${query}`);
    return { answer, ids, got: answer.body.messages?.map(({ id }) => id) };
  }

  test("P80: pages lead from the newest line back to the first, each in the order sent", async () => {
    const newest = await page("");
    expect(newest.got).toEqual(newest.ids.slice(-50));
    expect(newest.answer.body.next_before).toBe(newest.got[0]);
    const before = await page(`?before=${newest.got[0]}`);
    expect(before.got).toEqual(before.ids.slice(-100, -50));
    const first = await page(`?before=${before.got[0]}`);
    expect([first.got, first.answer.body.next_before]).toEqual([first.ids.slice(0, 20), null]);
    const exact = await page(`?limit=100&before=${first.ids[100]}`);
    expect([exact.got, exact.answer.body.next_before]).toEqual([exact.ids.slice(0, 100), null]);
    expect(Object.keys(newest.answer.body).toSorted()).toEqual(["messages", "next_before"]);
  });

  test("P81: what came after a line is read forward", async () => {
    const { ids } = await page("");
    const missed = await page(`?after=${ids[9]}&limit=100`);
    expect(missed.got).toEqual(ids.slice(10, 110));
    expect(missed.answer.body.next_after).toBe(ids[109]);
    const rest = await page(`?after=${ids[109]}`);
    expect([rest.got, rest.answer.body.next_after]).toEqual([ids.slice(110), null]);
    const none = await page(`?after=${ids.at(-1)}`);
    expect(none.answer.body).toEqual({ messages: [], next_after: null });
    expect((await page("?after=0&limit=1")).got).toEqual([ids[0] ?? 0]);
  });

  test("P133: the chat of the film that plays now is what was said to it, in pages as ever", async () => {
    const host = await server().api.account();
    const { code, lead } = await gather(host, []);
    const said = async (message: string) => {
      lead.send({ type: "CHAT", message });
      const { type, ...line } = await lead.find("CHAT");
      return line;
    };
    const show = (media: object | null) => host.put(`/api/rooms/${code}/media`, { media });
    const of = async (query: string) => (await host.get<Page>(`/api/rooms/${code}/messages?${query}`)).body;

    await said("to nothing");
    expect(await of("film=current")).toEqual({ messages: [], next_before: null });
    expect(await of("film=current&after=0")).toEqual({ messages: [], next_after: null });
    await show(FILM);
    const first = await said("to the film");
    await show({ kind: "youtube", src: "aqz-KE_bpKQ" });
    const aside = await said("to another");
    await show({ ...FILM, title: "The same film" });
    const [second, third] = [await said("to it again"), await said("and again")];

    expect(await of("film=current")).toEqual({ messages: [first, second, third], next_before: null });
    expect(await of("film=current&limit=2")).toEqual({ messages: [second, third], next_before: second.id });
    expect(await of(`film=current&before=${second.id}`)).toEqual({ messages: [first], next_before: null });
    expect(await of("film=current&after=0&limit=1")).toEqual({ messages: [first], next_after: first.id });
    expect(await of(`film=current&after=${aside.id}`)).toEqual({ messages: [second, third], next_after: null });
    expect((await of("")).messages.length).toBe(5);
    await show(null);
    expect((await of("film=current")).messages).toEqual([]);
  });

  test.each(["film=", "film=url:x", "film=Current"])("P133: ?%s is no film", async (query) =>
    expectRefusal((await page(`?${query}`)).answer, 422, "invalid_input"),
  );

  test.each(["limit=0", "limit=101", "limit=x", "limit=", "before=-1", "before=1.5", "after=x", "before=9&after=1"])(
    "P80 P81: ?%s is no page",
    async (query) => expectRefusal((await page(`?${query}`)).answer, 422, "invalid_input"),
  );
});
