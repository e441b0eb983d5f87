import { expect, test } from "bun:test";
import { closeSync, constants, openSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFilmContents, type Film } from "../../src/adapters/library.contents.ts";
import { type Probe, type Probed, probe } from "../../src/adapters/probe.mediabunny.ts";
import { createThreadedProbe } from "../../src/adapters/probe.threaded.ts";
import type { Contents } from "../../src/ports.ts";
import { newFolder } from "./folder.ts";

const FIXTURES = join(import.meta.dir, "../fixtures");
const SOON_MS = 20_000;

const contentsOf = async (path: string): Promise<Contents> => (await probe(path, SOON_MS)).contents;
const about = (seconds: number) => expect.closeTo(seconds, 1);

test.each<[string, Contents]>([
  ["h264-aac.mp4", { duration: 1, codecs: ["avc1.64000a", "mp4a.40.2"] }],
  ["h264-ac3.mp4", { duration: about(1), codecs: ["avc1.64000a", "ac-3"] }],
  ["hevc-eac3.mkv", { duration: about(1), codecs: ["hev1.1.6.L30.90", "ec-3"] }],
  ["mpeg2-truehd.mkv", { duration: about(0.2), codecs: ["mpeg2", "truehd"] }],
  ["mpeg4-dts.mkv", { duration: about(0.2), codecs: ["mp4v", "dtsc"] }],
  ["vp9-opus.webm", { duration: about(1), codecs: ["vp09.01.40.08.03.01.13.00.01", "opus"] }],
  ["sound.opus", { duration: 1, codecs: ["opus"] }],
  ["sound.mp3", { duration: about(1.1), codecs: ["mp3"] }],
  ["sound.flac", { duration: 0.25, codecs: ["flac"] }],
  ["sound.wav", { duration: 0.25, codecs: ["1"] }],
])("knows what is in %s", async (name, contents) => {
  expect(await contentsOf(join(FIXTURES, name))).toEqual(contents);
  expect((await probe(new Uint8Array(readFileSync(join(FIXTURES, name))), SOON_MS)).contents).toEqual(contents);
});

test("says nothing of what it cannot read: cut short, no film, a list of other files, nothing at all", async () => {
  const folder = newFolder();
  const film = readFileSync(join(FIXTURES, "h264-aac.mp4"));
  const files = {
    "empty.mp4": "",
    "text.mp4": "this is no film\n".repeat(1000),
    "list.mp4": `#EXTM3U\n#EXTINF:1,\n${join(FIXTURES, "h264-aac.mp4")}\n#EXT-X-ENDLIST\n`,
    "cut.mp4": film.subarray(0, 200),
    "noise.mkv": film.map((byte) => (byte * 7) % 256),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    expect([name, await contentsOf(join(folder, name))]).toEqual([name, {}]);
  }
  expect(await contentsOf(join(folder, "missing.mp4"))).toEqual({});
});

test("whatever is broken in a film fails nothing", async () => {
  const folder = newFolder();
  for (const name of ["h264-aac.mp4", "hevc-eac3.mkv", "sound.opus", "sound.mp3", "sound.wav"]) {
    const bytes = readFileSync(join(FIXTURES, name));
    const path = join(folder, name);
    for (let cut = 1; cut < 12; cut++) {
      writeFileSync(path, bytes);
      truncateSync(path, Math.floor((bytes.length * cut) / 12));
      expect(await contentsOf(path)).toBeObject();
      writeFileSync(path, bytes.with(Math.floor((bytes.length * cut) / 120), 255));
      expect(await contentsOf(path)).toBeObject();
    }
  }
});

/** A probe that answers when it is told to. */
function slowProbe() {
  const asked: { film: string; answer(probed: Probed): void }[] = [];
  const probe: Probe = (film) => {
    const { promise, resolve } = Promise.withResolvers<Probed>();
    asked.push({ film: String(film), answer: resolve });
    return promise;
  };
  return { probe, asked, films: () => asked.map(({ film }) => film) };
}
const film = (name: string, version = "1"): Film => ({ key: name, version, from: name });
const found: Probed = { contents: { duration: 5, codecs: ["opus"] }, isLate: false };

test("looks into two films at once, into each once, and next into the one that was asked for last", async () => {
  const { probe, asked, films } = slowProbe();
  const contents = createFilmContents(probe);
  const reading = ["a", "b", "c", "d"].map((name) => contents.read(film(name)));
  const again = contents.read(film("c"));
  expect(films()).toEqual(["a", "b"]);
  asked[1]?.answer(found);
  await reading[1];
  expect(films()).toEqual(["a", "b", "c"]);
  asked[0]?.answer(found);
  await reading[0];
  for (const { answer } of asked) answer(found);
  asked[3]?.answer(found);
  await Promise.all([...reading, again]);
  expect(films()).toEqual(["a", "b", "c", "d"]);
});

test("keeps what it found of a film until the film changes, or is gone", async () => {
  const { probe, asked, films } = slowProbe();
  const contents = createFilmContents(probe);
  const read = async (version: string) => {
    const reading = contents.read(film("a", version));
    asked.at(-1)?.answer(found);
    return reading;
  };
  expect(contents.known(film("a"))).toEqual({});
  expect(await read("1")).toEqual(found.contents);
  expect(await read("1")).toEqual(found.contents);
  expect(contents.known(film("a"))).toEqual(found.contents);
  expect(films()).toEqual(["a"]);
  expect(contents.known(film("a", "2"))).toEqual({});
  await read("2");
  expect(films()).toEqual(["a", "a"]);
  contents.keepOnly([film("b")]);
  expect(contents.known(film("a", "2"))).toEqual({});
});

test("asks again where a film was too slow to say anything, and not where it only had no length", async () => {
  const answers: Probed[] = [
    { contents: {}, isLate: true },
    { contents: { codecs: ["opus"] }, isLate: true },
  ];
  let count = 0;
  const contents = createFilmContents(async () => answers[count++] ?? found);
  expect(await contents.read(film("a"))).toEqual({});
  expect(await contents.read(film("a"))).toEqual({ codecs: ["opus"] });
  expect(await contents.read(film("a"))).toEqual({ codecs: ["opus"] });
  expect(count).toBe(2);
});

test("waits for no film longer than it may", async () => {
  const path = join(newFolder(), "pipe.mp4");
  expect(Bun.spawnSync(["mkfifo", path]).success).toBe(true);
  expect(await probe(path, 20)).toEqual({ contents: {}, isLate: true });
  closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
});

test("a film that keeps its reader busy for ever holds up neither the server nor the next film", async () => {
  const threaded = createThreadedProbe(new URL("../../src/main.store.ts", import.meta.url));
  const path = join(newFolder(), "endless.mp4");
  const bytes = readFileSync(join(FIXTURES, "h264-aac.mp4"));
  // One entry that stands for four thousand million pictures, each as long as can be.
  const times = bytes.indexOf("stts") + "stts".length + 4;
  bytes.writeUInt32BE(1, times);
  bytes.fill(0xff, times + 4, times + 12);
  writeFileSync(path, bytes);
  let turns = 0;
  const counting = setInterval(() => turns++, 10);
  // What it said before it got stuck is kept, and it is not asked again.
  expect(await threaded(path, 100)).toEqual({ contents: { codecs: ["avc1.64000a", "mp4a.40.2"] }, isLate: false });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
  expect(await threaded(join(FIXTURES, "sound.flac"), SOON_MS)).toEqual({
    contents: { duration: 0.25, codecs: ["flac"] },
    isLate: false,
  });
});
