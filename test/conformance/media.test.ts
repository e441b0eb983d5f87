import { beforeAll, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createTokens } from "../../src/app/tokens.ts";
import { expectRefusal } from "../harness/client.ts";
import { handshake } from "../harness/raw-socket.ts";
import { onEachTarget } from "../harness/scene.ts";
import { SECRET } from "../harness/tokens.ts";

const BYTES = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 7 + (index >> 8)) % 251);
const SIZE = BYTES.length;

function fill(media: string): void {
  mkdirSync(join(media, "series"));
  for (const path of ["film.mp4", "series/part one.mp4", ".dot.mp4"]) writeFileSync(join(media, path), BYTES);
  writeFileSync(join(media, "empty.mp4"), "");
  writeFileSync(join(dirname(media), "secret.mp4"), "secret");
  symlinkSync(join(dirname(media), "secret.mp4"), join(media, "out.mp4"));
}

onEachTarget(
  ({ server, cast }) => {
    let url = "";
    beforeAll(async () => {
      const { media } = await cast().host.room({ media: { kind: "file", src: "film.mp4" } });
      url = media?.url ?? "";
    });

    async function get(headers: Record<string, string> = {}, method = "GET", address = url) {
      const response = await fetch(server().url + address, { method, headers });
      return {
        status: response.status,
        headers: response.headers,
        bytes: new Uint8Array(await response.arrayBuffer()),
      };
    }

    test("P100 P101: a film comes whole, with all that a player asks of it; HEAD is the same without it", async () => {
      const whole = await get();
      expect(Bun.hash(whole.bytes)).toBe(Bun.hash(BYTES));
      for (const { status, headers } of [whole, await get({}, "HEAD")]) {
        expect(status).toBe(200);
        expect(Object.fromEntries(headers)).toMatchObject({
          "accept-ranges": "bytes",
          "cache-control": "private, no-store",
          "content-length": String(SIZE),
          "content-type": "video/mp4",
          etag: expect.stringMatching(/^"[^"]+"$/),
          "last-modified": expect.stringMatching(/ GMT$/),
        });
      }
      expect((await get({}, "HEAD")).bytes.length).toBe(0);
    });

    test.each([
      ["bytes=0-0", 0, 0],
      ["bytes=0-", 0, SIZE - 1],
      ["bytes=100000-599999", 100_000, 599_999],
      ["bytes=699999-", 699_999, SIZE - 1],
      ["bytes=-500", SIZE - 500, SIZE - 1],
      ["bytes=-9999999", 0, SIZE - 1],
      ["bytes=700000-9999999", 700_000, SIZE - 1],
    ])("P100: %s is a part", async (Range, first, last) => {
      const part = await get({ Range });
      expect(part.status).toBe(206);
      expect(part.headers.get("content-range")).toBe(`bytes ${first}-${last}/${SIZE}`);
      expect(part.headers.get("content-length")).toBe(String(last - first + 1));
      expect(Bun.hash(part.bytes)).toBe(Bun.hash(BYTES.subarray(first, last + 1)));
      const head = await get({ Range }, "HEAD");
      expect([head.status, head.headers.get("content-range"), head.bytes.length]).toEqual([
        206,
        part.headers.get("content-range"),
        0,
      ]);
    });

    test.each(["bytes=700001-", "bytes=9999999-99999999", "bytes=-0"])("P100: %s is no part", async (Range) => {
      const answer = await server().api.call("GET", url, { headers: { Range } });
      expectRefusal(answer, 416, "range_not_satisfiable");
      expect(answer.headers.get("content-range")).toBe(`bytes */${SIZE}`);
    });

    test.each(["bytes=5-1", "bytes", "bytes=x-y", "lines=0-5", "bytes=0-1,5-9", "bytes=-"])(
      "P100: %s gets the whole file",
      async (Range) => {
        const { status, bytes } = await get({ Range });
        expect([status, bytes.length]).toEqual([200, SIZE]);
      },
    );

    test("P100: an empty file is served, and has no parts", async () => {
      const { media } = await cast().host.room({ media: { kind: "file", src: "empty.mp4" } });
      const whole = await get({}, "GET", media?.url);
      expect([whole.status, whole.bytes.length, whole.headers.get("content-length")]).toEqual([200, 0, "0"]);
      expect((await get({ Range: "bytes=0-0" }, "GET", media?.url)).status).toBe(416);
    });

    test("P101: conditions are heeded", async () => {
      const { headers } = await get({}, "HEAD");
      const etag = headers.get("etag") ?? "";
      const modified = headers.get("last-modified") ?? "";
      const long_ago = "Sat, 01 Jan 2000 00:00:00 GMT";
      const Range = "bytes=0-9";
      const statusOf = async (conditions: Record<string, string>) => (await get(conditions)).status;
      expect(await statusOf({ "If-None-Match": etag })).toBe(304);
      expect(await statusOf({ "If-None-Match": `"other", W/${etag}` })).toBe(304);
      expect(await statusOf({ "If-None-Match": "*" })).toBe(304);
      expect(await statusOf({ "If-None-Match": '"other"' })).toBe(200);
      expect(await statusOf({ "If-None-Match": '"other"', "If-Modified-Since": modified })).toBe(200);
      expect(await statusOf({ "If-Modified-Since": modified })).toBe(304);
      expect(await statusOf({ "If-Modified-Since": long_ago })).toBe(200);
      expect(await statusOf({ Range, "If-Range": etag })).toBe(206);
      expect(await statusOf({ Range, "If-Range": modified })).toBe(206);
      expect(await statusOf({ Range, "If-Range": '"other"' })).toBe(200);
      expect(await statusOf({ Range, "If-Range": `W/${etag}` })).toBe(200);
      expect(await statusOf({ Range, "If-Range": long_ago })).toBe(200);
    });

    test("P98: a path with spaces and folders is signed and served as it is", async () => {
      const { media } = await cast().host.room({ media: { kind: "file", src: "series/part one.mp4" } });
      expect((await get({ Range: "bytes=-1" }, "GET", media?.url)).status).toBe(206);
    });

    test("P99: an address that is unsigned, altered, expired or signed for another film is refused", async () => {
      const query = new URL(url, "http://x").searchParams;
      const [expires, signature] = [query.get("expires"), query.get("signature")];
      const { token } = cast().host;
      for (const address of [
        "/media/film.mp4",
        "/media/film.mp4?expires=&signature=",
        `/media/film.mp4?expires=${expires}`,
        `/media/film.mp4?expires=${Number(expires) + 1}&signature=${signature}`,
        `/media/film.mp4?expires=1&signature=${signature}`,
        `/media/film.mp4?expires=${expires}&signature=${signature}x`,
        `/media/film.mp4?token=${token}`,
        `/media/series/part%20one.mp4?expires=${expires}&signature=${signature}`,
        "/media/",
        "/media/nothing.mp4",
      ])
        expectRefusal(await server().api.call("GET", address, { token }), 403, "link_invalid");
    });

    test("P99: an address is good for hours, not for days", async () => {
      const linkMadeAgo = (hours: number) => {
        const clock = { now: () => Date.now() - hours * 3600_000, after: () => () => undefined };
        return createTokens(SECRET, clock, { id: () => "", code: () => "" }).link("film.mp4");
      };
      expect((await get({}, "HEAD", linkMadeAgo(11))).status).toBe(200);
      expectRefusal(await server().api.call("GET", linkMadeAgo(14)), 403, "link_invalid");
    });

    test("P99 P105: however a path is spelt, nothing else is served", async () => {
      const query = url.slice(url.indexOf("?"));
      const paths = [
        "../secret.mp4",
        "%2e%2e/secret.mp4",
        "..%2fsecret.mp4",
        "%2e%2e%2fsecret.mp4",
        "..%5csecret.mp4",
        "%252e%252e%252fsecret.mp4",
        "..%c0%afsecret.mp4",
        "%c0%ae%c0%ae/secret.mp4",
        "series/../../secret.mp4",
        "series/..%2f..%2fsecret.mp4",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "film.mp4%00.txt",
        "%00",
        "%",
        "%ff",
        ".dot.mp4",
        "%2edot.mp4",
        "out.mp4",
        "./film.mp4/../../secret.mp4",
        "matinee.db",
        "../data/secret",
      ];
      for (const path of paths) {
        const { status, body } = await handshake(server().url, `/media/${path}${query}`, {
          Connection: "close",
          Upgrade: "",
        });
        expect([400, 403, 404]).toContain(status);
        expect(body).not.toMatch(/secret|root:|\/tmp\//);
      }
    });

    test("P99: a film that is gone since is not found", async () => {
      writeFileSync(join(server().folder, "media/later.mp4"), "x");
      const later = await cast().host.room({ media: { kind: "file", src: "later.mp4" } });
      await Bun.file(join(server().folder, "media/later.mp4")).delete();
      expectRefusal(await server().api.call("GET", later.media?.url ?? ""), 404, "media_not_found");
    });
  },
  { JWT_SECRET: SECRET },
  fill,
);
