/** Where in the page somebody is. */
export type Place =
  | { readonly at: "home" | "account" | "admin" | "nowhere" }
  | { readonly at: "room"; readonly code: string };

/** Pages of the first address that have a name of their own. */
const NAMED: ReadonlyMap<string, "account" | "admin"> = new Map([
  ["#account", "account"],
  ["#admin", "admin"],
]);

/** The place that an address names. */
export function placeOf(pathname: string, hash = ""): Place {
  if (pathname === "/") return { at: NAMED.get(hash) ?? "home" };
  const code = /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1];
  return code === undefined ? { at: "nowhere" } : { at: "room", code: code.toUpperCase() };
}

/** The code in what somebody typed or pasted: the code itself in either case, or an invite link; null if neither. */
export function codeIn(given: string): string | null {
  const code = given.trim().split("/").at(-1)?.replaceAll(/[\s-]/g, "").toUpperCase() ?? "";
  return /^[0-9A-Z]{8}$/.test(code) ? code : null;
}

/** Whether a host name means this very computer, so that a link with it leads nobody else here. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
