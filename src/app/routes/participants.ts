import { Hono } from "hono";
import { idOf, isHost, type RoomState } from "../../domain/room.ts";
import { isRefusal, type Refusal, refuse } from "../../protocol/codes.ts";
import { BODIES } from "../../protocol/rest.ts";
import type { Participant } from "../../protocol/values.ts";
import { type AppEnv, answer, done, mayIn, readBody } from "../http-context.ts";
import { problem } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import type { Throttles } from "../throttle.ts";

/** Who takes part, and what the host does about them. */
export function participantRoutes(deps: { rooms: Rooms; throttles: Throttles }): Hono<AppEnv> {
  const { rooms } = deps;
  const may = mayIn(deps);
  const app = new Hono<AppEnv>();

  const withPresence = (state: RoomState, participant: Participant) => ({
    ...participant,
    is_online: state.online.has(idOf(participant.user)),
  });

  app.get("/", may("READ"), (c) => {
    const { state } = c.var.room;
    const seesAll = isHost(state, c.var.me.user.id);
    const seen = [...state.participants.values()].filter(({ status }) => seesAll || status === "approved");
    return answer(c, { participants: seen.map((participant) => withPresence(state, participant)) });
  });

  app.patch("/:user_id", may("SET_PARTICIPANT"), async (c) => {
    const change = await readBody(c, BODIES.participantChange);
    if (isRefusal(change)) return problem(change);
    const user_id = c.req.param("user_id");
    const before = c.var.room.state.participants.get(user_id);
    const state = await rooms.command(c.var.room, c.var.me.user.id, { type: "SET_PARTICIPANT", user_id, change });
    return answer(c, isRefusal(state) ? state : changed(state, before, user_id));
  });

  /** The record after the change; of somebody rejected, whose record is gone, the last one. */
  function changed(state: RoomState, before: Participant | undefined, user_id: string): object | Refusal {
    const after = state.participants.get(user_id) ?? (before && { ...before, status: "rejected" as const });
    return after === undefined ? refuse("participant_not_found") : { participant: withPresence(state, after) };
  }

  app.delete("/:user_id", may("REMOVE_PARTICIPANT"), async (c) => {
    const user_id = c.req.param("user_id");
    return done(c, await rooms.command(c.var.room, c.var.me.user.id, { type: "REMOVE_PARTICIPANT", user_id }));
  });

  return app;
}
