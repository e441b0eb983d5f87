/** What a page says to a new worker that waits until the old one has nothing left to do. */
export const TAKE_OVER = "take over";

/** What the service worker may know of a request. */
type Asked = Pick<Request, "method" | "mode" | "url">;

/**
 * How a request is answered: with the page, from the network while that is quick; with what is kept, at once, where
 * the name holds a hash; with another part of the shell, from the network where there is one; or not by the worker.
 * What has a hash in its name and is loaded later is kept once it was had: a language, for instance.
 */
export type Way = "page" | "kept" | "shell" | "not ours";

/** Whether a name holds a hash, and so promises its content. */
export const isHashed = (path: string): boolean => path.startsWith("/assets/");

/** The way of a request. Calls, sockets and films go past the worker, whatever asks for them. */
export function wayOf({ method, mode, url }: Asked, origin: string, shell: readonly string[]): Way {
  const { origin: asked, pathname } = new URL(url);
  if (method !== "GET" || asked !== origin || /^\/(api|ws|media)(\/|$)/.test(pathname)) return "not ours";
  if (mode === "navigate") return "page";
  if (isHashed(pathname)) return "kept";
  return shell.includes(pathname) ? "shell" : "not ours";
}
