import type { MiddlewareHandler } from "hono";
import { accepts } from "hono/accepts";
import { hasVersion } from "../etag.ts";
import type { AppContext, AppEnv } from "../http-context.ts";

/** One file of the built page; bodies are what was made at build time, by encoding. */
export type PageFile = {
  path: string;
  type: string;
  /** Changes whenever the content does. */
  version: string;
  /** Whether the name holds a hash of the content. */
  isImmutable: boolean;
  bodies: Partial<Record<"br" | "gzip" | "identity", Uint8Array<ArrayBuffer>>>;
};

/** Addresses that are not the page's: whoever asks there wants data, also of a browser's address bar. */
const NOT_OURS = /^\/(api|ws|media|assets)(\/|$)/;

/**
 * Answers with the built-in client: its files, and its one page under each address that the page has a view for. A
 * browser that is shown some other address gets the page too, which says that there is nothing.
 */
export function servePage(files: readonly PageFile[]): MiddlewareHandler<AppEnv> {
  const byPath = new Map(files.map((file) => [file.path, file]));

  function answer(c: AppContext, file: PageFile, status: 200 | 404): Response {
    const supports = ["br", "gzip"].filter((name) => name in file.bodies);
    const accepted = accepts(c, { header: "Accept-Encoding", supports, default: "identity" });
    const encoding = accepted === "br" || accepted === "gzip" ? accepted : undefined;
    // One for all encodings, hence a weak one. What is kept for ever is never asked about.
    const etag = file.isImmutable ? null : `W/"${file.version}"`;
    const headers = new Headers({
      "Cache-Control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
      Vary: "Accept-Encoding",
      ...(etag && { ETag: etag }),
    });
    if (status === 200 && etag !== null && hasVersion(c, etag)) return new Response(null, { status: 304, headers });
    headers.set("Content-Type", file.type);
    if (encoding !== undefined) headers.set("Content-Encoding", encoding);
    return new Response(file.bodies[encoding ?? "identity"], { status, headers });
  }

  return async (c, next) => {
    const { path, method } = c.req;
    if (method !== "GET" && method !== "HEAD") return next();
    const isPage = path === "/" || /^\/r\/[^/]+$/.test(path);
    const file = byPath.get(isPage ? "/index.html" : path);
    if (file !== undefined) return answer(c, file, 200);
    const page = byPath.get("/index.html");
    const isBrowsing = c.req.header("accept")?.includes("text/html") ?? false;
    return page !== undefined && isBrowsing && !NOT_OURS.test(path) ? answer(c, page, 404) : next();
  };
}
