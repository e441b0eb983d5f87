import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import * as v from "valibot";
import { canonicalMedia, libraryPath } from "../../src/domain/media.ts";
import { isRefusal } from "../../src/protocol/codes.ts";
import { BODIES, MESSAGES_QUERY } from "../../src/protocol/rest.ts";
import { CODE_ALPHABET, countCharacters, email, parseCode, password, text } from "../../src/protocol/values.ts";

const parse = <Schema extends v.GenericSchema>(schema: Schema, input: unknown) => {
  const result = v.safeParse(schema, input);
  return result.success ? result.output : null;
};

describe("text", () => {
  test("is trimmed and NFC, so that what is stored is what was sent live", () => {
    expect(parse(text(10), "  e\u0301 ")).toBe("é");
    expect(parse(text(10), "\u00a0\u3000\n")).toBeNull();
  });
  test("is counted in code points after that", () => {
    expect(parse(text(2), "🎬🎬")).toBe("🎬🎬");
    expect(parse(text(2), "🎬🎬🎬")).toBeNull();
    expect(parse(text(1), "e\u0301")).toBe("é");
    expect(countCharacters("a🎬é")).toBe(3);
  });
  test("with half a surrogate pair is refused", () => {
    for (const broken of ["\ud800", "a\udfff", "\udc00\ud800"]) expect(parse(text(10), broken)).toBeNull();
  });
  test("that was read once reads the same again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (given) => {
        const once = parse(text(1000), given);
        if (once !== null) expect(parse(text(1000), once)).toBe(once);
      }),
    );
  });
});

test("e-mails are compared trimmed and without case", () => {
  expect(parse(email, "  Ann@Example.ORG ")).toBe("ann@example.org");
  for (const wrong of ["ann", "ann@", "@example.org", "a b@example.org", `${"a".repeat(250)}@x.io`])
    expect(parse(email, wrong)).toBeNull();
});

test("a password has 8 to 256 characters and keeps its spaces", () => {
  expect(parse(password, "  six  ")).toBeNull();
  expect(parse(password, "  seven ")).toBe("  seven ");
  expect(parse(password, "🎬".repeat(256))).not.toBeNull();
  expect(parse(password, "x".repeat(257))).toBeNull();
  expect(parse(password, "\ud800seven77")).toBeNull();
});

describe("a room code", () => {
  test("is accepted in either case", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: 8, maxLength: 8 }), (code) => {
        expect(parseCode(code)).toBe(code);
        expect(parseCode(code.toLowerCase())).toBe(code);
      }),
    );
  });
  test.each([
    "",
    "ABCDEFG",
    "ABCDEFGHJ",
    "ABCDEFGI",
    "ABCDEFGL",
    "ABCDEFGO",
    "ABCDEFGU",
    "ABCD EFG",
    "ABCDEFGH\n",
    "ſBCDEFGH",
  ])("%j is none", (code) => {
    expect(parseCode(code)).toBeNull();
  });
});

describe("media", () => {
  const canonical = (kind: string, src: string) => {
    const media = canonicalMedia({ kind, src } as Parameters<typeof canonicalMedia>[0]);
    return isRefusal(media) ? null : media.src;
  };
  test.each([
    ["url", "https://Example.ORG:443/a film.mp4", "https://example.org/a%20film.mp4"],
    ["hls", "http://example.org", "http://example.org/"],
    ["dash", "https://example.org/x.mpd?a=1#t=5", "https://example.org/x.mpd?a=1#t=5"],
    ["youtube", "dQw4w9WgXcQ", "dQw4w9WgXcQ"],
    ["vimeo", "76979871", "76979871"],
    ["file", "films/Big Buck Bunny.mp4", "films/Big Buck Bunny.mp4"],
  ])("%s %s is %s", (kind, src, expected) => {
    expect(canonical(kind, src)).toBe(expected);
    expect(canonical(kind, expected)).toBe(expected);
  });
  test.each([
    ["url", "ftp://example.org/x"],
    ["url", "javascript:alert(1)"],
    ["url", "data:video/mp4;base64,AA"],
    ["url", "file:///etc/passwd"],
    ["url", "//example.org/x"],
    ["url", "https://user:secret@example.org/"],
    ["hls", "films/x.m3u8"],
    ["youtube", "dQw4w9WgXc"],
    ["youtube", "dQw4w9WgXcQ\n"],
    ["youtube", "https://youtu.be/dQw4w9WgXcQ"],
    ["vimeo", "7697a871"],
    ["file", "https://example.org/x.mp4"],
  ])("%s %j is none", (kind, src) => {
    expect(canonical(kind, src)).toBeNull();
  });
  test("keeps the fields that the contract names, and them alone", () => {
    const given = {
      kind: "url",
      src: "https://example.org/",
      url: "forged",
      codecs: ["forged"],
      extra: 1,
      title: "T",
    } as never;
    expect(canonicalMedia(given)).toEqual({ kind: "url", src: "https://example.org/", title: "T" });
  });
  test("says which subtitle is wrong", () => {
    const subtitles = ["https://example.org/a.vtt", "films/b.vtt", "../c.vtt"].map((src) => ({
      src,
      label: "E",
      lang: "en",
    }));
    const refusal = canonicalMedia({ kind: "url", src: "https://example.org/", subtitles });
    expect(refusal).toMatchObject({ refused: "invalid_input", errors: [{ path: "media.subtitles.2.src" }] });
  });
});

