/** Builds the web client and packs it, with the film that comes with the server, into one text: dist/pack.txt. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Pack, PackedFile } from "../src/pack.ts";
import { slimEmoji } from "./slim-emoji.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

const ENTRIES = ["src/web/main.tsx", "src/web/style.css", "src/web/ticker.worker.ts"];

const built = await Bun.build({
  entrypoints: ENTRIES,
  target: "browser",
  minify: true,
  splitting: true,
  metafile: true,
  naming: "[name]-[hash].[ext]",
  plugins: [slimEmoji],
  define: { "process.env.NODE_ENV": '"production"' },
});

type File = { path: string; bytes: Uint8Array };
const utf8 = new TextEncoder();
const addressOf = (output: string) => `/assets/${basename(output)}`;

const assets = await Promise.all(
  built.outputs.map(
    async (output): Promise<File> => ({
      path: addressOf(output.path),
      bytes: new Uint8Array(await output.arrayBuffer()),
    }),
  ),
);

/** The page with the built names of what it loads. */
const named = ["main.js", "style.css", "ticker.worker.js"].reduce(
  (page, name) => {
    const [stem, end] = [basename(name, extname(name)), extname(name)];
    const asset = assets.find(({ path }) => path.startsWith(`/assets/${stem}-`) && path.endsWith(end));
    if (asset === undefined) throw new Error(`the build made no ${name}`);
    return page.replace(`/assets/${name}`, asset.path);
  },
  readFileSync("src/web/index.html", "utf8"),
);

const outputs = built.metafile?.outputs ?? {};

/** A built file and all that it cannot run without; what it only loads later is not among them. */
function withImports(output: string, found = new Set<string>()): Set<string> {
  if (found.has(output)) return found;
  found.add(output);
  for (const { path, kind } of outputs[output]?.imports ?? [])
    if (kind === "import-statement") withImports(path, found);
  return found;
}

/** The built files of an entry, itself among them. */
const filesOf = (entry: string) =>
  Object.entries(outputs)
    .filter(([, { entryPoint }]) => entryPoint === entry)
    .flatMap(([output]) => [...withImports(output)])
    .map(addressOf);

/** What the page loads before it can be seen. */
const first = new Set(ENTRIES.flatMap(filesOf));

/** Named in the page itself, what its script is made of is fetched at once and not one after the other. */
const preloads = filesOf("src/web/main.tsx")
  .filter((path) => !named.includes(path))
  .map((path) => `<link rel="modulepreload" href="${path}" />`);
const html = named.replace("</head>", `${preloads.join("")}</head>`);

const STATIC = "src/web/static";
const page: File = { path: "/index.html", bytes: utf8.encode(html) };
const fixed: File[] = [
  { path: "/icon.svg", bytes: readFileSync("src/web/icon.svg") },
  ...readdirSync(STATIC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((path) => ({ path: path.slice(STATIC.length), bytes: readFileSync(path) })),
];

/** What the service worker keeps: the page, and all that it names or needs at once. */
const shell = [
  page,
  ...fixed.filter(({ path }) => html.includes(`"${path}"`)),
  ...assets.filter(({ path }) => first.has(path)),
];
const shellHash = createHash("sha256");
for (const { path, bytes } of shell) shellHash.update(`${path}\n${bytes.length}\n`).update(bytes);

const worker = await Bun.build({
  entrypoints: ["src/web/service-worker.ts"],
  target: "browser",
  format: "iife",
  minify: true,
  define: {
    SHELL: JSON.stringify(shell.map(({ path }) => (path === page.path ? "/" : path))),
    VERSION: JSON.stringify(shellHash.digest("hex").slice(0, 16)),
  },
});
const workerScript = utf8.encode(await worker.outputs[0]?.text());

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function pack({ path, bytes }: File, isImmutable: boolean): PackedFile {
  const type = TYPES[extname(path)];
  if (type === undefined) throw new Error(`nobody knows the type of ${path}`);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const bodies = { br: base64(br), gzip: base64(gzipSync(bytes, { level: 9 })), identity: base64(bytes) };
  const version = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return { path, type, version, isImmutable, bodies };
}

const FILMS = "assets/films";
const packed: Pack = {
  page: [
    ...[page, { path: "/sw.js", bytes: workerScript }, ...fixed].map((file) => pack(file, false)),
    ...assets.map((file) => pack(file, true)),
  ],
  films: readdirSync(FILMS).map((name) => ({ path: name, body: base64(readFileSync(`${FILMS}/${name}`)) })),
};
await Bun.write("dist/pack.txt", JSON.stringify(packed));

/** Kilobytes of script that travel, of those files. */
function gzipped(isMeant: (path: string) => boolean): string {
  const scripts = packed.page.filter(
    ({ path }) => path.startsWith("/assets/") && path.endsWith(".js") && isMeant(path),
  );
  const size = scripts.reduce((sum, { bodies }) => sum + ((bodies.gzip?.length ?? 0) * 3) / 4, 0);
  return `${(size / 1024).toFixed(1)} KB`;
}
const later = gzipped((path) => !first.has(path));
console.log(
  `packed ${packed.page.length} files of the page; script, gzipped: ${gzipped((path) => first.has(path))}, and ${later} when needed`,
);
