import type { AppContext } from "./http-context.ts";

/** Whether `If-None-Match` names this version: null where it was not asked. Weak and strong tags compare alike. */
export function hasVersion(c: AppContext, etag: string): boolean | null {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  const wanted = c.req.header("if-none-match");
  return wanted?.split(",").some((tag) => bare(tag) === bare(etag) || bare(tag) === "*") ?? null;
}
