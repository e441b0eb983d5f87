import { expect, test } from "bun:test";
import fc from "fast-check";
import { piecesOf } from "../../src/web/links.ts";

/** The addresses found in a line, as they stand there. */
const found = (line: string) => piecesOf(line).flatMap(({ text, href }) => (href === undefined ? [] : [text]));
const whole = (line: string) =>
  piecesOf(line)
    .map(({ text }) => text)
    .join("");

test("addresses are found among words, and nothing of the line is lost", () => {
  const line = "see https://example.org/a?b=1#c and http://example.net";
  expect(piecesOf(line)).toEqual([
    { text: "see " },
    { text: "https://example.org/a?b=1#c", href: "https://example.org/a?b=1#c" },
    { text: " and " },
    { text: "http://example.net", href: "http://example.net/" },
  ]);
  expect(piecesOf("no address")).toEqual([{ text: "no address" }]);
  expect(piecesOf("")).toEqual([]);
});

test("what ends the sentence is not part of the address", () => {
  for (const tail of [".", ",", "!", "?", "...", ":", ";", ")", ").", "'", '"', ">", "”", "!?"])
    expect(found(`look at https://example.org/film${tail}`)).toEqual(["https://example.org/film"]);
  expect(found("(as in https://example.org/film)")).toEqual(["https://example.org/film"]);
  expect(found("https://example.org/Film_(1939)")).toEqual(["https://example.org/Film_(1939)"]);
  expect(found("(https://example.org/Film_(1939)).")).toEqual(["https://example.org/Film_(1939)"]);
  expect(found("https://example.org/?")).toEqual(["https://example.org/"]);
});

test("nothing but http and https leads anywhere", () => {
  for (const line of [
    "javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<b>",
    "file:///etc/passwd",
    "ftp://example.org",
    "xhttp://example.org",
    "http://",
    "https://.",
    "www.example.org",
  ])
    expect(found(line)).toEqual([]);
  for (const { href } of piecesOf("javascript:https://example.org JAVASCRIPT:alert(1) HTTPS://EXAMPLE.org"))
    if (href !== undefined) expect(href).toBe("https://example.org/");
});

test("an address with a login is not made a link: it looks like another host's", () => {
  expect(found("https://bank.example@evil.example/")).toEqual([]);
  expect(found("https://user:secret@evil.example/")).toEqual([]);
});

test("marks that turn or hide text end an address", () => {
  for (const mark of ["\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\u200b", "\u00ad", "\ufeff"])
    expect(found(`\u202bhttps://example.org/a${mark}gpj.exe`)).toEqual(["https://example.org/a"]);
});

test("whatever is typed, the pieces are the line again", () => {
  const piece = fc.constantFrom(
    "https://",
    "http://a.b",
    " ",
    ")",
    "(",
    ".",
    "\u202e",
    "<b>",
    "javascript:",
    "é",
    "🍿",
    "12:34",
    "1:",
    ":",
    "07",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(piece).map((parts) => parts.join("")),
      ),
      (line) => {
        expect(whole(line)).toBe(line);
        for (const { text, href, time } of piecesOf(line)) {
          expect(text).not.toBe("");
          if (href !== undefined) expect(href).toMatch(/^https?:\/\//);
          if (time !== undefined) expect(text).toMatch(/^\d+(:\d\d)+$/);
        }
      },
    ),
  );
});

test("times of a film are found among words", () => {
  const times = (line: string) => piecesOf(line).flatMap(({ time }) => time ?? []);
  expect(piecesOf("look at 12:34!")).toEqual([{ text: "look at " }, { text: "12:34", time: 754 }, { text: "!" }]);
  expect(times("1:02:03, (0:07) and 75:10-76:00")).toEqual([3723, 7, 4510, 4560]);
  expect(times("https://example.org/12:34 0:01 http://example.org:80:10")).toEqual([1]);
});

test("what only looks like a time of a film is none", () => {
  for (const line of [
    "2:1",
    "12:3",
    "12:345",
    "1:2:03",
    "1:99:03",
    "12:60",
    "1:00:00:00",
    "a12:34",
    "12:34x",
    "x:12:34",
  ])
    expect(piecesOf(line)).toEqual([{ text: line }]);
  for (const line of ["10:30am", "10:30 PM", "10:30 p.m.", "1.12:34", "12:34.5", "12:34,5", "3/12:34", "٣:٤٥"])
    expect(piecesOf(line)).toEqual([{ text: line }]);
  expect(piecesOf("at 12:34, 5 of us")[1]).toEqual({ text: "12:34", time: 754 });
  expect(piecesOf("12:34 amazing")[0]).toEqual({ text: "12:34", time: 754 });
});
