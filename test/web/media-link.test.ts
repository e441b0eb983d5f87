import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalMedia } from "../../src/domain/media.ts";
import { isRefusal } from "../../src/protocol/codes.ts";
import { isLink, isMixed, recognise, titleFrom } from "../../src/web/media-link.ts";

const ID = "dQw4w9WgXcQ";
const youtubeId = fc.stringMatching(/^[A-Za-z0-9_-]{11}$/);
const vimeoId = fc.stringMatching(/^[1-9]\d{5,9}$/);

describe("a YouTube address", () => {
  const forms = (id: string) => [
    `https://www.youtube.com/watch?v=${id}`,
    `http://youtube.com/watch?v=${id}&t=42s&list=PL123`,
    `https://m.youtube.com/watch?app=desktop&v=${id}`,
    `https://music.youtube.com/watch?v=${id}&feature=share`,
    `https://youtu.be/${id}?si=abc&t=10`,
    `https://www.youtube.com/shorts/${id}`,
    `https://www.youtube.com/live/${id}?feature=shared`,
    `https://www.youtube.com/embed/${id}?start=3`,
    `https://www.youtube-nocookie.com/embed/${id}`,
    `https://www.youtube.com/v/${id}`,
    `youtu.be/${id}`,
    `www.youtube.com/watch?v=${id}`,
    `  https://youtu.be/${id}\n`,
    `Watch this: https://youtu.be/${id} !`,
    `<iframe width="560" src="https://www.youtube.com/embed/${id}" allowfullscreen></iframe>`,
  ];

  test("gives the film's id in each of its forms, without the time in it", () => {
    fc.assert(
      fc.property(youtubeId, (src) => {
        for (const form of forms(src)) expect(recognise(form)).toEqual({ kind: "youtube", src });
      }),
    );
  });

  test("that names no film is told apart", () => {
    for (const text of [
      "https://www.youtube.com/",
      "https://www.youtube.com/@somebody",
      "https://www.youtube.com/playlist?list=PL123",
      "https://www.youtube.com/embed/videoseries?list=PL123",
      "https://www.youtube.com/embed/live_stream?channel=x",
      "https://www.youtube.com/watch?v=short",
      "https://youtu.be/",
    ])
      expect(recognise(text)).toEqual({ why: "youtube_film" });
  });

  test("of somebody else's host is no YouTube address", () => {
    expect(recognise(`https://youtube.com.example.org/watch?v=${ID}`)).toMatchObject({ kind: "url" });
    expect(recognise(`https://example.org/youtu.be/${ID}`)).toMatchObject({ kind: "url" });
  });
});

describe("a Vimeo address", () => {
  test("gives the film's number, wherever it is shown", () => {
    fc.assert(
      fc.property(vimeoId, (src) => {
        for (const path of [
          "",
          "channels/staffpicks/",
          "groups/shorts/videos/",
          "album/12/video/",
          "showcase/12/video/",
        ])
          expect(recognise(`https://vimeo.com/${path}${src}?share=copy#t=10s`)).toEqual({ kind: "vimeo", src });
        expect(recognise(`https://player.vimeo.com/video/${src}?autoplay=1`)).toEqual({ kind: "vimeo", src });
      }),
    );
  });

  test("of an unlisted film is refused as such, and one of no film too", () => {
    expect(recognise("https://vimeo.com/123456789/0a1b2c3d4e")).toEqual({ why: "vimeo_unlisted" });
    expect(recognise("https://player.vimeo.com/video/123456789?h=0a1b2c3d4e")).toEqual({ why: "vimeo_unlisted" });
    expect(recognise("https://vimeo.com/somebody")).toEqual({ why: "vimeo_film" });
  });
});

describe("any other address", () => {
  test("is a stream by its ending, and otherwise a file", () => {
    expect(recognise("https://cdn.example.org/live/Master.M3U8?token=1")).toMatchObject({ kind: "hls" });
    expect(recognise("https://cdn.example.org/film/manifest.mpd")).toMatchObject({ kind: "dash" });
    expect(recognise("http://example.org/a.mp4")).toMatchObject({ kind: "url", src: "http://example.org/a.mp4" });
    expect(recognise("example.org/film.m3u8.mp4")).toMatchObject({ kind: "url" });
    expect(recognise("192.168.1.20/film.mp4")).toEqual({ why: "no_address" });
    expect(recognise("http://192.168.1.20/film.mp4")).toMatchObject({ kind: "url" });
  });

  test("is nothing to show where it is none, carries a login, or is too long", () => {
    expect(recognise("  ")).toEqual({ why: "empty" });
    for (const text of [
      "countdown",
      "the film we spoke of",
      "ftp://example.org/a.mp4",
      "javascript:alert(1)",
      "film.mp4",
    ])
      expect(recognise(text)).toEqual({ why: "no_address" });
    expect(recognise("https://me:secret@example.org/a.mp4")).toEqual({ why: "login" });
    expect(recognise(`https://example.org/${"a".repeat(2_048)}.mp4`)).toEqual({ why: "too_long" });
  });
});

test("whatever is recognised the server takes, and nothing throws", () => {
  const address = fc.webUrl({ withQueryParameters: true, withFragments: true });
  const anything = fc.oneof(fc.string({ unit: "grapheme", maxLength: 80 }), fc.string({ unit: "binary" }), address);
  fc.assert(
    fc.property(anything, (text) => {
      const found = recognise(text);
      if (!isLink(found)) return;
      const taken = canonicalMedia(found);
      expect(isRefusal(taken)).toBe(false);
      expect(taken).toMatchObject({ kind: found.kind, src: found.src });
    }),
    { numRuns: 500 },
  );
});

test("a title is read out of a file's name, or of its folder's where that says nothing", () => {
  const titles = {
    "https://example.org/films/The_Big.Film.(1942).mp4": "The Big Film (1942)",
    "https://example.org/Am%C3%A9lie%20-%20Part%201.5.webm": "Amélie - Part 1.5",
    "https://example.org/shows/Pilot/master.m3u8?x=1": "Pilot",
    "https://example.org/%E0%A4%A.mp4": "%E0%A4%A",
    "https://example.org/a%00b%E2%80%AEc.mp4": "abc",
  };
  for (const [address, title] of Object.entries(titles)) expect(titleFrom(address)).toBe(title);
  expect(titleFrom("https://example.org/")).toBeNull();
  expect(titleFrom("https://example.org/index.m3u8")).toBeNull();
});

test("only a page over https is kept from addresses without it, but for the device's own", () => {
  const [https, http] = [{ protocol: "https:" }, { protocol: "http:" }];
  expect(isMixed("http://example.org/a.mp4", https)).toBe(true);
  expect(isMixed("http://localhost:8000/a.mp4", https)).toBe(false);
  expect(isMixed("https://example.org/a.mp4", https)).toBe(false);
  expect(isMixed("http://example.org/a.mp4", http)).toBe(false);
  expect(isMixed(ID, https)).toBe(false);
});
