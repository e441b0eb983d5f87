import { Hono } from "hono";
import type { Library, LibraryFile } from "../../ports.ts";
import { refuse } from "../../protocol/codes.ts";
import { hasVersion } from "../etag.ts";
import type { AppContext, AppEnv } from "../http-context.ts";
import { problem } from "../problem.ts";
import { parseRange } from "../range.ts";
import type { Tokens } from "../tokens.ts";

const PREFIX = "/media/";

/** The bytes of library files, to whoever holds a signed address. */
export function mediaRoutes(library: Library, tokens: Tokens): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/*", async (c) => {
    const path = pathOf(c.req.url);
    const { expires = "", signature = "" } = c.req.query();
    if (path === null || !tokens.isLinkValid(path, expires, signature)) return problem(refuse("link_invalid"));
    const file = await library.open(path);
    return file === null ? problem(refuse("media_not_found")) : serve(c, file);
  });
  return app;
}

/** The path as it was signed, decoded once. */
function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(PREFIX.length));
  } catch {
    return null;
  }
}

function serve(c: AppContext, file: LibraryFile): Response {
  const { size, version, modified_ms, type } = file;
  const etag = `"${version}"`;
  const modified = new Date(Math.floor(modified_ms / 1000) * 1000);
  const headers = new Headers({
    "Accept-Ranges": "bytes",
    // A browser that keeps parts of a film asks twice for each part that it lacks, and players keep enough themselves.
    "Cache-Control": "private, no-store",
    "Content-Type": type,
    ETag: etag,
    "Last-Modified": modified.toUTCString(),
  });
  if (isUnchanged(c, etag, modified)) return new Response(null, { status: 304, headers });

  const range = wantedRange(c, size, etag, modified);
  if (range === "unsatisfiable") {
    const response = problem(refuse("range_not_satisfiable"));
    response.headers.set("Content-Range", `bytes */${size}`);
    return response;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  headers.set("Content-Length", String(end - start + 1));
  if (range !== null) headers.set("Content-Range", `bytes ${start}-${end}/${size}`);
  const body = c.req.method === "HEAD" ? null : file.body(start, end + 1);
  return new Response(body, { status: range === null ? 200 : 206, headers });
}

/** The range asked for; null for the whole file, also where `If-Range` names another version. */
function wantedRange(c: AppContext, size: number, etag: string, modified: Date) {
  const header = c.req.header("range");
  const condition = c.req.header("if-range");
  const isSame = condition === undefined || condition === etag || Date.parse(condition) === modified.getTime();
  return header === undefined || !isSame ? null : parseRange(header, size);
}

function isUnchanged(c: AppContext, etag: string, modified: Date): boolean {
  const isNamed = hasVersion(c, etag);
  if (isNamed !== null) return isNamed;
  const since = c.req.header("if-modified-since");
  return since !== undefined && Date.parse(since) >= modified.getTime();
}
