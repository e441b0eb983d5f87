import { Hono } from "hono";
import { type RoomState, roomOf } from "../../domain/room.ts";
import type { Library } from "../../ports.ts";
import { isRefusal, type Refusal } from "../../protocol/codes.ts";
import { BODIES } from "../../protocol/rest.ts";
import { asAccount } from "../accounts.ts";
import { type AppContext, type AppEnv, answer, done, findRoom, mayIn, readBody } from "../http-context.ts";
import { chooseMedia } from "../media-choice.ts";
import type { MediaLinks } from "../media-links.ts";
import { problem } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import type { Throttles } from "../throttle.ts";
import { TICKET_LIFETIME_S, type Tokens } from "../tokens.ts";

type Deps = { rooms: Rooms; throttles: Throttles; library: Library; links: MediaLinks; tokens: Tokens };

/** Making rooms, reading and changing them, coming and going. */
export function roomRoutes(deps: Deps): Hono<AppEnv> {
  const { rooms, library, links, tokens } = deps;
  const may = mayIn(deps);
  const app = new Hono<AppEnv>();

  /** The room as this user may see it: whole for those inside, otherwise the name on the door. */
  function view(state: RoomState, user_id: string) {
    const participant = state.participants.get(user_id) ?? null;
    if (participant?.status === "approved") return { ...links.inRoom(roomOf(state)), participant };
    const { code, name, requires_approval } = state.info;
    return { code, name, requires_approval, participant };
  }

  const wholeRoom = (result: RoomState | Refusal) => (isRefusal(result) ? result : links.inRoom(roomOf(result)));
  const find = (c: AppContext) =>
    findRoom(deps, c.req.param("code") ?? "", c.var.me.user.id, c.var.origination.address);

  app.post("/", async (c) => {
    const body = await readBody(c, BODIES.newRoom);
    if (isRefusal(body)) return problem(body);
    const media = body.media ? await chooseMedia(library, body.media) : null;
    if (isRefusal(media)) return problem(media);
    const { name, is_public = false, is_chat_enabled = true, requires_approval = false, wait_seconds = 0 } = body;
    const settings = { name, is_public, is_chat_enabled, requires_approval, wait_seconds, media };
    const room = await rooms.create(asAccount(c.var.me.user), settings);
    return answer(c, isRefusal(room) ? room : links.inRoom(room), 201);
  });

  app.get("/", async (c) => {
    const mine = await rooms.mine(c.var.me.user.id);
    return answer(c, { rooms: mine.map(links.inRoom) });
  });

  app.get("/:code", async (c) => {
    const room = await find(c);
    return answer(c, isRefusal(room) ? room : view(room.state, c.var.me.user.id));
  });

  app.patch("/:code", may("UPDATE_ROOM"), async (c) => {
    const change = await readBody(c, BODIES.roomChange);
    if (isRefusal(change)) return problem(change);
    const result = await rooms.command(c.var.room, c.var.me.user.id, { type: "UPDATE_ROOM", change });
    return answer(c, wholeRoom(result));
  });

  app.delete("/:code", may("DELETE_ROOM"), async (c) => done(c, await rooms.remove(c.var.room)));

  app.post("/:code/join", async (c) => {
    const room = await find(c);
    if (isRefusal(room)) return problem(room);
    const user = asAccount(c.var.me.user);
    const state = await rooms.command(room, user.id, { type: "JOIN", user });
    if (isRefusal(state)) return problem(state);
    const { participant, ...seen } = view(state, user.id);
    return answer(c, { room: seen, participant });
  });

  app.post("/:code/leave", async (c) => {
    const room = await find(c);
    if (isRefusal(room)) return problem(room);
    return done(c, await rooms.command(room, c.var.me.user.id, { type: "LEAVE" }));
  });

  app.put("/:code/media", may("SET_MEDIA"), async (c) => {
    const body = await readBody(c, BODIES.media);
    if (isRefusal(body)) return problem(body);
    const media = body.media && (await chooseMedia(library, body.media));
    if (isRefusal(media)) return problem(media);
    const result = wholeRoom(await rooms.command(c.var.room, c.var.me.user.id, { type: "SET_MEDIA", media }));
    return answer(c, isRefusal(result) ? result : { media: result.media });
  });

  app.post("/:code/host", may("HAND_OVER"), async (c) => {
    const body = await readBody(c, BODIES.handover);
    if (isRefusal(body)) return problem(body);
    const { user_id } = body;
    const result = wholeRoom(await rooms.command(c.var.room, c.var.me.user.id, { type: "HAND_OVER", user_id }));
    return answer(c, isRefusal(result) ? result : { room: result });
  });

  app.post("/:code/ticket", may("CONNECT"), async (c) => {
    const { user, session } = c.var.me;
    const token = await tokens.ticket({ user_id: user.id, session_id: session.id }, c.var.room.code);
    return answer(c, { token, expires_in: TICKET_LIFETIME_S });
  });

  return app;
}
