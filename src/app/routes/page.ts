import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../http-context.ts";

/** One file of the built page; bodies are what was made at build time, by encoding. */
export type PageFile = {
  path: string;
  type: string;
  /** Whether the name holds a hash of the content. */
  isImmutable: boolean;
  bodies: Partial<Record<"br" | "gzip" | "identity", Uint8Array<ArrayBuffer>>>;
};

/** Answers with the built-in client: its files, and its one page under each address that the page has a view for. */
export function servePage(files: readonly PageFile[]): MiddlewareHandler<AppEnv> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return async (c, next) => {
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    const isPage = c.req.path === "/" || /^\/r\/[^/]+$/.test(c.req.path);
    const file = byPath.get(isPage ? "/index.html" : c.req.path);
    if (file === undefined || !isRead) return next();
    const accepted = c.req.header("accept-encoding") ?? "";
    const encoding = (["br", "gzip"] as const).find((name) => accepted.includes(name) && file.bodies[name]);
    const headers = new Headers({
      "Content-Type": file.type,
      "Cache-Control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
      Vary: "Accept-Encoding",
      ...(encoding && { "Content-Encoding": encoding }),
    });
    return new Response(file.bodies[encoding ?? "identity"], { headers });
  };
}
