import { afterAll, describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Media } from "../../src/protocol/values.ts";
import { type Cue, cuesAt, type Line, MOST_AT_ONCE, scenesOf } from "../../src/web/subtitles/cues.ts";
import { decode } from "../../src/web/subtitles/decode.ts";
import { parse } from "../../src/web/subtitles/parse.ts";
import { isFault, MOST_BYTES, readAddress } from "../../src/web/subtitles/read.ts";
import { createSubtitles } from "../../src/web/subtitles/subtitles.ts";

const cueOf = (id: number, from: number, to: number): Cue => ({
  ...{ id, from, to, lines: [[`cue ${id}`]] },
  place: { row: "bottom", side: "center" },
});

const words = (line: Line): string =>
  line.map((piece) => (typeof piece === "string" ? piece : words(piece.pieces))).join("");

/** What a file shows at an instant, line by line. */
const shownAt = async (file: string, time_s: number) =>
  cuesAt(await parse(file), time_s).flatMap(({ lines }) => lines.map(words));

describe("cues", () => {
  const spans = fc.array(fc.record({ from: fc.nat(30), lasts: fc.integer({ min: 1, max: 9 }) }), { maxLength: 40 });

  test("are those whose time it is, wherever the film is sent", () => {
    fc.assert(
      fc.property(spans, fc.double({ min: -5, max: 45, noNaN: true }), (spans, time_s) => {
        const cues = spans.map(({ from, lasts }, id) => cueOf(id, from, from + lasts));
        const due = cues
          .filter(({ from, to }) => from <= time_s && time_s < to)
          .toSorted((a, b) => a.from - b.from || a.id - b.id);
        const shown = cuesAt(scenesOf(cues), time_s);
        // Of more than can be read the newest are shown.
        expect(shown.length).toBeLessThanOrEqual(MOST_AT_ONCE);
        expect(due).toEqual(expect.arrayContaining([...shown]));
        expect(due.at(-1)?.id).toBe(shown.at(-1)?.id);
      }),
    );
  });

  test("are all shown where no more overlap than can be read", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: MOST_AT_ONCE }), fc.nat(30), (starts, time_s) => {
        const cues = starts.map((from, id) => cueOf(id, from, from + 5));
        const due = cues.filter(({ from, to }) => from <= time_s && time_s < to);
        expect(cuesAt(scenesOf(cues), time_s).toSorted((a, b) => a.id - b.id)).toEqual(due);
      }),
    );
  });

  test("stay the same list until something changes, so that nothing is drawn in vain", () => {
    const scenes = scenesOf([cueOf(0, 1, 3), cueOf(1, 2, 4)]);
    expect(cuesAt(scenes, 1.1)).toBe(cuesAt(scenes, 1.9));
    expect(cuesAt(scenes, 0)).toBe(cuesAt(scenes, 99));
  });
});

