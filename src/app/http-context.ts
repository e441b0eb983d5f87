import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import * as v from "valibot";
import type { Command } from "../domain/command.ts";
import type { Lent } from "../ports.ts";
import { type InputFault, isRefusal, type Refusal, refuse } from "../protocol/codes.ts";
import type { Accounts, Identity } from "./accounts.ts";
import type { Origination } from "./address.ts";
import type { LiveRoom } from "./live-room.ts";
import { problem } from "./problem.ts";
import type { Rooms } from "./rooms.ts";
import type { Throttles } from "./throttle.ts";
import type { Tokens } from "./tokens.ts";

/** What handlers find in their context: the runtime's loan, and what the middleware before them settled. */
export type AppEnv = {
  Bindings: Lent;
  Variables: { origination: Origination; me: Identity; room: LiveRoom };
};
export type AppContext = Context<AppEnv>;

/** A result as JSON, a refusal as a problem. */
export function answer(c: AppContext, result: object | Refusal, status: 200 | 201 = 200): Response {
  return isRefusal(result) ? problem(result) : c.json(result, status);
}

/** Nothing to say but that it is done; a refusal as a problem. */
export function done(c: AppContext, result: unknown): Response {
  return isRefusal(result) ? problem(result) : c.body(null, 204);
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The body, checked; none at all reads as `{}`, and where `isOptional` so does an empty one of whatever type. */
export async function readBody<Schema extends v.GenericSchema>(
  c: AppContext,
  schema: Schema,
  { isOptional = false } = {},
): Promise<v.InferOutput<Schema> | Refusal> {
  const bytes = await c.req.arrayBuffer();
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (bytes.byteLength === 0 && (isOptional || type === undefined)) return check(schema, {});
  if (type !== "application/json") return refuse("unsupported_media_type");
  let body: unknown;
  try {
    body = JSON.parse(strictUtf8.decode(bytes));
  } catch {
    return refuse("malformed_json");
  }
  if (Array.isArray(body)) return refuse("invalid_input", { errors: [{ path: "", message: "must be an object" }] });
  return check(schema, body);
}

/** `input` as `schema` understands it, or every fault it has. */
export function check<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> | Refusal {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const errors = result.issues.map(
    (issue): InputFault => ({ path: v.getDotPath(issue) ?? "", message: issue.message }),
  );
  return refuse("invalid_input", { errors });
}

/** Lets nobody pass whose access token does not name a living session. */
export function signedIn(tokens: Tokens, accounts: Accounts): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const method = c.req.method === "HEAD" ? "GET" : c.req.method;
    // A path without a handler is unknown, whoever asks.
    if (!matchedRoutes(c).some((route) => route.method === method)) return problem(refuse("not_found"));
    const [scheme, token, ...rest] = (c.req.header("authorization") ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0) return problem(refuse("token_missing"));
    const claims = await tokens.verifyAccess(token);
    const identity = isRefusal(claims) ? claims : await accounts.identify(claims);
    if (isRefusal(identity)) return problem(identity);
    c.set("me", identity);
    return next();
  };
}

/** The room that a request names; whoever guesses at codes is slowed down, those who take part are not. */
export async function findRoom(
  deps: { rooms: Rooms; throttles: Throttles },
  code: string,
  user_id: string,
  address: string,
): Promise<LiveRoom | Refusal> {
  const room = await deps.rooms.load(code);
  // Whoever reconnects to a server that stops must not be told that the room is gone.
  if (deps.rooms.isStopped) return refuse("server_busy", { retry_after: 1 });
  if (room?.state.participants.has(user_id)) return room;
  if (room !== null) return (await deps.throttles.unknownCodes.peek(address)) ?? room;
  return (await deps.throttles.unknownCodes.take(address)) ?? refuse("room_not_found");
}

/** Lets nobody pass who may not give such a command in the room named by `:code`. */
export function mayIn(deps: { rooms: Rooms; throttles: Throttles }) {
  return (type: Command["type"]): MiddlewareHandler<AppEnv> =>
    async (c, next) => {
      const { id } = c.var.me.user;
      const room = await findRoom(deps, c.req.param("code") ?? "", id, c.var.origination.address);
      if (isRefusal(room)) return problem(room);
      const refusal = deps.rooms.authorize(room, id, type);
      if (refusal !== null) return problem(refusal);
      c.set("room", room);
      return next();
    };
}
