import { describe, expect, test } from "bun:test";
import type { Listing } from "../../src/ports.ts";
import { FILM, furnished, item, person } from "./furnished.ts";
import { account, CODE, line, MANY, newRoom, userRecord } from "./records.ts";
import { STORES } from "./stores.ts";

const guest = (id: string, created_at = "2026-01-01T00:00:00.000Z") =>
  userRecord(id, { email: null, password_hash: null, is_guest: true, created_at });

describe.each(STORES)("a store %s", (_, open) => {
  const disk = furnished(open);

  /** Every page of a list, from the first to the last. */
  async function pages<Row extends { seq: number }>(list: (page: Listing) => Promise<Row[]>, limit: number) {
    const found: Row[][] = [];
    for (let after: number | undefined; ; ) {
      const page = await list({ limit, ...(after !== undefined && { after }) });
      if (page.length === 0) return found;
      found.push(page);
      after = page.at(-1)?.seq;
    }
  }

  test("has the account that was made first for its owner, whatever the clock said and however many guests came", async () => {
    await disk.store.createUser(userRecord("cleo", { created_at: "1970-01-01T00:00:00.000Z" }));
    expect(await disk.store.owner()).toBe("ann");
    await disk.store.deleteUser("bob");
    await disk.reopen();
    expect(await disk.store.owner()).toBe("ann");
    await disk.store.createUser(guest("gus"));
    await disk.store.deleteUser("ann");
    expect(await disk.store.owner()).toBe("cleo");
    await disk.store.deleteUser("cleo");
    expect(await disk.store.owner()).toBeNull();
    await disk.store.createUser(userRecord("dan"));
    expect(await disk.store.owner()).toBe("dan");
  });

  test("counts accounts, guests and rooms", async () => {
    await disk.store.createUser(guest("gus"));
    expect(await disk.store.counts()).toEqual({ registered: 2, guests: 1, rooms: 1 });
    await disk.store.deleteUser("ann");
    expect(await disk.store.counts()).toEqual({ registered: 1, guests: 1, rooms: 0 });
  });

  test("lists accounts and guests, newest first, in pages that what happens meanwhile does not shift", async () => {
    await disk.store.createUser(guest("gus"));
    await disk.store.createRoom(newRoom("BBBBBBBB", "ann"), MANY);
    const ids = (rows: { account: { id: string } }[]) => rows.map(({ account: { id } }) => id);
    const [newest, ...more] = await disk.store.listAccounts({ limit: 5 });
    const is_guest = true;
    expect(newest).toEqual({
      seq: expect.any(Number),
      account: { ...account("gus"), is_guest },
      created_at: "2026-01-01T00:00:00.000Z",
      rooms: 0,
    });
    expect(more.map(({ account: { id }, rooms }) => [id, rooms])).toEqual([
      ["bob", 0],
      ["ann", 2],
    ]);
    expect((await pages(disk.store.listAccounts, 2)).map(ids)).toEqual([["gus", "bob"], ["ann"]]);

    const page = await disk.store.listAccounts({ limit: 2 });
    await disk.store.deleteUser("bob");
    await disk.store.createUser(userRecord("cleo"));
    expect(ids(await disk.store.listAccounts({ limit: 2, after: page[1]?.seq }))).toEqual(["ann"]);
  });

  test("finds accounts by a part of their name, to the letter but for the case of A to Z", async () => {
    await disk.store.createUser(userRecord("zoe", { display_name: "Zoë 100%_Film" }));
    const named = async (q: string) =>
      (await disk.store.listAccounts({ limit: 5, q })).map(({ account: { id } }) => id).join(" ");
    expect(await named("o")).toBe("zoe bob");
    expect(await named("ZOË")).toBe("");
    expect(await named("zOë")).toBe("zoe");
    for (const literal of ["_", "0%_f", "film"]) expect(await named(literal)).toBe("zoe");
    for (const none of ["b%b", "_o", "'", "*"]) expect(await named(none)).toBe("");
    expect(await named("")).toBe("zoe bob ann");
  });

  test("lists all rooms, newest first, with how much was said in them", async () => {
    await disk.store.createRoom(newRoom("BBBBBBBB", "bob", { media: FILM }), MANY);
    await disk.store.addMessage(CODE, line("bob", "one"));
    await disk.store.addMessage(CODE, line("ann", "two"));
    expect(await disk.store.listRooms({ limit: 5 })).toEqual([
      { seq: expect.any(Number), room: newRoom("BBBBBBBB", "bob", { media: FILM }).room, messages: 0 },
      { seq: expect.any(Number), room: newRoom(CODE, "ann").room, messages: 2 },
    ]);
    const codes = (await pages(disk.store.listRooms, 1)).map((page) => page.map(({ room }) => room.code));
    expect(codes).toEqual([["BBBBBBBB"], [CODE]]);
  });

  test("forgets guests who can neither come back nor left anything, and nobody else", async () => {
    const now = Date.parse("2026-01-02T00:00:00.000Z");
    const guests = ["gone", "signed-in", "expired", "participant", "banned", "writer", "queuing"];
    for (const id of guests) await disk.store.createUser(guest(id));
    await disk.store.createUser(guest("new", new Date(now - 1_000).toISOString()));
    await disk.store.createSession({ id: "s1", user_id: "signed-in", generation: 0, expires_at: now + 1 });
    await disk.store.createSession({ id: "s2", user_id: "expired", generation: 0, expires_at: now - 1 });
    await disk.store.saveParticipant(CODE, person("participant"));
    await disk.store.saveParticipant(CODE, person("banned", { status: "banned" }));
    await disk.store.addMessage(CODE, line("writer", "remember me"));
    await disk.store.saveQueue(CODE, [item("q1", "queuing")]);
    await disk.store.forgetExpired(now);
    const left = (await disk.store.listAccounts({ limit: 50 })).map(({ account: { id } }) => id);
    expect(left).toEqual(["new", "queuing", "writer", "banned", "participant", "signed-in", "bob", "ann"]);
  });
});
