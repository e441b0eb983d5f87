import { Hono } from "hono";
import { isRefusal, refuse } from "../../protocol/codes.ts";
import { ADMIN_QUERIES } from "../../protocol/rest.ts";
import type { Admin } from "../admin.ts";
import { type AppEnv, answer, check, done } from "../http-context.ts";
import { problem } from "../problem.ts";

/** The server as its owner sees it. Nobody else passes. */
export function adminRoutes(admin: Admin): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => ((await admin.isOwner(c.var.me.user.id)) ? next() : problem(refuse("owner_only"))));

  app.get("/", async (c) => answer(c, await admin.figures()));

  app.get("/accounts", async (c) => {
    const query = check(ADMIN_QUERIES.accounts, c.req.query());
    return answer(c, isRefusal(query) ? query : await admin.accounts(query));
  });

  app.delete("/accounts/:id", async (c) => done(c, await admin.removeAccount(c.var.me.user.id, c.req.param("id"))));

  app.get("/rooms", async (c) => {
    const query = check(ADMIN_QUERIES.rooms, c.req.query());
    return answer(c, isRefusal(query) ? query : await admin.rooms(query));
  });

  app.delete("/rooms/:code", async (c) => done(c, await admin.removeRoom(c.req.param("code"))));

  return app;
}
