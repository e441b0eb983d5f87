import { beforeEach, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createFilmContents } from "../../src/adapters/library.contents.ts";
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

describe("finds the subtitles beside a film", () => {
  const subtitlesOf = async (path = "film.mp4") => (await library.items()).find((item) => item.path === path);

  test.each([
    ["film.vtt", "Subtitles", "und"],
    ["film.srt", "Subtitles", "und"],
    ["film.de.vtt", "German", "de"],
    ["film.EN.SRT", "English", "en"],
    ["film.pt-br.srt", "Brazilian Portuguese", "pt-BR"],
    ["film.zh_Hans.srt", "Simplified Chinese", "zh-Hans"],
    ["film.ger.srt", "German", "de"],
    ["film.hi.srt", "Hindi", "hi"],
    ["film.en.sdh.vtt", "English (SDH)", "en"],
    ["film.en.hi.srt", "English (SDH)", "en"],
    ["film.de.forced.srt", "German (forced)", "de"],
    ["film.en.cc.Commentary.srt", "English (CC, Commentary)", "en"],
    ["film.forced.srt", "Subtitles (forced)", "und"],
    ["film.English.srt", "English", "und"],
    ["film.English.SDH.srt", "English (SDH)", "und"],
    ["film.xx-nonsense-x.vtt", "xx-nonsense-x", "und"],
  ])("%s", async (src, label, lang) => {
    put("film.mp4");
    put(src);
    expect((await subtitlesOf())?.subtitles).toEqual([{ src, label, lang }]);
  });

  test("and takes nothing else for its own", async () => {
    for (const name of ["film.mp4", "film.part 2.mp4", "film.part 2.en.srt", "film.part 3.en.srt"]) put(name);
    for (const name of ["other.en.vtt", "deep/film.en.vtt", "films.en.srt", "film.txt"]) put(name);
    put("film.de.srt", "x".repeat(2 * 1024 * 1024 + 1));
    expect(await subtitlesOf()).not.toHaveProperty("unsupported_subtitles");
    expect((await subtitlesOf())?.subtitles).toEqual([]);
    expect((await subtitlesOf("film.part 2.mp4"))?.subtitles).toEqual([
      { src: "film.part 2.en.srt", label: "English", lang: "en" },
    ]);
    expect(await library.open("film.de.srt")).toBeNull();
  });

  test("once, where the same lie there in two formats", async () => {
    for (const name of ["film.mp4", "film.en.srt", "film.en.vtt"]) put(name);
    expect((await subtitlesOf())?.subtitles).toEqual([{ src: "film.en.vtt", label: "English", lang: "en" }]);
  });

  test("and names those that no page can be given, without opening them", async () => {
    for (const name of ["a/film.mp4", "a/film.en.ass", "a/film.SSA", "a/other.ass"]) put(name);
    const film = await subtitlesOf("a/film.mp4");
    expect(film).toMatchObject({ subtitles: [], unsupported_subtitles: ["film.en.ass", "film.SSA"] });
    expect(await library.open("a/film.en.ass")).toBeNull();
  });
});

test("gives SubRip as WebVTT, in parts too, under a version of its own", async () => {
  put("film.srt", "1\n00:00:01,000 --> 00:00:02,000\n\u00e9t\u00e9\n");
  const vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\u00e9t\u00e9\n";
  const file = await library.open("film.srt");
  expect(file).toMatchObject({ size: Buffer.byteLength(vtt), type: "text/vtt; charset=utf-8" });
  expect([await read("film.srt"), await read("film.srt", 8, 13)]).toEqual([vtt, "00:00"]);
  put("film.srt", "1\n00:00:01,000 --> 00:00:02,000\n\u00e9t\u00e9s\n");
  expect((await library.open("film.srt"))?.version).not.toBe(file?.version ?? "");
  expect(await read("film.srt")).toBe(vtt.replace("\u00e9t\u00e9", "\u00e9t\u00e9s"));
});

test("converts SubRip once for a whole room, and again after many others", async () => {
  for (let i = 0; i < 9; i++) put(`film.${i}.srt`, `1\n00:00:01,000 --> 00:00:02,000\n${i}\n`);
  const buffer = async (i: number) => {
    const body = (await library.open(`film.${i}.srt`))?.body(0, 10);
    return body instanceof Uint8Array ? body.buffer : null;
  };
  const first = await buffer(0);
  expect(first).not.toBeNull();
  expect((await Promise.all([buffer(0), buffer(0)])).every((same) => same === first)).toBe(true);
  for (let i = 1; i < 9; i++) await buffer(i);
  expect((await buffer(0)) === first).toBe(false);
});

describe("says what is in a film", () => {
  const fixture = (name: string, path: string) =>
    copyFileSync(join(import.meta.dir, "../fixtures", name), join(folder, path));

  test("with it in the list, and where it is asked for alone", async () => {
    fixture("h264-ac3.mp4", "film.mp4");
    put("broken.mp4");
    const contents = { duration: expect.closeTo(1, 1), codecs: ["avc1.64000a", "ac-3"] };
    expect(await library.contents("film.mp4")).toEqual(contents);
    const [broken, film] = await library.items();
    expect(film).toMatchObject(contents);
    expect(broken).not.toContainAnyKeys(["duration", "codecs"]);
    for (const path of ["broken.mp4", "none.mp4", "../film.mp4", "film.vtt"])
      expect(await library.contents(path)).toEqual({});
  });

  test("as it is by now", async () => {
    fixture("h264-ac3.mp4", "film.mp4");
    await library.items();
    fixture("h264-aac.mp4", "film.mp4");
    expect((await library.items())[0]?.codecs).toEqual(["avc1.64000a", "mp4a.40.2"]);
  });

  test("also of the one that comes with the server", async () => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dir, "../fixtures/vp9-opus.webm")));
    const own = createFolderLibrary(folder, [{ path: "Welcome.webm", bytes }], createBunRuntime());
    expect((await own.items())[0]?.codecs).toEqual(["vp09.01.40.08.03.01.13.00.01", "opus"]);
  });

  test("without keeping the list waiting for it", async () => {
    for (let index = 0; index < 5; index++) put(`${index}.mp4`);
    let asked = 0;
    const never = createFilmContents(() => {
      asked++;
      return new Promise(() => undefined);
    });
    const slow = createFolderLibrary(folder, [], createBunRuntime(), never);
    expect((await slow.items()).map(({ path }) => path)).toEqual(["0.mp4", "1.mp4", "2.mp4", "3.mp4", "4.mp4"]);
    expect(asked).toBe(2);
  });
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
