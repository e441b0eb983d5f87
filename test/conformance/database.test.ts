import { beforeAll, expect, test } from "bun:test";
import type { ChatLine } from "../../src/protocol/events.ts";
import { expectRefusal, type Person } from "../harness/client.ts";
import { openDatabaseOf } from "../harness/database.ts";
import { upgrade } from "../harness/raw-socket.ts";
import { forEachTarget, gather } from "../harness/scene.ts";
import { serverFor, startServer } from "../harness/server.ts";

const HELD_MS = 2000;

forEachTarget((target) => {
  const locked = serverFor(target, { CHAT_RATE_LIMIT: "off" });
  const damaged = serverFor(target);
  let host: Person;
  let ann: Person;
  beforeAll(async () => {
    const { api } = locked();
    [host, ann] = await Promise.all([api.account(), api.guest()]);
  });

  test.concurrent("P118 P71 P86: another process that holds the database stalls no PING and no playback, and loses no line", async () => {
    const { code, lead, sockets } = await gather(host, [ann]);
    using foreign = openDatabaseOf(locked());
    foreign.exec("BEGIN IMMEDIATE");
    const until = performance.now() + HELD_MS;
    const said: string[] = [];
    let slowest_ms = 0;
    while (performance.now() < until) {
      const since = performance.now();
      said.push(String(said.length));
      sockets[0].send({ type: "CHAT", message: said.at(-1) });
      lead.send({ type: "SEEK", time: said.length });
      expect((await sockets[0].next("SEEK")).time).toBe(said.length);
      await sockets[0].expectSilence();
      slowest_ms = Math.max(slowest_ms, performance.now() - since);
      await Bun.sleep(50);
    }
    expect(slowest_ms).toBeLessThan(500);
    foreign.exec("ROLLBACK");
    for (const message of said) expect((await sockets[0].next("CHAT")).message).toBe(message);
    const { body } = await ann.get<{ messages: ChatLine[] }>(`/api/rooms/${code}/messages?limit=100`);
    expect(body.messages.map(({ message }) => message)).toEqual(said);
  }, 15_000);

  test.concurrent("P124: while the database cannot be written, health says so and keeps nobody waiting", async () => {
    await using server = await startServer(target);
    using foreign = openDatabaseOf(server);
    foreign.exec("BEGIN IMMEDIATE");
    expectRefusal(await server.api.call("GET", "/api/health"), 503, "unhealthy");
    foreign.exec("ROLLBACK");
    expect((await server.api.call("GET", "/api/health")).status).toBe(200);
  });

  test.concurrent("P120 P114: a server that stops says so, and waits for what is being stored", async () => {
    await using server = await startServer(target);
    const guest = await server.api.guest();
    const { code, lead, sockets } = await gather(await server.api.account(), [guest]);
    using foreign = openDatabaseOf(server);
    foreign.exec("BEGIN IMMEDIATE");
    lead.send({ type: "SEEK", time: 77 });
    await sockets[0].next("SEEK");
    server.signal("SIGTERM");
    expect((await sockets[0].closed()).code).toBe(1012);
    const late = await upgrade(server.url, `/ws/rooms/${code}?token=${guest.token}`);
    expectRefusal(late, 503, "server_busy");
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
    foreign.exec("ROLLBACK");
    expect(await server.exited).toBe(0);
    expect(foreign.query("SELECT time FROM rooms").get()).toEqual({ time: 77 });
  });

  test("P120: too many passwords at once are refused rather than piled up", async () => {
    const { api } = locked();
    const body = { email: "nobody@example.org", password: "something" };
    const answers = await Promise.all(Array.from({ length: 130 }, () => api.call("POST", "/api/auth/login", { body })));
    const busy = answers.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    for (const answer of busy) {
      expectRefusal(answer, 503, "server_busy");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  });

  test.concurrent("P77 P102 P105 P113 P117: what cannot be stored is refused, and neither answers nor log quote it", async () => {
    const { api, stdout } = damaged();
    const owner = await api.account("Owner", "private@example.org");
    const { code, lead } = await gather(owner, []);
    using foreign = openDatabaseOf(damaged());
    foreign.exec("DROP TABLE messages; DROP TABLE heartbeat; DROP TABLE queue_items;");
    lead.send({ type: "CHAT", message: "whispered words", client_id: "c" });
    expect((await lead.next("ERROR")) as object).toEqual({
      type: "ERROR",
      message: "Your message could not be stored",
      code: "not_stored",
      client_id: "c",
    });
    expectRefusal(await owner.get(`/api/rooms/${code}/messages`), 503, "not_stored");
    expectRefusal(await api.call("GET", "/api/health"), 503, "unhealthy");
    await lead.expectSilence();
    expect(stdout.join()).not.toContain("whispered");
    expect(stdout.join()).not.toContain("private@");
  });
});
