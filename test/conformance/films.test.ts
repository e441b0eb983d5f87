import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LibraryItem } from "../../src/protocol/rest.ts";
import type { Media, Room } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { gather, onEachTarget } from "../harness/scene.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const SRT = "\uFEFF1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Grüße</i>\r\n\r\nbroken\r\n";
const VTT = "WEBVTT\n\n00:00:01.500 --> 00:00:03.000\n<i>Grüße</i>\nbroken\n";
const FINGERPRINT = "0123456789abcdef".repeat(4);

function fill(media: string): void {
  mkdirSync(join(media, "series"));
  copyFileSync(join(FIXTURES, "h264-ac3.mp4"), join(media, "Film.mp4"));
  copyFileSync(join(FIXTURES, "mpeg2-truehd.mkv"), join(media, "series/Old.mkv"));
  copyFileSync(join(FIXTURES, "vp9-opus.webm"), join(media, "small.webm"));
  writeFileSync(join(media, "broken.mp4"), "no film");
  for (const name of ["Film.srt", "Film.pt-BR.srt", "Film.en.sdh.srt"]) writeFileSync(join(media, name), SRT);
  writeFileSync(join(media, "Film.de.forced.vtt"), "WEBVTT\n");
  writeFileSync(join(media, "Film.fr.srt"), "x".repeat(2 * 1024 * 1024 + 1));
  for (const name of ["Film.en.ass", "Film.ssa", "series/Old.ja.ass"])
    writeFileSync(join(media, name), "[Script Info]");
}

