import { Hono } from "hono";
import { filmOf } from "../../domain/media.ts";
import type { Store } from "../../ports.ts";
import { isRefusal } from "../../protocol/codes.ts";
import { MESSAGES_QUERY } from "../../protocol/rest.ts";
import { type AppEnv, answer, check, mayIn } from "../http-context.ts";
import { problem } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import type { Throttles } from "../throttle.ts";

/** Chat history, a page at a time, each page in the order in which it was sent. */
export function messageRoutes(deps: { rooms: Rooms; throttles: Throttles; store: Store }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get("/", mayIn(deps)("READ"), async (c) => {
    const query = check(MESSAGES_QUERY, c.req.query());
    if (isRefusal(query)) return problem(query);
    const { before, after, limit } = query;
    const { code, state } = c.var.room;
    const film = query.film && filmOf(state.playback.media);
    // One line more than asked for tells whether there is another page.
    const bounds = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    const of = { ...bounds, ...(film && { film }), limit: limit + 1 };
    // Where nothing plays, nothing was said to it.
    const found = film === null ? [] : await deps.store.messages(code, of);
    const page = found.slice(0, limit);
    const hasMore = found.length > limit;
    const last = page.at(-1)?.id ?? null;
    if (after !== undefined) return answer(c, { messages: page, next_after: hasMore ? last : null });
    return answer(c, { messages: page.toReversed(), next_before: hasMore ? last : null });
  });

  return app;
}
