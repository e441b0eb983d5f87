import { Hono } from "hono";
import type { Library } from "../../ports.ts";
import { refuse } from "../../protocol/codes.ts";
import { type AppEnv, answer } from "../http-context.ts";
import { problem } from "../problem.ts";

/** What the server's media folder offers to those who can host. */
export function libraryRoutes(library: Library): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/", async (c) => {
    if (c.var.me.user.is_guest) return problem(refuse("guests_cannot_host"));
    return answer(c, { items: await library.items() });
  });
  return app;
}
