import { describe, expect, test } from "bun:test";
import { createAddresses } from "../../src/app/address.ts";
import { isOriginAllowed } from "../../src/app/origin.ts";

const request = (headers: Record<string, string> = {}) => new Request("http://inside:3000/", { headers });
const keyOf = (peer: string) => createAddresses([])(request(), peer).address;

describe("one key for one customer:", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2:ffff::1", "2001:db8:1:2"],
    ["2001:DB8:1:3::1", "2001:db8:1:3"],
    ["::1", "0:0:0:0"],
    ["", "unknown"],
    ["a forged one", "unknown"],
  ])("%j is %s", (peer, key) => {
    expect(keyOf(peer)).toBe(key);
  });
});

describe("what a proxy says of a request", () => {
  const said = {
    "x-forwarded-for": "198.51.100.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "party.example.org",
  };
  const through = (peer: string, trusted: string[], headers: Record<string, string> = said) =>
    createAddresses(trusted)(request({ host: "inside:3000", ...headers }), peer);

  test("is believed where the proxy is trusted", () => {
    const believed = { address: "198.51.100.9", protocol: "https", host: "party.example.org" };
    for (const [peer, trusted] of [
      ["10.0.0.1", "10.0.0.0/8"],
      ["::ffff:10.0.0.1", "10.0.0.0/8"],
      ["10.0.0.1", "10.0.0.1"],
      ["fd00::1", "fd00::/8"],
      ["::1", "::1"],
    ] as const)
      expect(through(peer, [trusted])).toEqual(believed);
  });
  test("is no one's word otherwise", () => {
    const own = { address: "11.0.0.1", protocol: "http", host: "inside:3000" };
    expect(through("11.0.0.1", ["10.0.0.0/8"])).toEqual(own);
    expect(through("11.0.0.1", [])).toEqual(own);
  });
  test("counts from the right: what a client itself added before it is not believed", () => {
    const forged = { ...said, "x-forwarded-for": "1.1.1.1, 198.51.100.9, 10.0.0.2" };
    expect(through("10.0.0.1", ["10.0.0.0/8"], forged).address).toBe("198.51.100.9");
  });
  test("may be a list, of which the outermost proxy's word comes first", () => {
    const listed = { ...said, "x-forwarded-proto": "https, http", "x-forwarded-host": "party.example.org, inside" };
    expect(through("10.0.0.1", ["10.0.0.0/8"], listed)).toMatchObject({ protocol: "https", host: "party.example.org" });
  });
  test("may be nothing at all", () => {
    expect(through("10.0.0.1", ["10.0.0.0/8"], {})).toEqual({
      address: "10.0.0.1",
      protocol: "http",
      host: "inside:3000",
    });
  });
});

describe("an origin", () => {
  const at = (host: string) => ({ address: "", protocol: "http", host });
  const isAllowed = (origin: string | undefined, host: string, publicUrl?: string) =>
    isOriginAllowed(origin, at(host), publicUrl);

  test("that is not named is no browser's", () => {
    expect(isAllowed(undefined, "party.example.org")).toBe(true);
  });
  test("has to be the host's own, port included; the scheme may differ, as TLS may end at a proxy", () => {
    expect(isAllowed("http://party.example.org:3000", "party.example.org:3000")).toBe(true);
    expect(isAllowed("https://party.example.org", "party.example.org")).toBe(true);
    expect(isAllowed("https://party.example.org", "party.example.org:443")).toBe(true);
    expect(isAllowed("https://PARTY.example.org", "party.EXAMPLE.org")).toBe(true);
    expect(isAllowed("http://party.example.org:3001", "party.example.org:3000")).toBe(false);
    expect(isAllowed("https://evil.example.org", "party.example.org")).toBe(false);
    expect(isAllowed("https://party.example.org.evil.com", "party.example.org")).toBe(false);
  });
  test("has to be the public one where there is one, scheme included", () => {
    expect(isAllowed("https://party.example.org", "inside:3000", "https://party.example.org")).toBe(true);
    expect(isAllowed("http://party.example.org", "inside:3000", "https://party.example.org")).toBe(false);
    expect(isAllowed("http://inside:3000", "inside:3000", "https://party.example.org")).toBe(false);
  });
  test.each(["null", "", "party.example.org", "file://", "about:blank", "https://"])("%j is none", (origin) => {
    expect(isAllowed(origin, "party.example.org:3000")).toBe(false);
  });
  test("is none of a host that is no host", () => {
    expect(isAllowed("https://party.example.org", "a b")).toBe(false);
    expect(isAllowed("https://party.example.org", "")).toBe(false);
  });
});
