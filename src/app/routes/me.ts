import { Hono } from "hono";
import type { UserRecord } from "../../ports.ts";
import { isRefusal } from "../../protocol/codes.ts";
import { BODIES, type Me, type OwnAccount } from "../../protocol/rest.ts";
import { type Accounts, asAccount } from "../accounts.ts";
import type { Admin } from "../admin.ts";
import { type AppEnv, answer, done, readBody } from "../http-context.ts";
import { problem } from "../problem.ts";

/** The account as its owner sees it. */
const own = (user: UserRecord): OwnAccount => ({ ...asAccount(user), email: user.email, created_at: user.created_at });

export function meRoutes(accounts: Accounts, admin: Pick<Admin, "isOwner">): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get("/", async (c) => {
    const { user } = c.var.me;
    const me: Me = { ...own(user), is_owner: await admin.isOwner(user.id) };
    return answer(c, me);
  });

  app.patch("/", async (c) => {
    const body = await readBody(c, BODIES.account);
    if (isRefusal(body)) return problem(body);
    const changed = await accounts.change(c.var.me, body);
    return answer(c, isRefusal(changed) ? changed : own(changed));
  });

  app.delete("/", async (c) => {
    const body = await readBody(c, BODIES.farewell, { isOptional: true });
    return done(c, isRefusal(body) ? body : await accounts.remove(c.var.me, body));
  });

  return app;
}
