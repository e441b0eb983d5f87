/**
 * Keeps the shell of the page: whoever opens Matinee without a connection gets the page, which says so, instead of the
 * browser's own error. Films, calls and sockets never pass through here.
 */
import { isHashed, TAKE_OVER, wayOf } from "./shell-ways.ts";

/** Put in by the build: the addresses of all that the page consists of, and a name for just this content. */
declare const SHELL: readonly string[];
declare const VERSION: string;

/** The part of a worker's scope that is used here: the DOM's types know none. */
type Extendable = Event & { waitUntil(done: Promise<unknown>): void };
type Fetching = Extendable & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type Scope = {
  readonly clients: { matchAll(query: { type: "window"; includeUncontrolled: true }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", heard: (event: Extendable) => void): void;
  addEventListener(type: "message", heard: (event: Extendable & { readonly data: unknown }) => void): void;
  addEventListener(type: "fetch", heard: (event: Fetching) => void): void;
};
const scope = self as unknown as Scope;

const PREFIX = "matinee-shell-";
const KEPT = PREFIX + VERSION;
/** A page from the cache beats a long look at nothing. */
const PATIENCE_MS = 3_000;

async function keepAll(): Promise<void> {
  const cache = await caches.open(KEPT);
  // A hash in a name promises its content; the rest is asked for anew.
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: isHashed(path) ? "default" : "reload" })));
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== KEPT).map((name) => caches.delete(name)),
  );
}

const kept = async (path: string): Promise<Response | undefined> => (await caches.open(KEPT)).match(path);

async function fromCache(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const known = await kept(pathname);
  if (known !== undefined) return known;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(KEPT)).put(pathname, response.clone());
  return response;
}

/** The network's answer; what is kept under `path` where there is none, or none from a server in trouble, or not soon. */
async function fromNetwork(request: Request, path: string): Promise<Response> {
  const answer = fetch(request).then((response) => {
    if (response.status >= 500) throw new Error(`the server answers ${response.status}`);
    return response;
  });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("not soon enough")), PATIENCE_MS);
  try {
    return await Promise.race([answer, late]);
  } catch {
    return (await kept(path)) ?? (await fetch(request));
  } finally {
    clearTimeout(timer);
  }
}

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(dropOthers()));

scope.addEventListener("message", (event) => {
  if (event.data !== TAKE_OVER) return;
  const takeOver = async () => {
    // A party in another tab may still want a part of the old version.
    const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (pages.length <= 1) await scope.skipWaiting();
  };
  event.waitUntil(takeOver());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const way = wayOf(request, self.location.origin, SHELL);
  if (way === "page") event.respondWith(fromNetwork(request, "/"));
  if (way === "shell") event.respondWith(fromNetwork(request, new URL(request.url).pathname));
  if (way === "kept") event.respondWith(fromCache(request));
});
