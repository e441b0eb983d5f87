import { expect, test } from "bun:test";
import { cookieOf, expectRefusal, type SignedIn } from "../harness/client.ts";
import { follow } from "../harness/follower.ts";
import { upgrade } from "../harness/raw-socket.ts";
import { gather, onEachTarget } from "../harness/scene.ts";
import { claimsOf, SECRET, sign } from "../harness/tokens.ts";

onEachTarget(
  ({ server, cast }) => {
    const refresh = (cookie: string) => server().api.call<SignedIn>("POST", "/api/auth/refresh", { cookie });
    const me = (token: string) => server().api.call("GET", "/api/me", { token });
    const open = (code: string, token: string) => upgrade(server().url, `/ws/rooms/${code}?token=${token}`);

    test("P13: an access token is a compact JWS that names the user and the session", async () => {
      const { ann } = cast();
      const [head = ""] = ann.token.split(".");
      expect(JSON.parse(Buffer.from(head, "base64url").toString())).toMatchObject({ alg: "HS256" });
      const claims = claimsOf(ann.token);
      expect(claims).toMatchObject({ sub: ann.id, sid: expect.any(String) });
      expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
    });

    test("P14: no token, a wrong one and an old one are told apart, for calls and upgrades alike", async () => {
      const { host, ann } = cast();
      const { code } = await gather(host, [ann]);
      const claims = claimsOf(ann.token);
      const old = await sign({ ...claims, exp: 1_000_000 });
      const [head, payload] = ann.token.split(".");
      const wrong = [
        "nonsense",
        `${ann.token}x`,
        `${head}.${payload}.`,
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`,
        await sign(claims, "HS512"),
        await sign({ ...claims, exp: undefined }),
        await sign({ ...claims, aud: "something else" }),
        await sign({ ...claims, sub: "nobody" }),
        await sign({ ...claims, sid: "no session" }),
        ann.cookie.split("=")[1] ?? "",
      ];
      for (const token of wrong) {
        expectRefusal(await me(token), 401, "token_invalid");
        expectRefusal(await open(code, token), 401, "token_invalid");
      }
      expectRefusal(await me(old), 401, "token_expired");
      expectRefusal(await open(code, old), 401, "token_expired");
      for (const headers of [
        {},
        { Authorization: "Basic abc" },
        { Authorization: "Bearer" },
        { Authorization: ann.token },
      ])
        expectRefusal(await server().api.call("GET", "/api/me", { headers }), 401, "token_missing");
    });

    test("P16: the refresh cookie is no credential but where it belongs, and Secure behind HTTPS", async () => {
      const { ann } = cast();
      expect(JSON.stringify(await refresh(ann.cookie))).not.toContain(ann.cookie.split("=")[1] ?? "");
      expectRefusal(await server().api.call("GET", "/api/me", { cookie: ann.cookie }), 401, "token_missing");
      const headers = { "X-Forwarded-Proto": "https" };
      const guest = await server().api.call("POST", "/api/auth/guest", { body: { display_name: "Guest" }, headers });
      expect(guest.headers.getSetCookie()).toEqual([expect.stringMatching(/^matinee_refresh=.*; Secure/)]);
    });

    test("P17 P18: a refresh token works until its successor is used; used after that, it ends the session", async () => {
      const { host } = cast();
      const guest = await server().api.guest();
      const { sockets } = await gather(host, [guest]);
      const second = await refresh(guest.cookie);
      expect([second.status, second.body]).toEqual([
        200,
        expect.objectContaining({ user: guest.user, expires_in: 900 }),
      ]);
      expect((await me(second.body.access_token)).status).toBe(200);
      const again = await refresh(guest.cookie);
      expect(again.status).toBe(200);
      const third = await refresh(cookieOf(second.headers));
      expect(third.status).toBe(200);
      await sockets[0].expectSilence();

      expectRefusal(await refresh(guest.cookie), 401, "session_revoked");
      expect((await sockets[0].closed()).code).toBe(4001);
      expectRefusal(await refresh(cookieOf(third.headers)), 401, "session_revoked");
      expectRefusal(await me(third.body.access_token), 401, "token_invalid");
    });

    test("P17: a refresh needs the cookie, and no other token", async () => {
      expectRefusal(await server().api.call("POST", "/api/auth/refresh"), 401, "token_missing");
      expectRefusal(await refresh("matinee_refresh=nonsense"), 401, "token_invalid");
      expectRefusal(await refresh(`matinee_refresh=${cast().ann.token}`), 401, "token_invalid");
    });

    test("P19 P53 P56: logging out closes the session's sockets, and the others see the user leave", async () => {
      const { host } = cast();
      const guest = await server().api.guest();
      const { code, lead, sockets } = await gather(host, [guest]);
      const logout = await server().api.call("POST", "/api/auth/logout", { cookie: guest.cookie });
      const since = performance.now();
      expect(logout.status).toBe(204);
      expect((await sockets[0].closed()).code).toBe(4001);
      expect(performance.now() - since).toBeLessThan(1000);
      expect(await lead.next("USER_LEFT")).toMatchObject({ user: guest.user });
      expectRefusal(await refresh(guest.cookie), 401, "session_revoked");
      expectRefusal(await me(guest.token), 401, "token_invalid");
      expectRefusal(await open(code, guest.token), 401, "token_invalid");
      expectRefusal(await server().api.call("POST", "/api/auth/logout"), 401, "token_missing");
    });

    test("P20: a ticket opens its room's socket, more than once, and nothing else", async () => {
      const { host, ann, ben } = cast();
      const { code } = await gather(host, [ann]);
      const elsewhere = await gather(host, [ann]);
      const { status, body } = await ann.post<{ token: string; expires_in: number }>(`/api/rooms/${code}/ticket`);
      expect([status, body.expires_in]).toEqual([200, 60]);
      for (let times = 0; times < 2; times++) {
        const socket = await follow(server().url, code.toLowerCase(), body.token);
        expect(socket.state.you.user).toEqual(ann.user);
      }
      expectRefusal(await open(elsewhere.code, body.token), 401, "token_invalid");
      expectRefusal(await me(body.token), 401, "token_invalid");
      expectRefusal(await ben.post(`/api/rooms/${code}/ticket`), 403, "not_a_participant");
      const old = await sign({ ...claimsOf(body.token), exp: 1_000_000 });
      expectRefusal(await open(code, old), 401, "token_expired");
    });

    test("P20: a ticket dies with its session", async () => {
      const guest = await server().api.guest();
      const { code } = await gather(cast().host, [guest]);
      const { body } = await guest.post<{ token: string }>(`/api/rooms/${code}/ticket`);
      await server().api.call("POST", "/api/auth/logout", { cookie: guest.cookie });
      expectRefusal(await open(code, body.token), 401, "token_invalid");
    });

    test("P21 P110: cookie routes refuse other origins, and take requests without one", async () => {
      const { api, url } = server();
      const { host } = new URL(url);
      const post = (path: string, origin: string) =>
        api.call("POST", path, { body: { display_name: "Guest" }, headers: { Origin: origin } });
      for (const path of ["register", "login", "guest", "refresh", "logout"])
        for (const origin of ["https://elsewhere.example.org", `http://${host}0`, "null", "nonsense"])
          expectRefusal(await post(`/api/auth/${path}`, origin), 403, "origin_not_allowed");
      for (const scheme of ["http", "https"])
        expect((await post("/api/auth/guest", `${scheme}://${host}`)).status).toBe(201);
    });
  },
  { JWT_SECRET: SECRET, TRUSTED_PROXIES: "127.0.0.0/8" },
);
