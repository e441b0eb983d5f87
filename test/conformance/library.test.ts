import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Room } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { forEachTarget, gather, onEachTarget } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

type Library = { items: { path: string; title: string; kind: string; size: number; subtitles: object[] }[] };

function fill(media: string): void {
  const outside = join(dirname(media), "outside");
  for (const folder of [outside, join(media, "series"), join(media, ".hidden")]) mkdirSync(folder);
  const files = ["Big_Film.mp4", "Big_Film.vtt", "Big_Film.en.vtt", "Big_Film_2.en.vtt", "series/Part 1 – ä.webm"];
  const others = ["notes.txt", ".dot.mp4", ".hidden/film.mp4", "no-extension", "script.mp4.sh"];
  for (const path of [...files, ...others]) writeFileSync(join(media, path), "0123456789");
  writeFileSync(join(outside, "secret.mp4"), "secret");
  symlinkSync(join(outside, "secret.mp4"), join(media, "out.mp4"));
  symlinkSync(outside, join(media, "out"));
  symlinkSync(join(media, "Big_Film.mp4"), join(media, "inside.mp4"));
}

onEachTarget(
  ({ server, cast }) => {
    test("P95 P96: the library is the folder's films with their subtitles, and nothing hidden or outside", async () => {
      const { status, body } = await cast().host.get<Library>("/api/library");
      expect(status).toBe(200);
      const item = (path: string, title: string, subtitles: object[] = []) => ({
        path,
        title,
        kind: "file",
        size: 10,
        subtitles,
      });
      expect(body.items.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
        item("Big_Film.mp4", "Big Film", [
          { src: "Big_Film.en.vtt", label: "English", lang: "en" },
          { src: "Big_Film.vtt", label: "Subtitles", lang: "und" },
        ]),
        item("inside.mp4", "inside"),
        item("series/Part 1 – ä.webm", "Part 1 – ä"),
      ]);
    });

    test("P31: what the library lacks is no media", async () => {
      const { host } = cast();
      const { code } = await host.room();
      const lacking = ["none.mp4", "out.mp4", "out/secret.mp4", ".dot.mp4", ".hidden/film.mp4", "notes.txt", "series"];
      for (const src of [
        ...lacking,
        "../outside/secret.mp4",
        "/etc/passwd",
        "series/../Big_Film.mp4",
        "Big_Film.mp4/",
      ]) {
        const media = { kind: "file", src };
        expectRefusal(await host.put(`/api/rooms/${code}/media`, { media }), 422, "invalid_input");
      }
    });

    test("P98: library media carries signed addresses, to approved participants alone", async () => {
      const { host, ann, ben } = cast();
      const subtitles = [{ src: "Big_Film.en.vtt", label: "English", lang: "en" }];
      const { code, sockets, lead } = await gather(host, [ann], {
        media: { kind: "file", src: "Big_Film.mp4", subtitles },
      });
      const { url } = (await ann.get<Room>(`/api/rooms/${code}`)).body.media ?? {};
      const { media } = sockets[0].playback;
      expect(media as object).toEqual({
        kind: "file",
        src: "Big_Film.mp4",
        url,
        subtitles: [{ ...subtitles[0], url: expect.stringContaining("/media/") }],
      });
      for (const address of [url, media?.subtitles?.[0]?.url])
        expect((await server().api.call<string>("GET", address ?? "")).body).toBe("0123456789");
      await host.put(`/api/rooms/${code}/media`, { media: { kind: "file", src: "series/Part 1 – ä.webm" } });
      const changed = await lead.next("MEDIA_CHANGED");
      expect((await server().api.call("GET", changed.media?.url ?? "")).status).toBe(200);
      await host.post(`/api/rooms/${code}/queue`, { media: { kind: "file", src: "Big_Film.mp4" } });
      expect((await ben.get(`/api/rooms/${code}`)).body).not.toHaveProperty("media");
      await host.patch(`/api/rooms/${code}`, { is_public: true });
      const listed = await server().api.call<{ rooms: Room[] }>("GET", "/api/rooms/public");
      expect(listed.body.rooms.length).toBe(1);
      expect(JSON.stringify(listed.body)).not.toContain("signature");
    });
  },
  {},
  fill,
);

forEachTarget((target) => {
  const empty = serverFor(target);
  const missing = serverFor(target, { MEDIA_DIR: "no/such/folder" });

  test("P97: without films of its own, a server offers the one that it comes with", async () => {
    for (const { api } of [empty(), missing()]) {
      const host = await api.account();
      const { items } = (await host.get<Library>("/api/library")).body;
      expect(items.length).toBe(1);
      const [film] = items;
      const { media } = await host.room({ media: { kind: "file", src: film?.path } });
      const { status, headers } = await api.call("HEAD", media?.url ?? "");
      expect([status, Number(headers.get("content-length"))]).toEqual([200, film?.size ?? 0]);
    }
  });
});
