import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AdminAccount, AdminAccounts, AdminFigures, AdminRooms } from "../../src/protocol/rest.ts";
import { expectRefusal, PASSWORD, type Person } from "../harness/client.ts";
import { FILM, forEachTarget, gather, onEachTarget } from "../harness/scene.ts";
import { serverFor, startServer } from "../harness/server.ts";

const isOwner = async (person: Person) => (await person.get<{ is_owner: boolean }>("/api/me")).body.is_owner;
const NOBODY = { id: null, display_name: "deleted user", is_guest: false };

// Ann and Ben are guests, so the host, whose account takes the longest to make, is the first all the same.
onEachTarget(({ server, cast }) => {
  const accounts = async (query = "") => (await cast().host.get<AdminAccounts>(`/api/admin/accounts${query}`)).body;
  const rooms = async (query = "") => (await cast().host.get<AdminRooms>(`/api/admin/rooms${query}`)).body;

  /** Every page, from the first to the last. */
  async function all<Page extends { next_after: number | null }>(
    read: (query: string) => Promise<Page>,
    limit: number,
  ) {
    const pages = [await read(`?limit=${limit}`)];
    for (let last = pages.at(-1)?.next_after; typeof last === "number"; last = pages.at(-1)?.next_after)
      pages.push(await read(`?limit=${limit}&after=${last}`));
    return pages;
  }

  test("P128 P7: who owns the server is told to the account itself, and the rest is the owner's alone", async () => {
    const { host, ann } = cast();
    const other = await server().api.account();
    expect([await isOwner(host), await isOwner(ann), await isOwner(other)]).toEqual([true, false, false]);
    for (const body of [(await host.patch("/api/me", {})).body, host.user]) expect(body).not.toHaveProperty("is_owner");
    const { code } = await other.room();
    const calls = [
      ["GET", "/api/admin"],
      ["GET", "/api/admin/accounts"],
      ["GET", "/api/admin/accounts?limit=0"],
      ["DELETE", `/api/admin/accounts/${ann.id}`],
      ["DELETE", `/api/admin/accounts/${other.id}`],
      ["DELETE", "/api/admin/accounts/nobody"],
      ["GET", "/api/admin/rooms"],
      ["DELETE", `/api/admin/rooms/${code}`],
      ["DELETE", "/api/admin/rooms/00000000"],
    ] as const;
    for (const [method, path] of calls) {
      for (const { token } of [ann, other])
        expectRefusal(await server().api.call(method, path, { token }), 403, "owner_only");
      expectRefusal(await server().api.call(method, path), 401, "token_missing");
    }
    for (const token of [undefined, host.token, other.token])
      expectRefusal(await server().api.call("GET", "/api/admin/nothing", { token }), 404, "not_found");
  });

  test("P130 P7: all accounts are listed with what they host and whether they are here, and no e-mail", async () => {
    const { host } = cast();
    const away = await server().api.account("Away", "hidden@example.org");
    const guest = await server().api.guest("Here");
    const { code } = await away.room();
    await guest.join(code);
    const socket = await guest.follow(code);
    const { body: me } = await away.get<{ created_at: string }>("/api/me");

    const listed = await accounts();
    const [first, second] = listed.accounts;
    const none = { rooms: 0, is_owner: false };
    expect(first).toEqual({ ...guest.user, created_at: expect.any(String), ...none, is_online: true });
    expect(second).toEqual({ ...away.user, created_at: me.created_at, ...none, rooms: 1, is_online: false });
    const owners = listed.accounts.filter(({ is_owner }) => is_owner).map(({ id }) => id);
    expect(owners).toEqual([host.id]);
    expect(JSON.stringify(listed)).not.toContain("@");
    await socket.close();
  });

  test("P130: lists come in pages, newest first, each one once", async () => {
    const everybody = (await accounts("?limit=100")).accounts.map(({ id }) => id);
    const pages = await all(accounts, 2);
    expect(pages.flatMap((page) => page.accounts.map(({ id }) => id))).toEqual(everybody);
    expect(pages.slice(0, -1).every((page) => page.accounts.length === 2)).toBe(true);
    await Promise.all([cast().host.room(), cast().host.room(), cast().host.room()]);
    const everywhere = (await rooms("?limit=100")).rooms.map(({ code }) => code);
    const found = (await all(rooms, 2)).flatMap((page) => page.rooms.map(({ code }) => code));
    expect(found).toEqual(everywhere);
  });

  test("P130: accounts are found by a part of their name", async () => {
    const { id } = await server().api.guest("Zoë from next door");
    const names = async (q: string) => {
      const { accounts: found } = await accounts(`?q=${encodeURIComponent(q)}`);
      return found.map((account: AdminAccount) => account.id);
    };
    expect(await names(" FROM Next")).toEqual([id]);
    expect(await names("Zoe\u0308")).toEqual([id]);
    expect(await names("next%door")).toEqual([]);
  });

  test.each(["limit=0", "limit=101", "limit=x", "limit=", "after=-1", "after=x", "after="])(
    "P130: ?%s is no page",
    async (query) => {
      for (const path of ["accounts", "rooms"])
        expectRefusal(await cast().host.get(`/api/admin/${path}?${query}`), 422, "invalid_input");
    },
  );

  test("P130: a room is listed as it is at this moment, with no address to watch it under", async () => {
    const { host, ann, ben } = cast();
    const other = await server().api.account();
    const { code, lead } = await gather(other, [ann, ben]);
    const film = (await other.get<{ items: { path: string }[] }>("/api/library")).body.items[0]?.path;
    const media = { kind: "file", src: film };
    await other.put(`/api/rooms/${code}/media`, { media });
    const { body: changed } = await other.patch(`/api/rooms/${code}`, { name: "Renamed" });
    for (const message of ["one", "two"]) lead.send({ type: "CHAT", message });
    for (const _ of ["one", "two"]) await lead.find("CHAT");
    expect((await rooms("?limit=1")).rooms as unknown[]).toEqual([
      { ...changed, media: { ...media, codecs: expect.any(Array) }, viewer_count: 3, messages: 2 },
    ]);
    expectRefusal(await host.get(`/api/rooms/${code}/messages`), 403, "not_a_participant");
  });

  test("P131 P10 P11: an account that the owner deletes is gone, but for its chat lines", async () => {
    const { host, ann } = cast();
    const leaving = await server().api.account("Leaving", "leaving@example.org");
    const { code, lead, sockets } = await gather(host, [leaving]);
    sockets[0].send({ type: "CHAT", message: "remember me" });
    await lead.next("CHAT");
    const hosted = await gather(leaving, [ann]);
    expect((await host.delete(`/api/admin/accounts/${leaving.id}`)).status).toBe(204);

    expect((await sockets[0].closed()).code).toBe(4001);
    expect((await hosted.sockets[0].closed()).code).toBe(4004);
    expect(await lead.next("USER_LEFT")).toMatchObject({ user: leaving.user });
    expectRefusal(await leaving.get("/api/me"), 401, "token_invalid");
    expectRefusal(await ann.get(`/api/rooms/${hosted.code}`), 404, "room_not_found");
    const history = await host.get<{ messages: object[] }>(`/api/rooms/${code}/messages`);
    expect(history.body.messages).toMatchObject([{ message: "remember me", user: NOBODY }]);
    const body = { email: "leaving@example.org", password: PASSWORD };
    expectRefusal(await server().api.call("POST", "/api/auth/login", { body }), 401, "invalid_credentials");
    expectRefusal(await host.delete(`/api/admin/accounts/${leaving.id}`), 404, "account_not_found");
  });

  test("P131: a guest is deleted alike; oneself and who is not there are refused", async () => {
    const { host } = cast();
    const guest = await server().api.guest();
    expect((await host.delete(`/api/admin/accounts/${guest.id}`)).status).toBe(204);
    expectRefusal(await guest.get("/api/me"), 401, "token_invalid");
    expectRefusal(await host.delete(`/api/admin/accounts/${host.id}`), 409, "own_account");
    for (const unknown of ["nobody", "constructor", "%00", encodeURIComponent("' OR 1=1")])
      expectRefusal(await host.delete(`/api/admin/accounts/${unknown}`), 404, "account_not_found");
    expect(await isOwner(host)).toBe(true);
  });

  test("P132 P29: a room that the owner deletes is gone, with everybody in it", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(await server().api.account(), [ann], { media: FILM });
    expect((await host.delete(`/api/admin/rooms/${code.toLowerCase()}`)).status).toBe(204);
    for (const socket of [lead, ...sockets]) expect((await socket.closed()).code).toBe(4004);
    for (const gone of [code, "00000000", "1"])
      expectRefusal(await host.delete(`/api/admin/rooms/${gone}`), 404, "room_not_found");
    expect((await rooms("?limit=100")).rooms.map((room) => room.code)).not.toContain(code);
  });
});

