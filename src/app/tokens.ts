import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Clock, Ids } from "../ports.ts";
import { type Refusal, refuse } from "../protocol/codes.ts";

/** Seconds. */
export const ACCESS_LIFETIME_S = 900;
export const TICKET_LIFETIME_S = 60;
export const SESSION_LIFETIME_S = 30 * 24 * 3600;
const LINK_LIFETIME_MS = 12 * 3600_000;
const LINK_STEP_MS = 3600_000;

const ISSUER = "matinee";
type Audience = "access" | "ticket" | "refresh";

/** Whose token it is: the user, the session, and for a ticket the one room it opens. */
export type Claims = { user_id: string; session_id: string };

export type Tokens = ReturnType<typeof createTokens>;

/** Signs and checks every token. `secret` has at least 32 bytes. */
export function createTokens(secret: string, clock: Clock, ids: Ids) {
  const key = new TextEncoder().encode(secret);
  const linkKey = createHmac("sha256", secret).update("media links").digest();

  async function sign(audience: Audience, { user_id, session_id }: Claims, lifetime_s: number, more: object = {}) {
    const now = Math.floor(clock.now() / 1000);
    return await new SignJWT({ sid: session_id, ...more })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setSubject(user_id)
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setJti(ids.id())
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime_s)
      .sign(key);
  }

  async function verify(token: string, audience: Audience | Audience[]) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ["HS256"],
        issuer: ISSUER,
        audience,
        requiredClaims: ["exp", "sub", "jti"],
        currentDate: new Date(clock.now()),
      });
      const { sub, sid, room, generation, aud } = payload;
      if (typeof sub !== "string" || typeof sid !== "string") return refuse("token_invalid");
      return { user_id: sub, session_id: sid, room, generation, audience: aud };
    } catch (error) {
      return refuse(error instanceof errors.JWTExpired ? "token_expired" : "token_invalid");
    }
  }

  const signature = (path: string, expires: string) =>
    createHmac("sha256", linkKey).update(`${expires}\n${path}`).digest("base64url");

  return {
    access: (claims: Claims) => sign("access", claims, ACCESS_LIFETIME_S),
    ticket: (claims: Claims, room: string) => sign("ticket", claims, TICKET_LIFETIME_S, { room }),
    refresh: (claims: Claims, generation: number) => sign("refresh", claims, SESSION_LIFETIME_S, { generation }),

    async verifyAccess(token: string): Promise<Claims | Refusal> {
      return await verify(token, "access");
    },
    /** What opens a room's socket: an access token, or a ticket for this very room. */
    async verifyForRoom(token: string, code: string): Promise<Claims | Refusal> {
      const claims = await verify(token, ["access", "ticket"]);
      if ("refused" in claims || claims.audience === "access" || claims.room === code) return claims;
      return refuse("token_invalid");
    },
    async verifyRefresh(token: string): Promise<(Claims & { generation: number }) | Refusal> {
      const claims = await verify(token, "refresh");
      if ("refused" in claims) return claims;
      const { generation } = claims;
      return typeof generation === "number" ? { ...claims, generation } : refuse("token_invalid");
    },

    /** The address of a library file, good for 12 to 13 hours; the same for everyone within an hour. */
    link(path: string): string {
      const expires = String(Math.ceil(clock.now() / LINK_STEP_MS) * LINK_STEP_MS + LINK_LIFETIME_MS);
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      return `/media/${encoded}?expires=${expires}&signature=${signature(path, expires)}`;
    },
    isLinkValid(path: string, expires: string, given: string): boolean {
      const wanted = Buffer.from(signature(path, expires));
      const got = Buffer.from(given);
      return wanted.length === got.length && timingSafeEqual(wanted, got) && Number(expires) > clock.now();
    },
  };
}
