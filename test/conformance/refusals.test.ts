import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { onEachTarget } from "../harness/scene.ts";

const CALLS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** Which methods each path takes. */
const ROUTES: Record<string, readonly string[]> = {
  "/api": [],
  "/api/": [],
  "/api/nothing": [],
  "/api/health": ["GET"],
  "/api/auth/login": ["POST"],
  "/api/auth/nothing": [],
  "/api/me": ["GET", "PATCH", "DELETE"],
  "/api/me/nothing": [],
  "/api/rooms": ["GET", "POST"],
  "/api/rooms/00000000/nothing": [],
  "/api/rooms/00000000/join": ["POST"],
  "/api/rooms/00000000/media": ["PUT"],
  "/api/rooms/00000000/participants": ["GET"],
  "/api/library": ["GET"],
  "/api/admin": ["GET"],
  "/api/admin/accounts": ["GET"],
  "/api/admin/accounts/nobody": ["DELETE"],
  "/api/admin/rooms": ["GET"],
  "/api/admin/rooms/00000000": ["DELETE"],
  "/api/admin/nothing": [],
  "/api/constructor": [],
};
const BIG = 64 * 1024;

onEachTarget(({ server, cast }) => {
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    server().api.call("POST", "/api/rooms", { body, headers, token: cast().host.token });

  test("P104 P102: unknown routes and wrong methods are not found, with or without a token", async () => {
    for (const [path, taken] of Object.entries(ROUTES))
      for (const method of CALLS.filter((method) => !taken.includes(method)))
        for (const token of [undefined, "nonsense", cast().host.token])
          expectRefusal(await server().api.call(method, path, { token }), 404, "not_found");
  });

  test("P14: calls that are not open need a token", async () => {
    for (const [method, path] of [
      ["GET", "/api/me"],
      ["PATCH", "/api/me"],
      ["DELETE", "/api/me"],
      ["GET", "/api/rooms"],
      ["POST", "/api/rooms"],
      ["GET", "/api/rooms/00000000"],
      ["POST", "/api/rooms/00000000/join"],
      ["GET", "/api/library"],
      ["GET", "/api/admin"],
      ["DELETE", "/api/admin/accounts/nobody"],
    ] as const)
      expectRefusal(await server().api.call(method, path), 401, "token_missing");
  });

  test.each([
    ["nothing", ""],
    ["half an object", '{"name":'],
    ["a comment", '{"name":"x"} // room'],
    ["NaN", '{"name":NaN}'],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xff, 0xfe, 0x22)],
    ["UTF-16", new Uint8Array(new Uint16Array([..."{}"].map((char) => char.charCodeAt(0))).buffer)],
  ])("P103: %s is not JSON", async (_, body) => {
    expectRefusal(await create(body), 400, "malformed_json");
  });

  test("P103: a body has to say that it is JSON", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "application/jsonp",
      "",
    ])
      expectRefusal(await create('{"name":"x"}', { "Content-Type": type }), 415, "unsupported_media_type");
    for (const type of ["application/json", "Application/JSON; charset=utf-8"])
      expect((await create('{"name":"x"}', { "Content-Type": type })).status).toBe(201);
  });

  test("P103: a call without a body needs no type, and is judged as an empty one", async () => {
    const { host } = cast();
    const { code } = await host.room();
    expect((await host.patch(`/api/rooms/${code}`)).status).toBe(200);
    expect((await host.patch("/api/me")).status).toBe(200);
    expectRefusal(await host.post("/api/rooms"), 422, "invalid_input");
  });

  test("P103: 64 KiB fit, no byte more, whether their number is announced or not", async () => {
    const sized = (size: number) =>
      JSON.stringify({ name: "x", ignored: "" }).replace('""', `"${"y".repeat(size - 25)}"`);
    expect(sized(BIG).length).toBe(BIG);
    expect((await create(sized(BIG))).status).toBe(201);
    expectRefusal(await create(sized(BIG + 1)), 413, "body_too_large");
    const chunked = (size: number) =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const part of sized(size).match(/.{1,10000}/g) ?? []) controller.enqueue(new TextEncoder().encode(part));
          controller.close();
        },
      });
    expect((await create(chunked(BIG))).status).toBe(201);
    expectRefusal(await create(chunked(BIG + 1)), 413, "body_too_large");
  });

  test("P103: unknown keys are ignored, hostile ones too", async () => {
    const { status, body } = await create(
      '{"__proto__":{"is_public":true},"constructor":{},"name":"first","name":"x"}',
    );
    expect([status, body]).toEqual([201, expect.objectContaining({ name: "x", is_public: false })]);
    for (const body of ["[".repeat(60_000), `${"[".repeat(30_000)}${"]".repeat(30_000)}`])
      expect([400, 422]).toContain((await create(body)).status);
  });

  test("P103: a call with no body needs no Content-Type", async () => {
    const { host } = cast();
    const { code } = await host.room();
    expect((await host.post(`/api/rooms/${code}/join`)).status).toBe(200);
    expect((await host.delete(`/api/rooms/${code}`)).status).toBe(204);
  });

  test("P105: what is not the API's own is refused as plainly", async () => {
    const { api } = server();
    for (const path of ["/nothing", "/ws", "/ws/rooms", "/%00", "/src/main.bun.ts", "/.env", "/data/matinee.db"])
      expectRefusal(await api.call("GET", path), 404, "not_found");
    expectRefusal(await api.call("POST", "/"), 404, "not_found");
  });

  test("P113: health is open, and HEAD answers as GET does", async () => {
    const { api, url } = server();
    const { status, body } = await api.call("GET", "/api/health");
    expect([status, body]).toEqual([200, { status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) }]);
    const head = await fetch(`${url}/api/health`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});