forEachTarget((target) => {
  const server = serverFor(target, {}, (media) => {
    writeFileSync(join(media, "one.mp4"), "x".repeat(700));
    writeFileSync(join(media, "two.webm"), "x".repeat(300));
    writeFileSync(join(media, "notes.txt"), "no film");
  });

  test("P129: the figures are those of the server and its machine", async () => {
    const { api, folder } = server();
    const since = Date.now();
    const first = await api.account();
    const guests = await Promise.all([api.guest(), api.guest()]);
    const { lead } = await gather(first, guests, { media: FILM });
    const quiet = await gather(first, []);
    const again = await first.follow(quiet.code);
    await first.room();
    lead.send({ type: "PLAY", time: 0 });
    await lead.find("PLAY");

    const { status, body } = await first.get<AdminFigures>("/api/admin");
    expect(status).toBe(200);
    expect(body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      started_at: expect.stringMatching(/^\d{4}-.*Z$/),
      live: { sockets: 5, rooms: 2, people: 3, playing: 1, memory_bytes: expect.any(Number) },
      storage: {
        database_bytes: expect.any(Number),
        library_bytes: 1_000,
        library_files: 2,
        free_bytes: expect.any(Number),
      },
      accounts: { registered: 1, guests: 2 },
      rooms: 3,
    });
    expect(Date.parse(body.started_at)).toBeWithin(since - 60_000, since);
    expect(body.live.memory_bytes).toBeGreaterThan(10_000_000);
    const files = ["matinee.db", "matinee.db-wal"].map((name) => statSync(join(folder, "data", name)).size);
    expect(body.storage.database_bytes).toBeWithin(1, files.reduce((sum, size) => sum + size) + 1);
    expect(body.storage.free_bytes).toBeGreaterThan(0);

    for (const socket of [again, quiet.lead]) await socket.close();
    await lead.untilPong();
    expect((await first.get<AdminFigures>("/api/admin")).body.live).toMatchObject({ sockets: 3, rooms: 1, people: 3 });
  });

  test("P128: when the owner's account is deleted, the next one owns the server, and no guest", async () => {
    await using server = await startServer(target);
    const { api } = server;
    const [guest, first] = [await api.guest(), await api.account()];
    const [second, third] = [await api.account(), await api.account()];
    expect([await isOwner(first), await isOwner(second)]).toEqual([true, false]);
    await first.delete("/api/me", { current_password: PASSWORD });
    expect([await isOwner(guest), await isOwner(second), await isOwner(third)]).toEqual([false, true, false]);
    expect((await second.get("/api/admin")).status).toBe(200);
  });
});