describe("a film of one's own", () => {
  const part = (most: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(most) - 1n }).map(String);
  const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
  const own = fc.tuple(part(15), part(11), hash).map((parts) => parts.join("-"));
  const canonical = (src: string) => canonicalMedia({ kind: "own", src });

  test("is named by its size, length and fingerprint, in one spelling", () => {
    fc.assert(fc.property(own, (src) => expect(canonical(src)).toEqual({ kind: "own", src })));
  });
  test("is named by nothing that differs in a character too many or too few, or by any other text", () => {
    const place = fc.nat({ max: 200 });
    fc.assert(
      fc.property(own, place, fc.constantFrom("g", "A", " ", "\n", "-", "/", "%"), (src, at, extra) => {
        expect(isRefusal(canonical(src.slice(0, at) + extra + src.slice(at)))).toBe(true);
      }),
    );
    fc.assert(fc.property(own, (src) => expect(isRefusal(canonical(src.slice(0, -1)))).toBe(true)));
    fc.assert(fc.property(fc.string(), (src) => expect(isRefusal(canonical(src))).toBe(true)));
  });
  test("never has an address", () => {
    fc.assert(
      fc.property(own, fc.webUrl(), (src, url) => {
        expect(canonicalMedia({ kind: "own", src, url, codecs: ["opus"] })).toEqual({ kind: "own", src });
      }),
    );
  });
});

describe("a path of the library", () => {
  test.each([
    "",
    "/etc/passwd",
    "../x.mp4",
    "a/../x.mp4",
    "a/./x.mp4",
    "a//x.mp4",
    "a/",
    ".hidden.mp4",
    "a/.b/x.mp4",
    "a\\x.mp4",
    "a\0.mp4",
  ])("%j leads nowhere", (path) => {
    expect(libraryPath(path)).toBeNull();
  });
  test("never leads out of its folder", () => {
    const part = fc.constantFrom("a", "..", ".", "", "b.mp4", "\\", "...", " ");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const path = libraryPath(parts.join("/"));
        if (path === null) return;
        const resolved = new URL(path.split("/").map(encodeURIComponent).join("/"), "file:///library/").pathname;
        expect(resolved.startsWith("/library/")).toBe(true);
      }),
    );
  });
  test("cannot be mistaken for an address of the web", () => {
    fc.assert(
      fc.property(fc.webUrl(), (address) => {
        expect(canonicalMedia({ kind: "file", src: address })).toMatchObject({ refused: "invalid_input" });
      }),
    );
  });
});

test("a body names all its faults, and unknown keys are ignored", () => {
  const result = v.safeParse(BODIES.register, { email: "x", password: "short", display_name: "" });
  expect(result.issues?.map((issue) => v.getDotPath(issue))).toEqual(["email", "password", "display_name"]);
  expect(parse(BODIES.guest, { display_name: "Ann", is_admin: true })).toEqual({ display_name: "Ann" });
});

test("a page of messages takes before or after, and 1 to 100 lines", () => {
  expect(parse(MESSAGES_QUERY, {})).toEqual({ limit: 50 } as never);
  expect(parse(MESSAGES_QUERY, { before: "7", limit: "100" })).toEqual({ before: 7, limit: 100 } as never);
  for (const wrong of [
    { limit: "0" },
    { limit: "101" },
    { limit: "1e1" },
    { before: "-1" },
    { before: "1", after: "2" },
  ])
    expect(parse(MESSAGES_QUERY, wrong)).toBeNull();
});
