import { beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createFolderLibrary } from "../../src/adapters/library.folder.ts";
import { createBunRuntime } from "../../src/adapters/runtime.bun.ts";
import type { Library } from "../../src/ports.ts";
import { newFolder } from "./folder.ts";

const BUILTIN = { path: "Welcome.webm", bytes: new TextEncoder().encode("built in") };
let folder: string;
let outside: string;
let library: Library;
beforeEach(() => {
  folder = join(newFolder(), "library");
  mkdirSync(folder);
  outside = newFolder();
  library = createFolderLibrary(folder, [BUILTIN], createBunRuntime());
});

function put(path: string, content = "film", root = folder): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
const listed = async () => (await library.items()).map(({ path }) => path);
async function read(path: string, start = 0, end?: number): Promise<string | null> {
  const file = await library.open(path);
  return file && new Response(file.body(start, end ?? file.size)).text();
}

test("lists films by path, in folders too, with a readable title and their size", async () => {
  put("b/Big.Buck_Bunny.mp4", "12345");
  put("a.webm");
  put("notes.txt");
  expect(await listed()).toEqual(["a.webm", "b/Big.Buck_Bunny.mp4"]);
  expect((await library.items())[1]).toEqual({
    path: "b/Big.Buck_Bunny.mp4",
    title: "Big Buck Bunny",
    kind: "file",
    size: 5,
    subtitles: [],
  });
});

test("finds the subtitles beside a film, by language", async () => {
  put("film.mp4");
  for (const name of ["film.vtt", "film.de.vtt", "film.xx-nonsense-x.vtt", "other.en.vtt", "deep/film.en.vtt"])
    put(name);
  const [film] = await library.items();
  expect(film?.subtitles).toEqual([
    { src: "film.de.vtt", label: "German", lang: "de" },
    { src: "film.vtt", label: "Subtitles", lang: "und" },
    { src: "film.xx-nonsense-x.vtt", label: expect.any(String), lang: "xx-nonsense-x" },
  ]);
});

test("gives the bytes that are asked for, with a type that a browser knows", async () => {
  put("film.MP4", "0123456789");
  expect(await read("film.MP4")).toBe("0123456789");
  expect(await read("film.MP4", 2, 5)).toBe("234");
  expect((await library.open("film.MP4"))?.type).toBe("video/mp4");
});

describe("opens nothing", () => {
  test.each([
    "",
    "nothing.mp4",
    "../film.mp4",
    "/etc/passwd",
    ".hidden.mp4",
    ".git/film.mp4",
    "notes.txt",
    "a",
    "a/",
    "a//f.mp4",
    "./f.mp4",
    "f\0.mp4",
  ])("at %j", async (path) => {
    for (const made of [".hidden.mp4", ".git/film.mp4", "notes.txt", "a/f.mp4", "f.mp4"]) put(made);
    put("film.mp4", "outside", dirname(folder));
    expect(await library.open(path)).toBeNull();
  });
  test("that a link leads out to, nor behind a hidden name", async () => {
    put("secret.mp4", "secret", outside);
    put(".hidden/film.mp4");
    put("real.mp4");
    symlinkSync(join(outside, "secret.mp4"), join(folder, "out.mp4"));
    symlinkSync(outside, join(folder, "way"));
    symlinkSync(join(folder, ".hidden/film.mp4"), join(folder, "peek.mp4"));
    symlinkSync("nowhere", join(folder, "broken.mp4"));
    for (const path of ["out.mp4", "way/secret.mp4", "peek.mp4", "broken.mp4"])
      expect(await library.open(path)).toBeNull();
    expect(await listed()).toEqual(["real.mp4"]);
  });
});

test("follows a link that stays inside", async () => {
  put("films/real.mp4", "inside");
  symlinkSync(join(folder, "films/real.mp4"), join(folder, "link.mp4"));
  expect(await listed()).toEqual(["films/real.mp4", "link.mp4"]);
  expect(await read("link.mp4")).toBe("inside");
});

test("looks eight folders deep and no deeper, and comes out of a circle", async () => {
  put("1/2/3/4/5/6/7/there.mp4");
  put("1/2/3/4/5/6/7/8/9/too-deep.mp4");
  symlinkSync(folder, join(folder, "circle"));
  expect(await listed()).toEqual(["1/2/3/4/5/6/7/there.mp4"]);
});

test("offers what comes with the server only while there is nothing else", async () => {
  expect(await listed()).toEqual(["Welcome.webm"]);
  expect(await read("Welcome.webm", 0, 5)).toBe("built");
  put("subtitle.vtt");
  expect(await listed()).toEqual(["Welcome.webm"]);
  put("own.mp4");
  expect(await listed()).toEqual(["own.mp4"]);
});

test("of a folder that is not there is an empty one", async () => {
  const missing = createFolderLibrary(join(folder, "missing"), [], createBunRuntime());
  expect(await missing.items()).toEqual([]);
  expect(await missing.open("film.mp4")).toBeNull();
});
