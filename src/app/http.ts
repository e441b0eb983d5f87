import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { type Clock, type Handler, type Ids, type Library, type Log, type Store, StoreUnavailable } from "../ports.ts";
import { LIMITS, refuse } from "../protocol/codes.ts";
import type { Accounts } from "./accounts.ts";
import { createAddresses } from "./address.ts";
import type { Admin } from "./admin.ts";
import type { Connections } from "./connections.ts";
import { type AppEnv, answer, signedIn } from "./http-context.ts";
import type { MediaLinks } from "./media-links.ts";
import { problem } from "./problem.ts";
import type { Rooms } from "./rooms.ts";
import { adminRoutes } from "./routes/admin.ts";
import { authRoutes } from "./routes/auth.ts";
import { libraryRoutes } from "./routes/library.ts";
import { meRoutes } from "./routes/me.ts";
import { mediaRoutes } from "./routes/media.ts";
import { messageRoutes } from "./routes/messages.ts";
import { type PageFile, servePage } from "./routes/page.ts";
import { participantRoutes } from "./routes/participants.ts";
import { queueRoutes } from "./routes/queue.ts";
import { roomRoutes } from "./routes/rooms.ts";
import { socketRoutes } from "./routes/socket.ts";
import type { Throttles } from "./throttle.ts";
import type { Tokens } from "./tokens.ts";

export type AppDeps = {
  accounts: Accounts;
  admin: Admin;
  clock: Clock;
  connections: Connections;
  ids: Ids;
  library: Library;
  links: MediaLinks;
  log: Log;
  page: readonly PageFile[];
  publicUrl: string | undefined;
  rooms: Rooms;
  store: Store;
  throttles: Throttles;
  tokens: Tokens;
  trustedProxies: readonly string[];
  version: string;
};

/**
 * Everything from this origin alone, but films and subtitles, which may lie anywhere and which some players fetch by
 * script, and the services that show their films in frames of their own.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'", "https:", "http:"],
  fontSrc: ["'self'"],
  formAction: ["'self'"],
  frameSrc: ["https://www.youtube.com", "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'"],
  manifestSrc: ["'self'"],
  mediaSrc: ["'self'", "blob:", "https:", "http:"],
  scriptSrc: ["'self'", "https://www.youtube.com"],
  styleSrc: ["'self'"],
  workerSrc: ["'self'"],
};

const SECURE_HEADERS = {
  contentSecurityPolicy: CONTENT_SECURITY_POLICY,
  referrerPolicy: "same-origin",
  strictTransportSecurity: false,
  xFrameOptions: "DENY",
} as const;
const overTls = secureHeaders(SECURE_HEADERS);
/** Without TLS, browsers ignore these two and complain of each. */
const inTheClear = secureHeaders({ ...SECURE_HEADERS, crossOriginOpenerPolicy: false, originAgentCluster: false });

const HEALTH_WITHIN_MS = 2_000;

/** Whether the store can be read and written without keeping whoever asks waiting. */
async function isWell(store: Store, clock: Clock): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.after(HEALTH_WITHIN_MS, () => resolve(false));
  const checked = store.check().then(
    () => true,
    () => false,
  );
  return Promise.race([checked, late]).finally(cancel);
}

/** The whole of HTTP on one page: the order of the middleware, then the routes. */
export function createApp(deps: AppDeps): Handler {
  const { accounts, admin, library, log, rooms, store, tokens } = deps;
  const originationOf = createAddresses(deps.trustedProxies);
  const app = new Hono<AppEnv>({ strict: false });

  app.onError((error) => {
    if (error instanceof StoreUnavailable) return problem(refuse("not_stored", { retry_after: 1 }));
    log.error("a request failed", { error });
    return problem(refuse("internal_error"));
  });
  app.notFound(() => problem(refuse("not_found")));

  app.use(async (c, next) => {
    c.set("origination", originationOf(c.req.raw, c.env.address));
    return next();
  });
  app.use((c, next) => (c.var.origination.protocol === "https" ? overTls : inTheClear)(c, next));

  app.use("/api/*", bodyLimit({ maxSize: LIMITS.body_bytes, onError: () => problem(refuse("body_too_large")) }));
  app.get("/api/health", async (c) => {
    if (!(await isWell(store, deps.clock)))
      return problem(refuse("unhealthy", { detail: "The database cannot be read or written" }));
    return answer(c, { status: "ok", version: deps.version });
  });
  app.route("/api/auth", authRoutes(deps));
  app.get("/api/rooms/public", async (c) => answer(c, { rooms: await rooms.publicRooms() }));

  const gate = signedIn(tokens, accounts);
  for (const path of ["/api/me", "/api/admin/*", "/api/library", "/api/rooms", "/api/rooms/*"]) app.use(path, gate);
  app.route("/api/me", meRoutes(accounts, admin));
  app.route("/api/admin", adminRoutes(admin));
  app.route("/api/library", libraryRoutes(library));
  app.route("/api/rooms/:code/participants", participantRoutes(deps));
  app.route("/api/rooms/:code/queue", queueRoutes(deps));
  app.route("/api/rooms/:code/messages", messageRoutes(deps));
  app.route("/api/rooms", roomRoutes(deps));

  app.route("/ws", socketRoutes(deps));
  app.route("/media", mediaRoutes(library, tokens));
  app.use(servePage(deps.page));

  return (request, lent) => app.fetch(request, lent);
}
