import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isRefusal, type Refusal, refuse } from "../../protocol/codes.ts";
import { BODIES } from "../../protocol/rest.ts";
import type { Accounts, SignedIn } from "../accounts.ts";
import { type AppContext, type AppEnv, answer, done, readBody } from "../http-context.ts";
import { isOriginAllowed } from "../origin.ts";
import { problem } from "../problem.ts";
import type { Throttles } from "../throttle.ts";
import { ACCESS_LIFETIME_S, SESSION_LIFETIME_S } from "../tokens.ts";

const COOKIE = "matinee_refresh";
const COOKIE_PATH = "/api/auth";

type Deps = { accounts: Accounts; throttles: Throttles; publicUrl: string | undefined };

/** Signing up, in and out. The refresh token lives in a cookie that no script and no other route sees. */
export function authRoutes({ accounts, throttles, publicUrl }: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  function signedIn(c: AppContext, result: SignedIn | Refusal, status: 200 | 201): Response {
    if (isRefusal(result)) return problem(result);
    const { user, access_token, refresh_token } = result;
    const isSecure = publicUrl === undefined ? c.var.origination.protocol === "https" : publicUrl.startsWith("https:");
    setCookie(c, COOKIE, refresh_token, {
      path: COOKIE_PATH,
      httpOnly: true,
      sameSite: "Strict",
      secure: isSecure,
      maxAge: SESSION_LIFETIME_S,
    });
    return answer(c, { user, access_token, expires_in: ACCESS_LIFETIME_S }, status);
  }

  app.use(async (c, next) => {
    c.header("Cache-Control", "no-store");
    const isAllowed = isOriginAllowed(c.req.header("origin"), c.var.origination, publicUrl);
    return isAllowed ? next() : problem(refuse("origin_not_allowed"));
  });

  app.post("/register", async (c) => {
    const body = await readBody(c, BODIES.register);
    if (isRefusal(body)) return problem(body);
    const refusal = await throttles.signIns.take(c.var.origination.address);
    return refusal === null ? signedIn(c, await accounts.register(body), 201) : problem(refusal);
  });

  app.post("/login", async (c) => {
    const body = await readBody(c, BODIES.login);
    if (isRefusal(body)) return problem(body);
    const { address } = c.var.origination;
    const attempt = `${address} ${body.email.toLowerCase()}`;
    // Counted before it is known to be wrong, so that many at once cannot pass the limit together.
    const refusal = (await throttles.signIns.take(address)) ?? (await throttles.wrongPasswords.take(attempt));
    if (refusal !== null) return problem(refusal);
    const result = await accounts.login(body);
    const isWrong = isRefusal(result) && result.refused === "invalid_credentials";
    if (!isWrong) await throttles.wrongPasswords.forgive(attempt);
    return signedIn(c, result, 200);
  });

  app.post("/guest", async (c) => {
    const body = await readBody(c, BODIES.guest);
    if (isRefusal(body)) return problem(body);
    const refusal = await throttles.signIns.take(c.var.origination.address);
    return refusal === null ? signedIn(c, await accounts.guest(body), 201) : problem(refusal);
  });

  app.post("/refresh", async (c) => {
    const token = getCookie(c, COOKIE);
    if (!token) return problem(refuse("token_missing"));
    return signedIn(c, await accounts.refresh(token), 200);
  });

  app.post("/logout", async (c) => {
    const token = getCookie(c, COOKIE);
    if (!token) return problem(refuse("token_missing"));
    await accounts.logout(token);
    deleteCookie(c, COOKIE, { path: COOKIE_PATH });
    return done(c, null);
  });

  return app;
}