describe("a file", () => {
  const SENTENCE = "1\n00:00:01,000 --> 00:00:02,000\nÇa va – “très” bien\n";
  const utf16 = (text: string, isLittle: boolean) => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), isLittle);
    return bytes;
  };

  test.each([
    ["UTF-8", new TextEncoder().encode(SENTENCE)],
    ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${SENTENCE}`)],
    ["UTF-16, little end first", utf16(`\uFEFF${SENTENCE}`, true)],
    ["UTF-16, big end first", utf16(`\uFEFF${SENTENCE}`, false)],
  ])("is read in %s", async (_, bytes) => {
    expect(await shownAt(decode(bytes), 1)).toEqual(["Ça va – “très” bien"]);
  });

  test("is read in the letters of old Windows where it is nothing else", () => {
    expect(decode(Uint8Array.of(0x93, 0xc7, 0x61, 0x94, 0x20, 0x80))).toBe("“Ça” €");
    expect(decode(Uint8Array.of(0x31, 0, 0xe4, 0))).toBe("1ä");
    expect(decode(Uint8Array.of(0, 0x31, 0, 0xe4))).toBe("1ä");
  });

  test("of WebVTT is understood with its header, notes, styles, settings, voices and line ends of any kind", async () => {
    const file = [
      ...[
        "WEBVTT - a film",
        "Kind: captions",
        "",
        "STYLE",
        "::cue { color: red }",
        "",
        "NOTE for nobody",
        "to see",
        "",
      ],
      ...["first", "00:01.000 --> 00:02.000 line:0 align:start", "<v Ann>Hello <i>there", "you</i></v>", ""],
      ...["00:05.000 --> 00:04.000", "backwards", "", "00:xx --> 9", "broken", "", "00:06.000 --> 00:07.000", "on", ""],
    ];
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(await shownAt(file.join(end), 1.5)).toEqual(["Hello there", "you"]);
      expect(await shownAt(file.join(end), 4.5)).toEqual([]);
      expect(await shownAt(file.join(end), 6)).toEqual(["on"]);
    }
    expect(cuesAt(await parse(file.join("\n")), 1.5)[0]?.place).toEqual({ row: "top", side: "start" });
  });

  test("of SubRip is understood also as untidily as it is found", async () => {
    const file = `1
00:00:01,000 --> 00:00:02,500 X1:10 X2:20 Y1:30 Y2:40
{\\an8}<I>Above</I> <font color="#ff0000">red</font> & co
2
00:00:02,000-->00:00:03,000
Next<br>line

x
00:00:04.5 --> 00:00:05.000
I <3 you`;
    expect(await shownAt(file, 1)).toEqual(["Above red & co"]);
    expect(await shownAt(file, 2.2)).toEqual(["Above red & co", "Next", "line"]);
    expect(await shownAt(file, 4.6)).toEqual(["I <3 you"]);
    expect(cuesAt(await parse(file), 1)[0]?.place).toEqual({ row: "top", side: "center" });
  });

  test.each([
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
    ["&lt;img src=x onerror=alert(1)&gt;", "<img src=x onerror=alert(1)>"],
    ['<v "><img src=x onerror=alert(1)>', "<img src=x onerror=alert(1)>"],
    ["<c.onclick=alert(1)>hm</c>", "hm"],
    ["<laughs> no", "<laughs> no"],
  ])("that means ill, as %s, is words and nothing else", async (line, seen) => {
    const scenes = await parse(`WEBVTT\n\n00:01.000 --> 00:02.000\n${line}\n`);
    expect(cuesAt(scenes, 1).flatMap(({ lines }) => lines.map(words))).toEqual([seen]);
  });

  test("has no tags but those that are known, whatever is in it", async () => {
    const known = new Set(["i", "b", "u", "ruby", "rt", "span"]);
    const tags = (line: Line): string[] =>
      line.flatMap((piece) => (typeof piece === "string" ? [] : [piece.tag, ...tags(piece.pieces)]));
    const parts = fc.constantFrom(
      "<b>",
      "</b>",
      "<i",
      ">",
      "<",
      "</",
      "<v x>",
      "&lt;",
      "a",
      "\n",
      "{\\an8}",
      "<1",
      ".",
      "<ruby>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(parts, fc.string())), async (parts) => {
        const scenes = await parse(`WEBVTT\n\n00:01.000 --> 00:02.000\n${parts.join("")}\n`);
        for (const { lines } of cuesAt(scenes, 1))
          for (const line of lines) for (const tag of tags(line)) expect(known).toContain(tag);
      }),
    );
  });

  test("that was made to keep a page busy for minutes does not", async () => {
    const cue = "00:01.000 --> 09:00.000\n";
    for (const file of [
      `WEBVTT\n\n${" ".repeat(MOST_BYTES)}-->`,
      `WEBVTT\n\n${cue}${"<b>".repeat(MOST_BYTES / 3)}`,
      `WEBVTT\n\n${`${cue}x\n\n`.repeat(MOST_BYTES / 27)}`,
    ])
      for (const { cues } of await parse(file)) expect(cues.length).toBeLessThanOrEqual(MOST_AT_ONCE);
  }, 30_000);
});

describe("the subtitles of a visit", () => {
  let isSigned = true;
  const server = Bun.serve({
    port: 0,
    fetch({ url }) {
      const { pathname } = new URL(url);
      if (pathname === "/large.srt") return new Response(new Uint8Array(MOST_BYTES + 1));
      if (pathname === "/none.srt") return new Response("nothing of the kind");
      if (pathname === "/signed/old" && !isSigned) return new Response(null, { status: 403 });
      if (!pathname.startsWith("/signed/")) return new Response(null, { status: 404 });
      return new Response("1\n00:00:01,000 --> 00:00:02,000\nHello\n");
    },
  });
  afterAll(() => server.stop(true));
  const page = server.url.href;

  const mediaWith = (url: string): Media => ({
    ...{ kind: "file", src: "film.mp4", url: "/film" },
    subtitles: [
      { src: "film.en.vtt", label: "English", lang: "en", url },
      { src: `${page}large.srt`, label: "Large", lang: "de" },
      { src: `${page}none.srt`, label: "None", lang: "fr" },
      { src: "http://localhost:9/closed.srt", label: "Closed", lang: "it" },
    ],
  });

  function visit() {
    const subtitles = createSubtitles({ page, freshMedia: async () => mediaWith("/signed/new") });
    subtitles.show(mediaWith("/signed/old"));
    /** Resolves once what was chosen is there, or is known not to be. */
    const settled = () =>
      new Promise<void>((resolve) => {
        subtitles.state.watch(({ isLoading }) => {
          if (!isLoading) queueMicrotask(resolve);
        });
      });
    return { subtitles, settled, state: subtitles.state.get };
  }

  test("are those of the film, with an address signed anew where the old one has run out", async () => {
    isSigned = false;
    const { subtitles, settled, state } = visit();
    expect(state().chosen).toBeNull();
    subtitles.choose("film.en.vtt");
    await settled();
    expect(cuesAt(state().scenes, 1)).toHaveLength(1);
    isSigned = true;
  });

  test.each([
    ["large.srt", "tooLarge"],
    ["none.srt", "empty"],
    ["closed.srt", "closed"],
  ])("that cannot be had (%s) are none, and it is known why", async (name, is) => {
    const { subtitles, settled, state } = visit();
    subtitles.choose(state().choices.find(({ id }) => id.endsWith(name))?.id ?? null);
    await settled();
    expect(state()).toMatchObject({ chosen: null, scenes: [], fault: { is } });
  });

  test("an address of this server that answers nothing is not taken for one that is closed to pages", async () => {
    const got = await readAddress("/nowhere.srt", page);
    expect(isFault(got) && got.is).toBe("gone");
  });

  test("a file of one's own is shown beside them, and belongs to its film", async () => {
    const { subtitles, state } = visit();
    await subtitles.add(new File(["1\n00:00:01,000 --> 00:00:02,000\nMine\n"], "mine.srt"));
    expect(state().choices.at(-1)).toMatchObject({ label: "mine.srt", isOwn: true, id: state().chosen });
    expect(cuesAt(state().scenes, 1)).toHaveLength(1);
    subtitles.show({ kind: "url", src: "https://films.example.org/" });
    expect(state()).toMatchObject({ choices: [], chosen: null, scenes: [] });
    subtitles.show(mediaWith("/signed/old"));
    expect(state().choices.at(-1)?.label).toBe("mine.srt");
  });

  test.each([
    ["film.ass", "[Script Info]", { is: "kind", ending: ".ass" }],
    ["film.srt", "[Script Info]\n", { is: "kind", ending: ".ass" }],
    ["film.sub", "{0}{25}Hello", { is: "kind", ending: ".sub" }],
    ["film.srt", "", { is: "empty" }],
    ["film.vtt", "WEBVTT\n\n", { is: "empty" }],
    ["film.srt", "x".repeat(MOST_BYTES + 1), { is: "tooLarge" }],
  ])("a file that is no use (%s) is refused, and what was shown goes on", async (name, text, fault) => {
    const { subtitles, settled, state } = visit();
    subtitles.choose("film.en.vtt");
    await settled();
    await subtitles.add(new File([text], name));
    expect(state()).toMatchObject({ chosen: "film.en.vtt", fault });
  });

  test("go off and come back by one key", async () => {
    const { subtitles, settled, state } = visit();
    expect(subtitles.toggle()).toBe(true);
    expect(state().chosen).toBe("film.en.vtt");
    await settled();
    subtitles.toggle();
    expect(state()).toMatchObject({ chosen: null, scenes: [] });
    subtitles.toggle();
    expect(cuesAt(state().scenes, 1)).toHaveLength(1);
    subtitles.show(null);
    expect(subtitles.toggle()).toBe(false);
  });

  test("come along to the next film in the language that was chosen, and stay off once they were turned off", () => {
    const { subtitles, state } = visit();
    const next = (src: string): Media => ({
      ...{ kind: "file", src },
      subtitles: [{ src: `${src}.en-GB.vtt`, label: "English", lang: "en-GB", url: "/signed/next" }],
    });
    subtitles.choose("film.en.vtt");
    subtitles.show(next("two.mp4"));
    expect(state().chosen).toBe("two.mp4.en-GB.vtt");
    subtitles.choose(null);
    subtitles.show(next("three.mp4"));
    expect(state().chosen).toBeNull();
  });

  test("that could not be had are not asked for again with every turn of the film, but when they are chosen", async () => {
    const { subtitles, settled, state } = visit();
    const next = (): Media => ({
      ...{ kind: "file", src: "two.mp4" },
      subtitles: [{ src: "two.mp4.en.vtt", label: "English", lang: "en", url: "/nowhere" }],
    });
    subtitles.choose("film.en.vtt");
    subtitles.show(next());
    await settled();
    expect(state()).toMatchObject({ chosen: null, fault: { is: "gone" } });
    subtitles.show(next());
    expect(state()).toMatchObject({ chosen: null, isLoading: false });
    subtitles.choose("two.mp4.en.vtt");
    expect(state()).toMatchObject({ chosen: "two.mp4.en.vtt", isLoading: true });
    await settled();
  });

  test("are moved by tenths of a second, up to ten seconds", () => {
    const { subtitles, state } = visit();
    for (let i = 0; i < 3; i++) subtitles.setOffset(state().offset_s + 0.1);
    expect(state().offset_s).toBe(0.3);
    subtitles.setOffset(-99);
    expect(state().offset_s).toBe(-10);
    subtitles.setOffset(0);
  });
});
