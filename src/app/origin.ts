import type { Origination } from "./address.ts";

/**
 * Whether a browser's request comes from an allowed origin. A request without `Origin` is no browser's. Without a
 * configured origin, host and port have to match the request's own; the scheme need not, as TLS may end at a proxy.
 */
export function isOriginAllowed(
  origin: string | undefined,
  { host }: Origination,
  publicUrl: string | undefined,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  if (publicUrl !== undefined) return given.origin === publicUrl;
  const own = `${given.protocol}//${host}`;
  return URL.canParse(own) && given.host === new URL(own).host;
}
