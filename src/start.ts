import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { noBridge } from "./adapters/bridge.none.ts";
import { systemClock as clock } from "./adapters/clock.system.ts";
import { randomIds as ids } from "./adapters/ids.random.ts";
import { createFilmContents } from "./adapters/library.contents.ts";
import { createFolderLibrary } from "./adapters/library.folder.ts";
import { claim } from "./adapters/lock.sqlite.ts";
import { createMachine } from "./adapters/machine.node.ts";
import { createThreadedProbe } from "./adapters/probe.threaded.ts";
import { openThreadedStore } from "./adapters/store.threaded.ts";
import { createAccounts } from "./app/accounts.ts";
import { createAdmin } from "./app/admin.ts";
import { createConnections } from "./app/connections.ts";
import { createApp } from "./app/http.ts";
import { createMediaLinks } from "./app/media-links.ts";
import { createRooms } from "./app/rooms.ts";
import { createThrottles } from "./app/throttle.ts";
import { createTokens } from "./app/tokens.ts";
import type { Config } from "./config.ts";
import { BUILTIN_FILMS, PAGE } from "./pack.ts";
import type { Log, Passwords, Runtime } from "./ports.ts";
import { VERSION } from "./version.ts";

const SECRET_CHARACTERS = 32;
const CLEANING_MS = 3600_000;

/** What a runtime brings of its own. */
export type Platform = { runtime: Runtime; passwords: Passwords };
/** `url` is the address to open here, `elsewhere` those under which other machines of the network find it. */
export type RunningServer = { url: string; elsewhere: string[]; port: number; stop(): Promise<void> };

/** The only wiring: from settings and a runtime to a running server. Rejects where it cannot start. */
export async function start(config: Config, { runtime, passwords }: Platform, log: Log): Promise<RunningServer> {
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 });
  const path = config.DATABASE_URL?.slice("file:".length) ?? join(config.DATA_DIR, "matinee.db");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const release = claim(`${path}.lock`);
  const thread = new URL("./main.store.ts", import.meta.url);
  const store = await openThreadedStore(thread, path, (reason) => log.error("the database failed", { reason }));

  const tokens = createTokens(config.JWT_SECRET ?? keptSecret(config.DATA_DIR), clock, ids);
  const links = createMediaLinks(tokens);
  const contents = createFilmContents(createThreadedProbe(thread));
  const library = createFolderLibrary(config.MEDIA_DIR, BUILTIN_FILMS, runtime, contents);
  const limits = { total: config.MAX_CONNECTIONS, per_user: config.MAX_CONNECTIONS_PER_USER };
  const connections = createConnections(limits, clock);
  const throttles = createThrottles(config.AUTH_RATE_LIMIT);
  const rooms = createRooms({
    store,
    runtime,
    bridge: noBridge,
    clock,
    log,
    links,
    ids,
    grace_ms: config.HOST_GRACE_SECONDS * 1000,
    isChatLimited: config.CHAT_RATE_LIMIT,
  });
  const allows = { registration: config.ALLOW_REGISTRATION, guests: config.ALLOW_GUESTS };
  const accounts = createAccounts({ store, tokens, clock, ids, passwords, connections, rooms, allows });
  const machine = createMachine(path, config.DATA_DIR);
  const admin = createAdmin({ store, accounts, connections, rooms, library, machine, clock, version: VERSION });
  const handle = createApp({
    accounts,
    admin,
    clock,
    connections,
    ids,
    library,
    links,
    log,
    page: PAGE,
    publicUrl: config.PUBLIC_URL,
    rooms,
    store,
    throttles,
    tokens,
    trustedProxies: config.TRUSTED_PROXIES,
    version: VERSION,
  });

  await rooms.recover();
  const cancelCleaning = keepClean();
  const { port } = await runtime.listen({ port: config.PORT, hostname: config.HOST, handle });
  const at = (address: string) => `http://${address}:${port}`;
  const url = config.PUBLIC_URL ?? at(addressFor(config.HOST));

  /** Removes expired sessions and lost guests now and every hour. */
  function keepClean(): () => void {
    store.forgetExpired(clock.now()).catch((error) => log.warn("no cleaning", { error }));
    let cancel = clock.after(CLEANING_MS, () => {
      cancel = keepClean();
    });
    return () => cancel();
  }

  async function stop(): Promise<void> {
    cancelCleaning();
    await rooms.stop();
    await runtime.stop();
    await store.close();
    release();
    log.info("stopped");
  }

  const elsewhere = config.PUBLIC_URL === undefined ? networkAddresses(config.HOST).map(at) : [];
  return { url, elsewhere, port, stop };
}

/** The address to open for an address to listen on. */
function addressFor(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** This machine's own IPv4 addresses, where the server listens on all of them. */
function networkAddresses(host: string): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [];
  const addresses = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  return addresses.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address);
}

/** The secret of this deployment: made on the first start, kept beside the database. */
function keptSecret(folder: string): string {
  const path = join(folder, "secret");
  if (!existsSync(path)) {
    // Written whole or not at all: whoever could guess it could sign tokens.
    writeFileSync(`${path}.new`, randomBytes(48).toString("base64url"), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < SECRET_CHARACTERS)
    throw new Error(`${path} is damaged: restore it, or delete it, which signs everybody out`);
  return secret;
}
