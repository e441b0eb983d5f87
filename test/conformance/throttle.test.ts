import { expect, test } from "bun:test";
import { type Answer, type Api, expectRefusal, PASSWORD } from "../harness/client.ts";
import { upgrade } from "../harness/raw-socket.ts";
import { forEachTarget } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

function expectLater(answer: Answer<object>): void {
  expectRefusal(answer, 429, "rate_limited");
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
}

forEachTarget((target) => {
  const trusting = serverFor(target, { AUTH_RATE_LIMIT: "on", TRUSTED_PROXIES: "127.0.0.1,10.0.0.0/8" });
  const wary = serverFor(target, { AUTH_RATE_LIMIT: "on" });

  /** The calls of somebody at this address, by way of a proxy. */
  const at = (api: Api, address: string) => {
    const headers = { "X-Forwarded-For": address };
    return {
      login: (email: string, password: string) =>
        api.call("POST", "/api/auth/login", { body: { email, password }, headers }),
      guest: () =>
        api.call<{ access_token: string }>("POST", "/api/auth/guest", { body: { display_name: "x" }, headers }),
      room: (code: string, token: string) => api.call("GET", `/api/rooms/${code}`, { token, headers }),
    };
  };

  test("P106: ten wrong passwords for one e-mail from one address are enough, even where the next is right", async () => {
    const { api } = trusting();
    await api.account("Owner", "owner@example.org");
    const here = at(api, "192.0.2.1");
    for (let times = 0; times < 12; times++) expect((await here.login("owner@example.org", PASSWORD)).status).toBe(200);
    const wrong = Array.from({ length: 14 }, () => here.login("Owner@example.org", "wrong wrong"));
    const answers = await Promise.all(wrong);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    expectLater(await here.login("owner@example.org", PASSWORD));
    expect((await at(api, "192.0.2.2").login("owner@example.org", PASSWORD)).status).toBe(200);
    expectRefusal(await here.login("other@example.org", PASSWORD), 401, "invalid_credentials");
  });

  test("P106 P108: sixty sign-ins a minute from one address, as a trusted proxy names it", async () => {
    const { api } = trusting();
    const behind = (hops: string) => at(api, hops).guest();
    const answers = await Promise.all(Array.from({ length: 60 }, () => behind("203.0.113.5")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expectLater(await behind("203.0.113.5"));
    expectLater(await behind("198.51.100.9, 203.0.113.5"));
    expectLater(await behind("198.51.100.9, 203.0.113.5, 10.1.2.3"));
    expectLater(await behind("::ffff:203.0.113.5"));
    expect((await behind("203.0.113.6")).status).toBe(201);
  });

  test("P107: ten unknown codes a minute; past that, only rooms of one's own open", async () => {
    const { api } = trusting();
    const host = await api.account();
    const [own, other] = [await host.room(), await host.room()];
    const here = at(api, "192.0.2.77");
    const token = (await here.guest()).body.access_token;
    await api.call("POST", `/api/rooms/${own.code}/join`, { token });
    for (let guess = 0; guess < 10; guess++)
      expectRefusal(await here.room(`0000000${guess}`, token), 404, "room_not_found");
    expectLater(await here.room("000000ZZ", token));
    expectLater(await here.room(other.code, token));
    expect((await here.room(own.code, token)).status).toBe(200);
    const socket = await upgrade(api.base, `/ws/rooms/000000ZZ?token=${token}`, {
      "X-Forwarded-For": "192.0.2.77",
    });
    expectLater(socket);
    expect((await at(api, "192.0.2.78").room(other.code, token)).status).toBe(200);
  });

  test("P108: whoever is no trusted proxy cannot choose an address", async () => {
    const { api } = wary();
    const answers = [];
    for (let guess = 0; guess < 60; guess++) answers.push(at(api, `203.0.113.${guess}`).guest());
    await Promise.all(answers);
    expectLater(await at(api, "203.0.113.99").guest());
  });
});
