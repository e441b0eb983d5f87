import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeText, srtToVtt } from "../../src/adapters/subtitles.srt.ts";

const vtt = (...cues: string[]) => ["WEBVTT\n", ...cues.map((cue) => `${cue}\n`)].join("\n");

describe("SubRip becomes WebVTT", () => {
  test("line by line, whatever ends a line", () => {
    const lines = [
      "1",
      "00:00:01,500 --> 00:00:03,000",
      "Two",
      "lines.",
      "",
      "2",
      "01:00:04,000 --> 01:00:05,250",
      "One.",
    ];
    const expected = vtt("00:00:01.500 --> 00:00:03.000\nTwo\nlines.", "01:00:04.000 --> 01:00:05.250\nOne.");
    for (const end of ["\n", "\r\n", "\r"]) expect(srtToVtt(lines.join(end))).toBe(expected);
    expect(srtToVtt("")).toBe("WEBVTT\n");
  });

  test.each([
    ["00:00:01.5 --> 00:00:02.25", "00:00:01.500 --> 00:00:02.250"],
    ["00:01,000 --> 00:02,000", "00:00:01.000 --> 00:00:02.000"],
    ["0:0:1 --> 0:0:2", "00:00:01.000 --> 00:00:02.000"],
    ["00:00:01, 500-->00:00:02 ,000", "00:00:01.500 --> 00:00:02.000"],
    ["  00:00:01:500 -> 00:00:02:000  X1:10 X2:20 Y1:5 Y2:6", "00:00:01.500 --> 00:00:02.000"],
    ["123:00:00,000 --> 123:00:01,000", "123:00:00.000 --> 123:00:01.000"],
  ])("with its times, though they are written %j", (given, times) => {
    expect(srtToVtt(`1\n${given}\nText`)).toBe(vtt(`${times}\nText`));
  });

  test.each([
    ["<i>Leaning</i> and <B>bold</B>, <u>both</u>", "<i>Leaning</i> and <b>bold</b>, <u>both</u>"],
    ['<font color="#ff0000">red</font>', "red"],
    ["a < b & c > d --> e &amp; f", "a &lt; b &amp; c &gt; d --&gt; e &amp; f"],
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["{\\i1}styled{\\i0} {kept}", "styled {kept}"],
    ["  spaces around\n\n \nand nothing between", "spaces around\nand nothing between"],
  ])("with its text %j", (given, text) => {
    expect(srtToVtt(`1\n00:00:01,000 --> 00:00:02,000\n${given}`)).toBe(vtt(`00:00:01.000 --> 00:00:02.000\n${text}`));
  });

  test.each([
    ["{\\an8}Up", " line:0"],
    ["{\\an7}Up left", " line:0 align:start"],
    ["{\\an6}Right", " line:50% align:end"],
    ["{\\an2}Down", ""],
    ["{\\an8\\i1}Up", " line:0"],
    ["Down", ""],
  ])("in its place: %j", (given, settings) => {
    const text = given.replace(/\{.*\}/, "");
    expect(srtToVtt(`1\n00:00:01,000 --> 00:00:02,000\n${given}`)).toBe(
      vtt(`00:00:01.000 --> 00:00:02.000${settings}\n${text}`),
    );
  });

  test("without what is broken, and the rest in order", () => {
    const given = `some words
1
00:00:09,000 --> 00:00:10,000
Last

2
00:00:xx,000 --> 00:00:05,000
Broken

3
00:00:05,000 --> 00:00:04,000
Backwards

4
00:00:02,000 --> 00:00:03,000
{\\an8}

00:00:01,000 --> 00:00:02,000
Without a number
1984
7
00:00:03,000 --> 00:00:04,000
2001`;
    expect(srtToVtt(given)).toBe(
      vtt(
        "00:00:01.000 --> 00:00:02.000\nWithout a number\n1984",
        "00:00:03.000 --> 00:00:04.000\n2001",
        "00:00:09.000 --> 00:00:10.000\nLast",
      ),
    );
  });

  test("and whatever it is given, no cue can break out of its place", () => {
    const part = fc.constantFrom(
      "00:00:01,000 --> 00:00:02,000",
      "-->",
      "1",
      "",
      "<i>",
      "WEBVTT",
      "NOTE x",
      "STYLE",
      "&lt;",
      "{\\an8}",
      "a",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }), (lines) => {
        const [header, ...blocks] = srtToVtt(lines.join("\n")).split("\n\n");
        expect(header?.trimEnd()).toBe("WEBVTT");
        for (const block of blocks) {
          const [times, ...text] = block.trimEnd().split("\n");
          expect(times).toMatch(/^\d\d+:\d\d:\d\d\.\d{3} --> \d\d+:\d\d:\d\d\.\d{3}( line:\S+)?( align:\w+)?$/);
          expect(text.length).toBeGreaterThan(0);
          expect(text.join("\n")).not.toMatch(/-->|<(?!\/?[ibu]>)/);
        }
      }),
    );
  });

  test("however long one mistake goes on", () => {
    for (const unit of ["{\\", "<font", "<", "&", "00:00:01,000 --> ", "1\n", "0", " ", "-", "<i>"]) {
      const run = unit.repeat((512 * 1024) / unit.length);
      const given = `1\n00:00:01,000 --> 00:00:02,000\n${run}\n00:00:03,000 ${run}`;
      expect(srtToVtt(given)).toStartWith("WEBVTT\n");
    }
  });
});

describe("the text of a file", () => {
  const words = "Überraschung – „ja“ €";
  const utf16 = (isLittle: boolean) => {
    const view = new DataView(new ArrayBuffer(2 * words.length + 2));
    for (const [index, unit] of [0xfeff, ...Array.from(words, (one) => one.charCodeAt(0))].entries())
      view.setUint16(2 * index, unit, isLittle);
    return new Uint8Array(view.buffer);
  };
  const windows = Uint8Array.from([
    0xdc,
    ..."berraschung ".split("").map((c) => c.charCodeAt(0)),
    0x96,
    0x20,
    0x84,
    0x6a,
    0x61,
    0x93,
    0x20,
    0x80,
  ]);
  test.each<[string, Uint8Array]>([
    ["UTF-8", new TextEncoder().encode(words)],
    ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${words}`)],
    ["UTF-16, little end first", utf16(true)],
    ["UTF-16, big end first", utf16(false)],
    ["windows-1252", windows],
    ["UTF-16 without a mark, little end first", utf16(true).subarray(2)],
    ["UTF-16 without a mark, big end first", utf16(false).subarray(2)],
  ])("is read from %s", (_, bytes) => {
    expect(decodeText(bytes)).toBe(words);
  });
});
