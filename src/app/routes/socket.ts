import { Hono } from "hono";
import type { Log } from "../../ports.ts";
import { isRefusal, refuse } from "../../protocol/codes.ts";
import type { Accounts } from "../accounts.ts";
import type { Connections } from "../connections.ts";
import { type AppEnv, findRoom } from "../http-context.ts";
import { isOriginAllowed } from "../origin.ts";
import { problem } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import { createSession } from "../session.ts";
import type { Throttles } from "../throttle.ts";
import type { Tokens } from "../tokens.ts";

type Deps = {
  rooms: Rooms;
  throttles: Throttles;
  accounts: Accounts;
  tokens: Tokens;
  connections: Connections;
  publicUrl: string | undefined;
  log: Log;
};

/**
 * The upgrade of a room's socket. Everything is settled before it, in the contract's order: limits, token, origin,
 * room, status. Only `?token=` is a credential here; headers and cookies are not looked at.
 */
export function socketRoutes(deps: Deps): Hono<AppEnv> {
  const { rooms, accounts, tokens, connections, log } = deps;
  const app = new Hono<AppEnv>();

  app.get("/rooms/:code", async (c) => {
    const code = c.req.param("code").toUpperCase();
    const full = connections.hasRoom();
    if (full !== null) return problem(full);

    const [token, ...more] = c.req.queries("token") ?? [];
    if (!token || more.length > 0) return problem(refuse("token_missing"));
    const claims = await tokens.verifyForRoom(token, code);
    if (isRefusal(claims)) return problem(claims);
    const identity = await accounts.identify(claims);
    if (isRefusal(identity)) return problem(identity);
    const { user, session } = identity;
    const crowded = connections.hasRoomFor(user.id);
    if (crowded !== null) return problem(crowded);

    const { origination } = c.var;
    if (!isOriginAllowed(c.req.header("origin"), origination, deps.publicUrl))
      return problem(refuse("origin_not_allowed"));
    const room = await findRoom(deps, code, user.id, origination.address);
    if (isRefusal(room)) return problem(room);
    const refusal = rooms.authorize(room, user.id, "CONNECT");
    if (refusal !== null) return problem(refusal);
    // Loading the room may have taken a while: whoever signed out meanwhile stays out.
    const still = await accounts.identify(claims);
    if (isRefusal(still)) return problem(still);

    const visitor = { user_id: user.id, session_id: session.id };
    const joined = createSession(visitor, room, log, connections.remove);
    // Counted before the upgrade, so that many at once cannot pass the limit together.
    const tooMany = connections.admit(joined, room.code, still.session.expires_at);
    if (tooMany !== null) return problem(tooMany);
    const response = c.env.upgrade(joined);
    if (response === null) connections.remove(joined);
    return response ?? problem(refuse("upgrade_required"));
  });

  return app;
}
