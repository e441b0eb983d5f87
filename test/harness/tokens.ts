import { SignJWT } from "jose";

/** The `JWT_SECRET` of servers whose tokens a test signs itself. */
export const SECRET = "a secret of more than thirty-two bytes";

export type Claims = Record<string, unknown>;

export const claimsOf = (token: string): Claims & { sub: string } =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** A token with these claims, signed with the server's own secret. */
export const sign = (claims: Claims, alg = "HS256"): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: "JWT" }).sign(new TextEncoder().encode(SECRET));