onEachTarget(
  ({ server, cast }) => {
    const items = async () => {
      const { body } = await cast().host.get<{ items: LibraryItem[] }>("/api/library");
      return new Map(body.items.map((item) => [item.path, item]));
    };

    test("P134: the library says how long its films are and what is in them, and nothing of what it cannot read", async () => {
      // The first list may come before all films were looked into.
      let films = await items();
      for (const began = Date.now(); Date.now() - began < 10_000; films = await items())
        if ([...films.values()].filter(({ codecs }) => codecs !== undefined).length === 3) break;
      const about = (seconds: number) => expect.closeTo(seconds, 1);
      expect(films.get("Film.mp4")).toMatchObject({ duration: about(1), codecs: ["avc1.64000a", "ac-3"] });
      expect(films.get("series/Old.mkv")).toMatchObject({ duration: about(0.2), codecs: ["mpeg2", "truehd"] });
      expect(films.get("small.webm")).toMatchObject({
        duration: about(1),
        codecs: [expect.stringMatching(/^vp09\./), "opus"],
      });
      expect(films.get("broken.mp4")).not.toContainAnyKeys(["duration", "codecs"]);
    });

    test("P134: a room's film says what is in it, whatever the host says", async () => {
      const { host, ann } = cast();
      const codecs = ["avc1.64000a", "ac-3"];
      const { code, sockets, room } = await gather(host, [ann], {
        media: { kind: "file", src: "Film.mp4", codecs: ["forged"] },
      });
      expect([room.media?.codecs, sockets[0].playback.media?.codecs]).toEqual([codecs, codecs]);
      await host.put(`/api/rooms/${code}/media`, { media: { kind: "file", src: "broken.mp4", codecs } });
      expect((await sockets[0].next("MEDIA_CHANGED")).media).not.toHaveProperty("codecs");
      const elsewhere = { kind: "url", src: "https://films.example.org/film.mp4" };
      await host.put(`/api/rooms/${code}/media`, { media: { ...elsewhere, codecs } });
      expect((await sockets[0].next("MEDIA_CHANGED")).media as object).toEqual(elsewhere);
      await ann.post(`/api/rooms/${code}/queue`, { media: { kind: "file", src: "Film.mp4" } });
      expect((await sockets[0].next("QUEUE_CHANGED")).queue[0]?.media.codecs).toEqual(codecs);
    });

    test("P135 P96: SubRip is offered like WebVTT, by language and purpose", async () => {
      expect((await items()).get("Film.mp4")?.subtitles).toEqual([
        { src: "Film.de.forced.vtt", label: "German (forced)", lang: "de" },
        { src: "Film.en.sdh.srt", label: "English (SDH)", lang: "en" },
        { src: "Film.pt-BR.srt", label: "Brazilian Portuguese", lang: "pt-BR" },
        { src: "Film.srt", label: "Subtitles", lang: "und" },
      ]);
      const media = { kind: "file", src: "Film.mp4", subtitles: [{ src: "Film.fr.srt", label: "French", lang: "fr" }] };
      expectRefusal(await cast().host.post("/api/rooms", { name: "r", media }), 422, "invalid_input");
    });

    test("P135 P101: SubRip is served as WebVTT, in parts and under conditions too", async () => {
      const subtitles = [{ src: "Film.en.sdh.srt", label: "English", lang: "en" }];
      const { media } = await cast().host.room({ media: { kind: "file", src: "Film.mp4", subtitles } });
      const address = server().url + (media?.subtitles?.[0]?.url ?? "");
      const get = (headers: Record<string, string> = {}, method = "GET") => fetch(address, { method, headers });
      const whole = await get();
      expect([whole.status, await whole.text()]).toEqual([200, VTT]);
      const length = String(Buffer.byteLength(VTT));
      const etag = whole.headers.get("etag") ?? "";
      for (const { headers } of [whole, await get({}, "HEAD")])
        expect(Object.fromEntries(headers)).toMatchObject({
          "content-type": "text/vtt; charset=utf-8",
          "content-length": length,
          "accept-ranges": "bytes",
          etag: expect.stringMatching(/^"[^"]+"$/),
        });
      const part = await get({ Range: "bytes=0-5" });
      expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
        206,
        `bytes 0-5/${length}`,
        "WEBVTT",
      ]);
      expect((await get({ "If-None-Match": etag })).status).toBe(304);
      writeFileSync(join(server().folder, "media/Film.en.sdh.srt"), `${SRT}\r\n`);
      expect((await get({ "If-None-Match": etag })).status).toBe(200);
    });

    test("P136: subtitles that no browser can be given are named, and never served", async () => {
      const films = await items();
      expect(films.get("Film.mp4")?.unsupported_subtitles).toEqual(["Film.en.ass", "Film.ssa"]);
      expect(films.get("series/Old.mkv")?.unsupported_subtitles).toEqual(["Old.ja.ass"]);
      expect(films.get("small.webm")).not.toHaveProperty("unsupported_subtitles");
      const media = {
        kind: "file",
        src: "Film.mp4",
        subtitles: [{ src: "Film.en.ass", label: "English", lang: "en" }],
      };
      expectRefusal(await cast().host.post("/api/rooms", { name: "r", media }), 422, "invalid_input");
    });

    test("P137: a film that each viewer has at home is named, and never served", async () => {
      const { host, ann } = cast();
      const { code, sockets } = await gather(host, [ann]);
      const media = { kind: "own", src: `734003200-5400000-${FINGERPRINT}`, title: "Holiday.mp4" } as const;
      const given = { ...media, url: "https://forged.example.org/", codecs: ["forged"] };
      const answer = await host.put<{ media: Media }>(`/api/rooms/${code}/media`, { media: given });
      expect([answer.status, answer.body]).toEqual([200, { media }]);
      expect((await sockets[0].next("MEDIA_CHANGED")).media).toEqual(media);
      expect((await ann.get<Room>(`/api/rooms/${code}`)).body.media).toEqual(media);
      await ann.post(`/api/rooms/${code}/queue`, { media });
      expect((await sockets[0].next("QUEUE_CHANGED")).queue[0]?.media).toEqual(media);
      expect((await ann.follow(code)).playback.media).toEqual(media);
    });

    test.each([
      ["no words", "Holiday.mp4"],
      ["no length", `734003200--${FINGERPRINT}`],
      ["no size", `-5400000-${FINGERPRINT}`],
      ["half a size", `1.5-5400000-${FINGERPRINT}`],
      ["a short fingerprint", `734003200-5400000-${FINGERPRINT.slice(1)}`],
      ["a long fingerprint", `734003200-5400000-${FINGERPRINT}0`],
      ["a fingerprint in capitals", `734003200-5400000-${FINGERPRINT.toUpperCase()}`],
      ["more than a number holds", `${"9".repeat(16)}-5400000-${FINGERPRINT}`],
      ["a path", `../734003200-5400000-${FINGERPRINT}`],
    ])("P137 P31: %s names no such film", async (_, src) => {
      const answer = await cast().host.post("/api/rooms", { name: "r", media: { kind: "own", src } });
      expectRefusal(answer, 422, "invalid_input");
      expect(answer.body.errors).toMatchObject([{ path: "media.src" }]);
    });
  },
  {},
  fill,
);
