import { expect, test } from "bun:test";
import fc from "fast-check";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

/** Bodies that are right, by route; `:code` and `:id` are filled in. */
const BODIES: readonly [method: string, path: string, body: Record<string, unknown>][] = [
  ["POST", "/api/auth/guest", { display_name: "x" }],
  ["PATCH", "/api/me", { display_name: "x" }],
  [
    "POST",
    "/api/rooms",
    { name: "x", is_public: true, is_chat_enabled: true, requires_approval: true, wait_seconds: 5, media: FILM },
  ],
  ["PATCH", "/api/rooms/:code", { name: "x", is_public: true, is_queue_open: true, wait_seconds: 5 }],
  ["PUT", "/api/rooms/:code/media", { media: { ...FILM, subtitles: [{ src: FILM.src, label: "x", lang: "en" }] } }],
  ["PATCH", "/api/rooms/:code/participants/:id", { is_muted: true, status: "approved" }],
  ["POST", "/api/rooms/:code/host", { user_id: "x" }],
  ["POST", "/api/rooms/:code/queue", { media: FILM }],
  ["PATCH", "/api/rooms/:code/queue/:id", { position: 0 }],
  ["POST", "/api/rooms/:code/queue/next", { id: "x" }],
];

const TREACHEROUS = [
  "null",
  "true",
  "-1",
  "1e999",
  '""',
  '"\\ud800"',
  '"\\u0000"',
  "[]",
  "[[]]",
  "{}",
  '{"__proto__":1}',
  '"__proto__"',
];

/** A body with one value, at any depth, replaced by a treacherous one; or any JSON at all. */
const body = (right: Record<string, unknown>) => {
  const text = JSON.stringify(right);
  const values = [...text.matchAll(/(?<=[:[])("[^"]*"|true|\d+|\{|\[)/g)];
  const spoilt = fc.tuple(fc.constantFrom(...values), fc.constantFrom(...TREACHEROUS)).map(([value, wrong]) => {
    const [was] = value;
    const rest = text.slice(value.index + was.length);
    return was === "{" || was === "["
      ? `${text.slice(0, value.index)}${wrong}}`
      : `${text.slice(0, value.index)}${wrong}${rest}`;
  });
  return fc.oneof(spoilt, fc.json(), fc.constantFrom(...TREACHEROUS));
};

onEachTarget(({ server, cast }) => {
  test("P102 P103 P105: whatever a body holds, the answer is one of the contract's, and never a fault of the server", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, [ann]);
    for (const [method, path, right] of BODIES) {
      const address = path.replace(":code", code).replace(":id", ann.id);
      const bodies = fc.sample(body(right), { numRuns: 100, seed: 7 });
      const answers = await Promise.all(
        bodies.map((body) => server().api.call(method, address, { body, token: host.token })),
      );
      for (const [index, { status, headers }] of answers.entries()) {
        const isProblem = headers.get("content-type") === "application/problem+json";
        expect([bodies[index], status < 500, isProblem]).toEqual([bodies[index], true, status >= 400]);
      }
    }
    await lead.untilPong();
    expect(server().stdout.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
