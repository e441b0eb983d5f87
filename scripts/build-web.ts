/** Builds the web client and packs it, with the film that comes with the server, into one text: dist/pack.txt. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Pack, PackedFile } from "../src/pack.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const built = await Bun.build({
  entrypoints: ["src/web/main.tsx", "src/web/style.css", "src/web/ticker.worker.ts"],
  target: "browser",
  minify: true,
  splitting: true,
  naming: "[name]-[hash].[ext]",
  define: { "process.env.NODE_ENV": '"production"' },
});

const assets = await Promise.all(
  built.outputs.map(async (output) => ({
    path: `/assets/${basename(output.path)}`,
    bytes: new Uint8Array(await output.arrayBuffer()),
  })),
);

/** The page with the built names of what it loads. */
const html = ["main.js", "style.css", "ticker.worker.js"].reduce(
  (page, name) => {
    const [stem, end] = [basename(name, extname(name)), extname(name)];
    const asset = assets.find(({ path }) => path.startsWith(`/assets/${stem}-`) && path.endsWith(end));
    if (asset === undefined) throw new Error(`the build made no ${name}`);
    return page.replace(`/assets/${name}`, asset.path);
  },
  readFileSync("src/web/index.html", "utf8"),
);

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function pack(path: string, bytes: Uint8Array, isImmutable: boolean): PackedFile {
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const bodies = { br: base64(br), gzip: base64(gzipSync(bytes, { level: 9 })), identity: base64(bytes) };
  return { path, type: TYPES[extname(path)] ?? "application/octet-stream", isImmutable, bodies };
}

const FILMS = "assets/films";
const packed: Pack = {
  page: [
    pack("/index.html", new TextEncoder().encode(html), false),
    pack("/icon.svg", readFileSync("src/web/icon.svg"), false),
    ...assets.map(({ path, bytes }) => pack(path, bytes, true)),
  ],
  films: readdirSync(FILMS).map((name) => ({ path: name, body: base64(readFileSync(`${FILMS}/${name}`)) })),
};
await Bun.write("dist/pack.txt", JSON.stringify(packed));

const scripts = packed.page.filter(({ path }) => path.endsWith(".js"));
const gzipped = scripts.reduce((sum, { bodies }) => sum + ((bodies.gzip?.length ?? 0) * 3) / 4, 0);
console.log(`packed ${packed.page.length} files of the page, ${(gzipped / 1024).toFixed(1)} KB of script gzipped`);
