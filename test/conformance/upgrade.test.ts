import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { handshake, upgrade } from "../harness/raw-socket.ts";
import { forEachTarget, gather, onEachTarget } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

onEachTarget(({ server, cast }) => {
  const attempt = (path: string, headers?: Record<string, string>) => upgrade(server().url, path, headers);

  test("P46: a socket opens with or without a trailing slash, for a code in either case", async () => {
    const { host } = cast();
    const { code } = await host.room();
    for (const path of [code, `${code}/`, code.toLowerCase()])
      expect((await attempt(`/ws/rooms/${path}?token=${host.token}`)).status).toBe(101);
  });

  test("P46 P16: only one ?token= is a credential; headers and cookies are not looked at", async () => {
    const { host } = cast();
    const { code } = await host.room();
    const path = `/ws/rooms/${code}`;
    const headers = { Authorization: `Bearer ${host.token}`, Cookie: host.cookie };
    for (const query of [
      "",
      "?",
      "?token=",
      "?token",
      `?token=${host.token}&token=${host.token}`,
      `?Token=${host.token}`,
    ])
      expectRefusal(await attempt(path + query, headers), 401, "token_missing");
    expect((await attempt(`${path}?token=${host.token}`, { Authorization: "Bearer x", Cookie: "x=y" })).status).toBe(
      101,
    );
  });

  test("P48: a room's socket is refused to those whom the room has not let in", async () => {
    const { host, ann, ben } = cast();
    const { code } = await host.room({ requires_approval: true });
    const as = (person: typeof ann, room = code) => attempt(`/ws/rooms/${room}?token=${person.token}`);
    expectRefusal(await as(ann), 403, "not_a_participant");
    await Promise.all([ann.join(code), ben.join(code)]);
    expectRefusal(await as(ann), 403, "pending_approval");
    await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "banned" });
    expectRefusal(await as(ben), 403, "banned");
    expectRefusal(await as(host, "00000000"), 404, "room_not_found");
    expectRefusal(await as(host, "nonsense-code"), 404, "room_not_found");
  });

  test("P48: who asks for no WebSocket is told so", async () => {
    const { host } = cast();
    const { code } = await host.room();
    expectRefusal(await host.get(`/ws/rooms/${code}?token=${host.token}`), 426, "upgrade_required");
  });

  test("P46 P48: who asks for one in a wrong way takes up no place", async () => {
    const { host } = cast();
    const { code } = await host.room();
    const headers = { connection: "Upgrade", upgrade: "websocket" };
    for (let i = 0; i < 12; i++) await server().api.call("GET", `/ws/rooms/${code}?token=${host.token}`, { headers });
    await host.follow(code);
  });

  test("P47: token, then origin, then room, then status", async () => {
    const { host, ann } = cast();
    const { code } = await host.room();
    const evil = { Origin: "https://elsewhere.example.org" };
    expectRefusal(await attempt("/ws/rooms/00000000?token=wrong", evil), 401, "token_invalid");
    expectRefusal(await attempt(`/ws/rooms/00000000?token=${ann.token}`, evil), 403, "origin_not_allowed");
    expectRefusal(await attempt(`/ws/rooms/00000000?token=${ann.token}`), 404, "room_not_found");
    expectRefusal(await attempt(`/ws/rooms/${code}?token=${ann.token}`), 403, "not_a_participant");
  });

  test("P110: Origin has to name this host and port; its scheme and its absence do not matter", async () => {
    const { host } = cast();
    const { code } = await host.room();
    const from = (Origin: string, headers = {}) =>
      attempt(`/ws/rooms/${code}?token=${host.token}`, { Origin, ...headers });
    const { host: here, hostname } = new URL(server().url);
    for (const origin of [`http://${here}`, `https://${here}`]) expect((await from(origin)).status).toBe(101);
    for (const origin of [`http://${hostname}`, `http://${hostname}:1`, `http://${here}.example.org`, "null", ""])
      expectRefusal(await from(origin), 403, "origin_not_allowed");
    expect((await from("https://party.example.org", { Host: "party.example.org" })).status).toBe(101);
  });

  test("P14 P46: tokens of the wrong kind open no socket", async () => {
    const { host } = cast();
    const { code } = await host.room();
    const refreshToken = host.cookie.split("=")[1];
    for (const token of ["x", refreshToken, `${host.token}.`])
      expectRefusal(await attempt(`/ws/rooms/${code}?token=${token}`), 401, "token_invalid");
  });
});

forEachTarget((target) => {
  const small = serverFor(target, { MAX_CONNECTIONS: "3", MAX_CONNECTIONS_PER_USER: "2" });
  const crowded = serverFor(target, { MAX_CONNECTIONS: "3" });
  const named = serverFor(target, { PUBLIC_URL: "https://party.example.org" });

  test("P109 P47 P48: sockets are bounded, in all and for one user; a closed one makes room", async () => {
    const { api } = small();
    const [host, ann, ben] = await Promise.all([api.account(), api.guest(), api.guest()]);
    const { code, lead, sockets } = await gather(host, [ann]);
    await ben.join(code);
    const as = (token: string) => upgrade(api.base, `/ws/rooms/${code}?token=${token}`);
    const tab = await ann.follow(code);
    const full = await as("not-a-token");
    expectRefusal(full, 503, "server_full");
    expect(Number(full.headers.get("retry-after"))).toBeGreaterThan(0);

    await lead.close();
    await tab.find("USER_LEFT");
    const evil = await upgrade(api.base, `/ws/rooms/00000000?token=${ann.token}`, {
      Origin: "https://elsewhere.example.org",
    });
    expectRefusal(evil, 429, "too_many_connections");
    await ben.follow(code);
    expectRefusal(await as(ann.token), 503, "server_full");
    await sockets[0].close();
    // The server hears of it a moment later.
    for (let status = 503; status !== 101; ) ({ status } = await as(ann.token));
  });

  test("P109: a crowd that comes at once does not pass the bound", async () => {
    const { api } = crowded();
    const host = await api.account();
    const { code } = await host.room();
    const path = `/ws/rooms/${code}?token=${host.token}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => handshake(api.base, path)));
    expect(answers.filter(({ status }) => status === 101).length).toBe(3);
    expect(answers.filter(({ status }) => status === 503).length).toBe(17);
  });

  test("P110 P21: with PUBLIC_URL, Origin has to be that", async () => {
    const { api } = named();
    const body = { display_name: "Guest" };
    const guest = (Origin: string) => api.call("POST", "/api/auth/guest", { body, headers: { Origin } });
    expect((await guest("https://party.example.org")).status).toBe(201);
    for (const origin of ["http://party.example.org", "https://party.example.org:444", api.base])
      expectRefusal(await guest(origin), 403, "origin_not_allowed");
    const [host, { token }] = await Promise.all([api.account(), api.guest()]);
    const { code } = await host.room();
    const path = `/ws/rooms/${code}?token=${host.token}`;
    expect((await upgrade(api.base, path, { Origin: "https://party.example.org" })).status).toBe(101);
    expectRefusal(await upgrade(api.base, path, { Origin: api.base }), 403, "origin_not_allowed");
    expectRefusal(await upgrade(api.base, path.replace(host.token, token)), 403, "not_a_participant");
  });

  test("P16: with PUBLIC_URL on HTTPS the cookie is Secure", async () => {
    const { headers } = await named().api.call("POST", "/api/auth/guest", { body: { display_name: "Guest" } });
    expect(headers.getSetCookie()).toEqual([expect.stringContaining("; Secure")]);
  });
});
