import { beforeEach, describe, expect, test } from "bun:test";
import { SignJWT } from "jose";
import { randomIds as ids } from "../../src/adapters/ids.random.ts";
import { ACCESS_LIFETIME_S, createTokens, TICKET_LIFETIME_S, type Tokens } from "../../src/app/tokens.ts";
import { createClock } from "./fakes.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const ANN = { user_id: "ann", session_id: "s" };
let time: ReturnType<typeof createClock>;
let tokens: Tokens;
beforeEach(() => {
  time = createClock();
  tokens = createTokens(SECRET, time.clock, ids);
});

/** A token as somebody else might make it; `change` is what is odd about it. */
function forge(change: { alg?: string; secret?: string; claims?: object; without?: string } = {}): Promise<string> {
  const { alg = "HS256", secret = SECRET, claims = {}, without = "" } = change;
  const now = Math.floor(time.clock.now() / 1000);
  const usual = { sub: "ann", sid: "s", iss: "matinee", aud: "access", jti: "1", iat: now, exp: now + 60, ...claims };
  const kept = Object.fromEntries(Object.entries(usual).filter(([name]) => name !== without));
  return new SignJWT(kept).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
}
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("an access token", () => {
  test("names its user and session, for 15 minutes", async () => {
    const token = await tokens.access(ANN);
    expect(await tokens.verifyAccess(token)).toMatchObject(ANN);
    await time.pass(ACCESS_LIFETIME_S * 1000);
    expect(await tokens.verifyAccess(token)).toMatchObject({ refused: "token_expired" });
  });
  test("is one that this server could have made", async () => {
    expect(await tokens.verifyAccess(await forge())).toMatchObject(ANN);
  });
  test.each([
    ["signed with another algorithm", { alg: "HS512" }],
    ["signed with another secret", { secret: "f".repeat(32) }],
    ["that never expires", { without: "exp" }],
    ["of nobody", { without: "sub" }],
    ["of no session", { without: "sid" }],
    ["without an id", { without: "jti" }],
    ["of another issuer", { claims: { iss: "other" } }],
    ["for another use", { claims: { aud: "refresh" } }],
    ["not valid yet", { claims: { nbf: 9_999_999_999 } }],
  ])("%s is refused", async (_, change) => {
    expect(await tokens.verifyAccess(await forge(change))).toEqual({ refused: "token_invalid" });
  });
  test("without a signature is refused, as is what is no token", async () => {
    const [, payload = ""] = (await forge()).split(".");
    for (const token of [`${base64({ alg: "none" })}.${payload}.`, "", "a.b.c", "...."])
      expect(await tokens.verifyAccess(token)).toEqual({ refused: "token_invalid" });
  });
});

describe("a ticket", () => {
  test("opens its one room, for a minute", async () => {
    const ticket = await tokens.ticket(ANN, "ABCDEFGH");
    expect(await tokens.verifyForRoom(ticket, "ABCDEFGH")).toMatchObject(ANN);
    expect(await tokens.verifyForRoom(ticket, "BBBBBBBB")).toEqual({ refused: "token_invalid" });
    await time.pass(TICKET_LIFETIME_S * 1000);
    expect(await tokens.verifyForRoom(ticket, "ABCDEFGH")).toEqual({ refused: "token_expired" });
  });
  test("is no bearer and refreshes nothing", async () => {
    const ticket = await tokens.ticket(ANN, "ABCDEFGH");
    expect(await tokens.verifyAccess(ticket)).toEqual({ refused: "token_invalid" });
    expect(await tokens.verifyRefresh(ticket)).toEqual({ refused: "token_invalid" });
  });
  test("is not needed by who has an access token", async () => {
    expect(await tokens.verifyForRoom(await tokens.access(ANN), "ABCDEFGH")).toMatchObject(ANN);
  });
});

test("a refresh token carries its generation, and is good for nothing else", async () => {
  const refresh = await tokens.refresh(ANN, 3);
  expect(await tokens.verifyRefresh(refresh)).toMatchObject({ ...ANN, generation: 3 });
  expect(await tokens.verifyAccess(refresh)).toEqual({ refused: "token_invalid" });
  expect(await tokens.verifyForRoom(refresh, "ABCDEFGH")).toEqual({ refused: "token_invalid" });
  expect(await tokens.verifyRefresh(await tokens.access(ANN))).toEqual({ refused: "token_invalid" });
});

describe("the address of a film", () => {
  const PATH = "films/Grüße & 100%.mp4";
  const read = (link: string) => {
    const url = new URL(link, "http://x");
    const path = decodeURIComponent(url.pathname.slice("/media/".length));
    return [path, url.searchParams.get("expires") ?? "", url.searchParams.get("signature") ?? ""] as const;
  };

  test("is good for 12 to 13 hours, and the same for everyone within an hour", async () => {
    const link = tokens.link(PATH);
    await time.pass(60_000);
    expect(tokens.link(PATH)).toBe(link);
    expect(tokens.isLinkValid(...read(link))).toBe(true);
    await time.pass(12 * 3600_000 - 60_000);
    expect(tokens.isLinkValid(...read(link))).toBe(true);
    await time.pass(3600_000);
    expect(tokens.isLinkValid(...read(link))).toBe(false);
  });
  test("is good for nothing else", () => {
    const [path, expires, signature] = read(tokens.link(PATH));
    expect(path).toBe(PATH);
    expect(tokens.isLinkValid("films/other.mp4", expires, signature)).toBe(false);
    expect(tokens.isLinkValid(path, String(Number(expires) + 1), signature)).toBe(false);
    for (const wrong of ["", "x", signature.slice(1), `${signature}=`, "é".repeat(43)])
      expect(tokens.isLinkValid(path, expires, wrong)).toBe(false);
  });
});
