import { expect, test } from "bun:test";
import type { Room } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

type Listing = { rooms: (Room & { viewer_count: number })[] };

onEachTarget(({ server, cast }) => {
  test("P22 P23 P24: a room is private, with chat, open to join and without media unless told otherwise", async () => {
    const { host } = cast();
    const { status, body } = await host.post<Room>("/api/rooms", { name: "  Film\u0301 night " });
    expect(status).toBe(201);
    expect(body).toEqual({
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
      name: "Film\u0301 night".normalize("NFC"),
      host: host.user,
      is_public: false,
      is_chat_enabled: true,
      requires_approval: false,
      is_queue_open: true,
      wait_seconds: 0,
      media: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const { body: seen } = await host.get(`/api/rooms/${body.code}`);
    expect(seen).toEqual({
      ...body,
      participant: { user: host.user, role: "host", status: "approved", is_muted: false },
    });
  });

  test("P22: settings are taken at the making", async () => {
    const settings = {
      name: "x".repeat(100),
      is_public: true,
      is_chat_enabled: false,
      requires_approval: true,
      wait_seconds: 60,
      media: FILM,
    };
    expect(await cast().host.room(settings)).toMatchObject(settings);
  });

  test.each([
    [{ name: "" }],
    [{ name: " " }],
    [{ name: "x".repeat(101) }],
    [{ name: "\udc00" }],
    [{}],
    [{ name: "a room", is_public: "yes" }],
    [{ name: "a room", media: { kind: "cassette", src: "1" } }],
    ['"a room"'],
    [null],
    [[]],
  ])("P22 P6: %j makes no room", async (settings) => {
    expectRefusal(await cast().host.post("/api/rooms", settings), 422, "invalid_input");
  });

  test("P24: codes are taken in either case, and a malformed one is an unknown one", async () => {
    const { host, ann } = cast();
    const { code } = await host.room();
    expect((await host.get(`/api/rooms/${code.toLowerCase()}`)).status).toBe(200);
    expect((await ann.join(code.toLowerCase())).room.code).toBe(code);
    for (const unknown of ["00000000", "1", "IIIIIIII", `${code}0`, "%00", "..%2f..", "constructor", "__proto__"])
      expectRefusal(await host.get(`/api/rooms/${unknown}`), 404, "room_not_found");
  });

  test("P25: my rooms are those in which I am approved", async () => {
    const { host } = cast();
    const guest = await server().api.guest();
    const { code } = await gather(host, [guest]);
    const waiting = await host.room({ requires_approval: true });
    await guest.join(waiting.code);
    const { body } = await guest.get<Listing>("/api/rooms");
    expect(body.rooms.map((room) => room.code)).toEqual([code]);
    const { body: seen } = await host.get<Room & { participant?: object }>(`/api/rooms/${code}`);
    delete seen.participant;
    expect(body.rooms as unknown[]).toEqual([seen]);
  });

  test("P25: public rooms are listed for all, busiest first, private ones never", async () => {
    const { host, ann, ben } = cast();
    const quiet = await host.room({ is_public: true, name: "quiet" });
    const hidden = await gather(host, [ann, ben]);
    const busy = await gather(host, [ann, ben], { is_public: true });
    const some = await gather(host, [ann], { is_public: true });
    const { status, body } = await server().api.call<Listing>("GET", "/api/rooms/public");
    expect(status).toBe(200);
    const listed = body.rooms.map(({ code, viewer_count }) => [code, viewer_count]);
    const ours = listed.filter(([code]) => [busy.code, some.code, quiet.code].includes(String(code)));
    expect(ours).toEqual([
      [busy.code, 3],
      [some.code, 2],
      [quiet.code, 0],
    ]);
    expect(listed.flat()).not.toContain(hidden.code);
    expect(body.rooms.find(({ code }) => code === quiet.code)).toEqual({ ...quiet, viewer_count: 0 });

    await host.patch(`/api/rooms/${busy.code}`, { is_public: false });
    const later = await server().api.call<Listing>("GET", "/api/rooms/public");
    expect(later.body.rooms.map(({ code }) => code)).not.toContain(busy.code);
  });

  test("P25: no more than 100 public rooms are listed", async () => {
    await Promise.all(Array.from({ length: 101 }, () => cast().host.room({ is_public: true })));
    const { body } = await server().api.call<Listing>("GET", "/api/rooms/public");
    expect(body.rooms.length).toBe(100);
  });

  test("P26: strangers see the name on the door alone", async () => {
    const { host, ann } = cast();
    const { code } = await host.room({ name: "Door", media: FILM });
    const door = { code, name: "Door", requires_approval: false };
    expect((await ann.get(`/api/rooms/${code}`)).body).toEqual({ ...door, participant: null });
    expectRefusal(await server().api.call("GET", `/api/rooms/${code}`), 401, "token_missing");
  });

  test("P27: a change of the room is told to everyone in it", async () => {
    const { host, ann } = cast();
    const { code, room, lead, sockets } = await gather(host, [ann]);
    const change = {
      name: "Renamed",
      is_public: true,
      is_chat_enabled: false,
      requires_approval: true,
      is_queue_open: false,
      wait_seconds: 20,
    };
    const { status, body } = await host.patch<Room>(`/api/rooms/${code}`, {
      ...change,
      code: "00000000",
      host: ann.user,
    });
    expect([status, body]).toEqual([200, { ...room, ...change }]);
    for (const socket of [lead, ...sockets]) expect((await socket.next("ROOM_UPDATED")).room).toEqual(body);
    expect((await host.patch(`/api/rooms/${code}`, {})).body).toEqual(body);
    for (const wrong of [{ name: "" }, { name: null }, { is_public: 1 }])
      expectRefusal(await host.patch(`/api/rooms/${code}`, wrong), 422, "invalid_input");
    for (const socket of [lead, ...sockets]) await socket.expectSilence();
  });

  test("P28: turning approval off lets in who waits, turning it on sends nobody away", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    await host.patch(`/api/rooms/${code}`, { requires_approval: true });
    expect((await ben.join(code)).participant.status).toBe("pending");
    expect((await ann.get(`/api/rooms/${code}/queue`)).status).toBe(200);
    await host.patch(`/api/rooms/${code}`, { requires_approval: false });
    expect((await ben.join(code)).participant.status).toBe("approved");
    for (const _ of ["on", "off"]) await sockets[0].next("ROOM_UPDATED");
    const letIn = { user: ben.user, status: "approved" };
    expect(await sockets[0].next("PARTICIPANT_UPDATED")).toMatchObject(letIn);
    const heard = (await lead.untilPong()).map(({ type }) => type);
    expect(heard).toEqual(["ROOM_UPDATED", "PARTICIPANT_UPDATED", "ROOM_UPDATED", "PARTICIPANT_UPDATED"]);
  });

  test("P29 P111: a deleted room is gone, and its sockets close with 4004", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    expectRefusal(await ann.delete(`/api/rooms/${code}`), 403, "host_only");
    expect((await host.delete(`/api/rooms/${code}`)).status).toBe(204);
    for (const socket of [lead, ...sockets]) expect((await socket.closed()).code).toBe(4004);
    for (const path of ["", "/messages", "/queue", "/participants"])
      expectRefusal(await host.get(`/api/rooms/${code}${path}`), 404, "room_not_found");
    expectRefusal(await host.delete(`/api/rooms/${code}`), 404, "room_not_found");
  });

  test.each([
    ["a film's address", FILM],
    ["a stream", { kind: "hls", src: "http://films.example.org/live.m3u8" }],
    ["a stream", { kind: "dash", src: "https://films.example.org/live.mpd" }],
    ["a YouTube id", { kind: "youtube", src: "aqz-KE_bpKQ" }],
    ["a Vimeo id", { kind: "vimeo", src: "76979871" }],
    [
      "subtitles",
      { ...FILM, subtitles: [{ src: "https://films.example.org/film.vtt", label: "English", lang: "en" }] },
    ],
  ])("P31: %s is media", async (_, media) => {
    expect((await cast().host.room({ media })).media).toEqual(media as Room["media"]);
  });

  test.each([
    [{ kind: "url", src: "ftp://films.example.org/film.mp4" }],
    [{ kind: "url", src: "javascript:alert(1)" }],
    [{ kind: "url", src: "film.mp4" }],
    [{ kind: "url", src: "https://user:word@films.example.org/film.mp4" }],
    [{ kind: "hls", src: "file:///etc/passwd" }],
    [{ kind: "dash", src: "" }],
    [{ kind: "youtube", src: "https://youtu.be/aqz-KE_bpKQ" }],
    [{ kind: "youtube", src: "aqz-KE_bpK" }],
    [{ kind: "vimeo", src: "76979871a" }],
    [{ kind: "file", src: "no-such-film.mp4" }],
    [{ kind: "file", src: "../secret" }],
    [{ kind: "file", src: "/etc/passwd" }],
    [{ kind: "url", src: 7 }],
    [{ kind: "toString", src: "x" }],
    [{ ...FILM, subtitles: [{ src: "data:text/vtt,", label: "x", lang: "en" }] }],
    [{ ...FILM, subtitles: [{ src: "../secret.vtt", label: "x", lang: "en" }] }],
    [{ ...FILM, subtitles: [{ src: "no-such.vtt", label: "x", lang: "en" }] }],
    [undefined],
    ["film.mp4"],
  ])("P31: %j is no media", async (media) => {
    const { host } = cast();
    const { code } = await host.room();
    expectRefusal(await host.put(`/api/rooms/${code}/media`, { media }), 422, "invalid_input");
  });

  test("P32 P98: new media starts at 0, paused, at rate 1, also where it is the same or none", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    lead.send({ type: "RATE", rate: 2, time: 30 });
    lead.send({ type: "PLAY", time: 30 });
    for (const media of [FILM, FILM, null]) {
      const { status, body } = await host.put(`/api/rooms/${code}/media`, { media });
      expect([status, body]).toEqual([200, { media }]);
      for (const socket of [lead, ...sockets])
        expect(await socket.find("MEDIA_CHANGED")).toMatchObject({
          is_playing: false,
          time: 0,
          rate: 1,
          media,
          user_id: host.id,
        });
    }
    expectRefusal(await ann.put(`/api/rooms/${code}/media`, { media: FILM }), 403, "host_only");
    for (const socket of [lead, ...sockets]) await socket.expectSilence();
  });
});
