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
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(piece).map((parts) => parts.join("")),
      ),
      (line) => {
        expect(whole(line)).toBe(line);
        for (const { href } of piecesOf(line)) if (href !== undefined) expect(href).toMatch(/^https?:\/\//);
      },
    ),
  );
});
