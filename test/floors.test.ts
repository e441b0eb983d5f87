import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import type { Store } from "../src/ports.ts";

/** A floor of the house: the files that stand on it, the floors below that they may use, and their packages. */
type Floor = { files: RegExp; uses: readonly string[]; packages: readonly string[] };

const WORDS = ["protocol", "domain", "ports"] as const;
const WEB_PACKAGES = [
  ...["preact", "media-chrome", "hls-video-element", "dash-video-element", "youtube-video-element"],
  ...["vimeo-video-element", "media-captions", "mediabunny", "@noble/hashes", "emojibase-data", "uqr"],
];

/** Each file stands on the first floor that it matches. A file may use its own floor. */
const FLOORS: Readonly<Record<string, Floor>> = {
  protocol: { files: /^src\/protocol\//, uses: [], packages: ["valibot"] },
  domain: { files: /^src\/domain\//, uses: ["protocol"], packages: [] },
  ports: { files: /^src\/ports\.ts$/, uses: ["protocol", "domain"], packages: [] },
  app: {
    files: /^src\/app\//,
    uses: WORDS,
    packages: [...["hono", "jose", "valibot", "ipaddr.js", "rate-limiter-flexible"], ...["node:crypto", "node:buffer"]],
  },
  db: { files: /^db\//, uses: ["protocol"], packages: ["drizzle-orm"] },
  "adapters of the database": {
    files: /^src\/adapters\/(store|database)\./,
    uses: [...WORDS, "db"],
    packages: ["drizzle-orm", "node:*"],
  },
  adapters: {
    files: /^src\/adapters\//,
    uses: WORDS,
    packages: ["@node-rs/argon2", "bun", "mediabunny", "node:*"],
  },
  web: { files: /^src\/web\//, uses: ["protocol", "domain"], packages: WEB_PACKAGES },
  text: { files: /^src\/text\.d\.ts$/, uses: [], packages: [] },
  version: { files: /^src\/version\.ts$/, uses: ["package.json"], packages: [] },
  config: { files: /^src\/config\.ts$/, uses: ["ports"], packages: ["ipaddr.js", "valibot"] },
  pack: { files: /^src\/pack\.ts$/, uses: ["dist/pack.txt", "adapters", "app"], packages: [] },
  start: {
    files: /^src\/start\.ts$/,
    uses: [...WORDS, "adapters", "adapters of the database", "app", "config", "pack", "thread", "version"],
    packages: ["node:*"],
  },
  cli: {
    files: /^src\/cli\//,
    uses: ["ports", "adapters", "config", "start", "version"],
    packages: ["node:*"],
  },
  thread: { files: /^src\/main\.store\.ts$/, uses: ["adapters", "adapters of the database"], packages: [] },
  entries: { files: /^src\/main\.\w+\.ts$/, uses: ["adapters", "cli"], packages: [] },
};

/** What is imported but is no code of ours: it is a floor of its own. */
const RESOURCES: ReadonlySet<string> = new Set(["package.json", "dist/pack.txt"]);

const ROOT = join(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
/** The text without its comments, so that prose about code is no code. */
const codeOf = (path: string) => read(path).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

const FILES = ["src", "db"]
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => /\.(ts|tsx|js|jsx|mts|cts|mjs|cjs)$/.test(path));
const SOURCES = FILES.filter((path) => path.startsWith("src/"));

const floorOf = (path: string) =>
  RESOURCES.has(path) ? path : Object.entries(FLOORS).find(([, { files }]) => files.test(path))?.[0];

/** Whatever a file names of another: imports, type-only ones, re-exports, `import("…")`, `require`, worker entries. */
function importsOf(code: string): string[] {
  const named = /\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']|\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;
  const addressed = /\bnew URL\(\s*["'](\.[^"']+)["']\s*,\s*import\.meta\.url/g;
  return [named, addressed].flatMap((pattern) =>
    code
      .matchAll(pattern)
      .map(([, ...found]) => found.find((one) => one !== undefined) ?? "")
      .toArray(),
  );
}

function mistakeIn(path: string, specifier: string): string | null {
  const own = floorOf(path) ?? "";
  const floor = FLOORS[own];
  if (floor === undefined) return `${path} stands on no floor`;
  if (specifier.startsWith(".")) {
    const target = floorOf(normalize(join(dirname(path), specifier)));
    const isAllowed = target === own || (target !== undefined && floor.uses.includes(target));
    return isAllowed ? null : `${path} (${own}) uses ${specifier} (${target ?? "outside the house"})`;
  }
  if (builtinModules.includes(specifier) && !/^(bun$|node:)/.test(specifier))
    return `${path} names ${specifier} without node:`;
  const [scope = "", name] = specifier.split("/");
  const parcel = scope.startsWith("@") ? `${scope}/${name}` : scope;
  const isAllowed = floor.packages.some((one) => one === parcel || (one === "node:*" && parcel.startsWith("node:")));
  return isAllowed ? null : `${path} (${own}) uses the package ${specifier}`;
}

describe("floors", () => {
  test("hold every file of the house", () => {
    expect(FILES.filter((path) => floorOf(path) === undefined)).toEqual([]);
    expect(FILES.length).toBeGreaterThan(50);
  });

  test("are used from above alone, and with their own packages", () => {
    const mistakes = FILES.flatMap((path) =>
      importsOf(codeOf(path)).map((specifier) => mistakeIn(path, specifier)),
    ).filter((mistake) => mistake !== null);
    expect(mistakes).toEqual([]);
  });

  test("see every way to import, and no import whose target is reckoned at run time", () => {
    const code = `import a from "./a.ts"; import type { B } from './b.ts'; import "c"; export * from "d";
      export type { E } from "e"; const f = await import("f"); type G = import("g").G; require("h");
      import {
        i,
      } from "i"; new Worker(new URL("./j.ts", import.meta.url));`;
    expect(importsOf(code).toSorted()).toEqual(["./a.ts", "./b.ts", "./j.ts", "c", "d", "e", "f", "g", "h", "i"]);
    const reckoned = FILES.filter((path) => /\b(import|require)\s*\(\s*[^"'\s]/.test(codeOf(path)));
    expect(reckoned).toEqual([]);
  });

  test("have no file over 300 lines", () => {
    // A language is one file, however much there is to say.
    const long = SOURCES.filter(
      (path) => !path.startsWith("src/web/texts/") && read(path).trimEnd().split("\n").length > 300,
    );
    expect(long).toEqual([]);
  });
});

/** The names of methods that do not answer with a promise: none, or this file does not compile. */
type Synchronous<T> = { [K in keyof T]: T[K] extends (...args: never[]) => Promise<unknown> ? never : K }[keyof T];
const everyCallIsAsynchronous: [Synchronous<Store>] extends [never] ? true : Synchronous<Store> = true;

describe("the database", () => {
  const app = SOURCES.filter((path) => path.startsWith("src/app/"));

  test("is asynchronous by its port", () => {
    expect(everyCallIsAsynchronous).toBe(true);
  });

  test("is no word of the app: neither tables nor queries, only the port", () => {
    const tables = read("db/schema.ts").matchAll(/sqliteTable\(\s*"(\w+)"/g);
    const names = tables.map(([, name]) => name).toArray();
    expect(names).toContain("queue_items");
    const sql = new RegExp(`drizzle|sqlite|\\b(FROM|INTO|UPDATE|JOIN)\\s+(${names.join("|")})\\b|\\bsql\``);
    expect(app.filter((path) => sql.test(codeOf(path)))).toEqual([]);
  });

  test("is waited for, or its failure is handled, at every call", () => {
    /** A call whose answer goes somewhere: to await, return, an arrow, an assignment, an argument, or its own handler. */
    const isHeeded = (before: string, after: string) =>
      /(\bawait|\breturn|=>|=|[([,?:])\s*\(?$/.test(before) || /^[^;]*?\)\s*\.(catch|then)\(/.test(after);
    const calls = app.flatMap((path) =>
      codeOf(path)
        .matchAll(/(?:\w+\.)?\bstore\.\w+\(/g)
        .map(({ 0: call, index, input }) => {
          const [before, after] = [input.slice(0, index).trimEnd(), input.slice(index)];
          return { call: `${path}: ${call}`, isHeeded: isHeeded(before, after) };
        })
        .toArray(),
    );
    expect(calls.length).toBeGreaterThan(25);
    expect(calls.filter((one) => !one.isHeeded)).toEqual([]);
  });
});

describe("playback", () => {
  const HELPER = "src/domain/playback.ts";
  /** What else may look like the helper's work, and what it is instead. */
  const RECKONERS = [HELPER];
  const MAKERS = [
    HELPER,
    "src/domain/room.ts" /* playbackOf: picks the state out of an event */,
    "src/protocol/values.ts" /* the schema */,
    "src/adapters/store.rows.ts" /* asPlayback: a row's fields */,
    "src/adapters/store.drizzle.ts" /* a playback as a row, and with the revisions set aside */,
    "src/web/remote.ts" /* what the host's own player shows until the server answers: neither sent nor stored */,
  ];
  const found = (pattern: RegExp, but: readonly string[]) =>
    SOURCES.filter((path) => !but.includes(path)).flatMap((path) =>
      (codeOf(path).match(pattern) ?? []).map((code) => `${path}: ${code.trim()}`),
    );

  test("is reckoned by its helper alone", () => {
    const sign = String.raw`(?:[-+*/%]=?|\*\*)`;
    const field = String.raw`(?:[\w.]*\beffective_at|[\w.]*(?:[pP]layback|line|state)\??\.(?:time|rate|effective_at))\b`;
    const arithmetic = new RegExp(String.raw`${field}\)?\s*${sign}\s*[\w(]|[\w)]\s*${sign}\s*\(?${field}`, "g");
    expect(found(arithmetic, RECKONERS)).toEqual([]);
    expect(HELPER).toSatisfy((path) => arithmetic.test(codeOf(path)));
  });

  test("is made by its helper alone: no other file writes a state's fields", () => {
    const literal = /[{,]\s*(?:effective_at|is_playing)\s*(?:[:,}]|$)/gm;
    expect(found(literal, MAKERS)).toEqual([]);
    const altered = /\.\.\.[\w.]*playback\b[^}]*\b(?:time|rate|effective_at|is_playing|revision)\b/gi;
    expect(found(altered, MAKERS)).toEqual([]);
    const assigned = /\.(?:effective_at|is_playing|revision)\s*(?:=(?![=>])|\+\+|--)/g;
    expect(found(assigned, [])).toEqual([]);
    expect(HELPER).toSatisfy((path) => literal.test(codeOf(path)) && altered.test(codeOf(path)));
  });

  test("goes out to who joins as of that instant", () => {
    const sent = SOURCES.filter((path) => !/^src\/(protocol|domain|web)\//.test(path)).flatMap(
      (path) => codeOf(path).match(/"PLAYBACK_STATE".{0,20}/g) ?? [],
    );
    expect(sent).not.toEqual([]);
    for (const one of sent) expect(one).toStartWith('"PLAYBACK_STATE", ...stateAt(');
  });
});
