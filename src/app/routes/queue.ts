import { Hono } from "hono";
import type { Command } from "../../domain/command.ts";
import type { Clock, Ids, Library } from "../../ports.ts";
import { isRefusal } from "../../protocol/codes.ts";
import { BODIES } from "../../protocol/rest.ts";
import { asAccount } from "../accounts.ts";
import { type AppContext, type AppEnv, answer, mayIn, readBody } from "../http-context.ts";
import { chooseMedia } from "../media-choice.ts";
import { problem } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import type { Throttles } from "../throttle.ts";

type Deps = { rooms: Rooms; throttles: Throttles; library: Library; clock: Clock; ids: Ids };

/** What plays next. Each change answers with the whole queue. */
export function queueRoutes(deps: Deps): Hono<AppEnv> {
  const { rooms, library, clock, ids } = deps;
  const may = mayIn(deps);
  const app = new Hono<AppEnv>();

  async function act(c: AppContext, command: Command, status: 200 | 201 = 200): Promise<Response> {
    const state = await rooms.command(c.var.room, c.var.me.user.id, command);
    return answer(c, isRefusal(state) ? state : { queue: state.queue }, status);
  }

  app.get("/", may("READ"), (c) => answer(c, { queue: c.var.room.state.queue }));

  app.post("/", may("QUEUE_ADD"), async (c) => {
    const body = await readBody(c, BODIES.queueAdd);
    if (isRefusal(body)) return problem(body);
    const media = await chooseMedia(library, body.media);
    if (isRefusal(media)) return problem(media);
    const created_at = new Date(clock.now()).toISOString();
    const item = { id: ids.id(), media, added_by: asAccount(c.var.me.user), created_at };
    return act(c, { type: "QUEUE_ADD", item }, 201);
  });

  app.post("/next", may("QUEUE_NEXT"), async (c) => {
    const body = await readBody(c, BODIES.queueNext, { isOptional: true });
    return isRefusal(body) ? problem(body) : act(c, { type: "QUEUE_NEXT", id: body.id });
  });

  app.patch("/:id", may("QUEUE_MOVE"), async (c) => {
    const body = await readBody(c, BODIES.queueMove);
    if (isRefusal(body)) return problem(body);
    return act(c, { type: "QUEUE_MOVE", id: c.req.param("id"), position: body.position });
  });

  app.delete("/:id", may("QUEUE_REMOVE"), (c) => act(c, { type: "QUEUE_REMOVE", id: c.req.param("id") }));

  return app;
}
