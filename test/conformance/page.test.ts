import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { onEachTarget } from "../harness/scene.ts";

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

onEachTarget(({ server }) => {
  const get = <Body = string>(path: string, headers: Record<string, string> = {}) =>
    server().api.call<Body>("GET", path, { headers });

  test("P123: the page is served under a policy that allows nothing inline, and from elsewhere YouTube's player alone", async () => {
    for (const path of ["/", "/r/ABCD1234"]) {
      const { status, headers, body } = await get(path, BROWSER);
      expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' https://www.youtube.com;");
      expect(policy).toContain("style-src 'self'");
      expect(policy).not.toContain("unsafe");
      expect(body).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/);
    }
  });

  test("P123: what the page loads may be kept for ever, and travels compressed", async () => {
    const { body } = await get("/");
    const assets = body.match(/\/assets\/[^"]+/g) ?? [];
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const asset of assets) {
      const { status, headers } = await get(asset, { "accept-encoding": "br" });
      expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
      expect(headers.get("content-encoding")).toBe("br");
      expect(headers.get("vary")).toBe("Accept-Encoding");
    }
    expect((await get("/")).headers.get("cache-control")).toBe("no-cache");
  });

  test("P123: a browser that is lost gets the page with 404, anybody else a problem", async () => {
    for (const path of ["/nonsense/path", "/r/", "/R/ABCD1234", "/index"]) {
      const { status, headers } = await get(path, BROWSER);
      expect([path, status, headers.get("content-type")]).toEqual([path, 404, "text/html; charset=utf-8"]);
    }
    expectRefusal(await server().api.call("GET", "/nonsense"), 404, "not_found");
    expectRefusal(await server().api.call("POST", "/", { headers: BROWSER }), 404, "not_found");
    for (const path of ["/api/nonsense", "/assets/none.js", "/ws/nonsense"])
      expectRefusal(await server().api.call("GET", path, { headers: BROWSER }), 404, "not_found");
  });

  test("P138: the page can be installed, by a manifest whose icons are there", async () => {
    type Manifest = { start_url: string; icons: { src: string; type: string }[] };
    const { status, headers, body } = await get<Manifest>("/manifest.webmanifest", { accept: "text/html" });
    expect([status, headers.get("content-type")]).toEqual([200, "application/manifest+json"]);
    expect(body.start_url).toBe("/");
    expect(body.icons.length).toBeGreaterThan(0);
    for (const { src, type } of body.icons) {
      const icon = await get(src);
      expect([src, icon.status, icon.headers.get("content-type")]).toEqual([src, 200, type]);
    }
  });

  test("P138: its service worker reaches the whole page, and knows what the page needs at once", async () => {
    const { status, headers, body } = await get("/sw.js");
    expect([status, headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(headers.get("cache-control")).toBe("no-cache");
    const policy = (await get("/", BROWSER)).headers.get("content-security-policy");
    expect(policy).toContain("worker-src 'self'");
    expect(policy).toContain("manifest-src 'self'");
    const named = (await get("/")).body.match(/\/assets\/[^"]+/g) ?? [];
    const kept = new Set<string>(body.match(/\/assets\/[\w.-]+/g));
    expect(named.filter((asset) => !kept.has(asset))).toEqual([]);
    for (const asset of kept) expect([asset, (await get(asset)).status]).toEqual([asset, 200]);
  });

  test("P139: what may change is asked about, and sent only when it did", async () => {
    for (const path of ["/", "/r/ABCD1234", "/sw.js", "/icon.svg", "/manifest.webmanifest"]) {
      const first = await get(path);
      const etag = first.headers.get("etag") ?? "";
      expect([path, first.status, etag]).toEqual([path, 200, expect.stringMatching(/^W\/"[\w-]{22}"$/) as string]);
      expect((await get(path, { "accept-encoding": "br" })).headers.get("etag")).toBe(etag);
      for (const tags of [etag, `"other", ${etag}`, etag.slice(2), "*"]) {
        const again = await get(path, { "if-none-match": tags });
        expect([path, again.status, again.body, again.headers.get("etag")]).toEqual([path, 304, "", etag]);
        expect(again.headers.get("cache-control")).toBe("no-cache");
      }
      expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
    }
    expect((await get("/nonsense/path", { ...BROWSER, "if-none-match": "*" })).status).toBe(404);
  });
});
