import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { onEachTarget } from "../harness/scene.ts";

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

onEachTarget(({ server }) => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    server().api.call<string>("GET", path, { headers });

  test("P123: the page is served under a policy that allows nothing inline and nothing from elsewhere", async () => {
    for (const path of ["/", "/r/ABCD1234"]) {
      const { status, headers, body } = await get(path, BROWSER);
      expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
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
});
