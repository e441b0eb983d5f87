import { expect, test } from "bun:test";
import type { ChatLine } from "../../src/protocol/events.ts";
import { FILM, forEachTarget, gather, onEachTarget } from "../harness/scene.ts";
import { serverFor } from "../harness/server.ts";

type Page = { messages: ChatLine[] };

onEachTarget(({ server, cast }) => {
  test("P72 P73 P75 P80: a line reaches everyone, its sender too, as it stands in the history", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    sockets[0].send({ type: "CHAT", message: "  Cafe\u0301 🍿\n", client_id: "c-1", unknown: 1 });
    const line = await sockets[0].next("CHAT");
    expect(line as object).toEqual({
      type: "CHAT",
      id: expect.any(Number),
      user: ann.user,
      message: "Caf\u00e9 🍿",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      media_time: null,
      client_id: "c-1",
    });
    expect(await lead.next("CHAT")).toEqual(line);
    const { type: _, client_id: __, ...stored } = line;
    expect((await ann.get<Page>(`/api/rooms/${code}/messages`)).body.messages).toEqual([stored]);
    lead.send({ type: "CHAT", message: "well", reply_to: line.id });
    const reply = await sockets[0].next("CHAT");
    expect(reply).toMatchObject({ reply_to: line.id, user: host.user });
    expect(reply.id).toBeGreaterThan(line.id);
    expect(reply).not.toHaveProperty("client_id");
  });

  test("P72 P88: what is no line is ignored: empty, of another type, or with a client_id too long", async () => {
    const { lead } = await gather(cast().host, []);
    for (const message of ["", "  \n\t ", "\u00a0", null, 5, ["x"], {}, true]) lead.send({ type: "CHAT", message });
    lead.send('{"type":"CHAT","message":"half \\ud83c"}');
    lead.send({ type: "CHAT" });
    for (const client_id of ["x".repeat(65), 1, null]) lead.send({ type: "CHAT", message: "hello", client_id });
    for (const reply_to of ["1", 0, -1, 1.5, null]) lead.send({ type: "CHAT", message: "hello", reply_to });
    lead.send({ type: "CHAT", message: "good", client_id: "😀".repeat(64) });
    expect(await lead.next("CHAT")).toMatchObject({ message: "good" });
  });

  test("P72 P77: 500 code points fit, 501 do not", async () => {
    const { host, ann } = cast();
    const { lead, sockets } = await gather(host, [ann]);
    sockets[0].send({ type: "CHAT", message: `  ${"😀".repeat(501)} `, client_id: "long" });
    expect((await sockets[0].next("ERROR")) as object).toEqual({
      type: "ERROR",
      message: "Messages can hold at most 500 characters",
      code: "message_too_long",
      client_id: "long",
    });
    for (const message of ["😀".repeat(500), "e\u0301".repeat(500)]) {
      sockets[0].send({ type: "CHAT", message: ` ${message} ` });
      expect((await lead.next("CHAT")).message).toBe(message.normalize("NFC"));
    }
  });

  test("P74: a line knows the position at which it was said", async () => {
    const { lead } = await gather(cast().host, [], { media: FILM });
    const say = async () => {
      lead.send({ type: "CHAT", message: "now" });
      return (await lead.next("CHAT")).media_time;
    };
    lead.send({ type: "SEEK", time: 61.5 });
    await lead.next("SEEK");
    expect(await say()).toBe(61.5);
    lead.send({ type: "PLAY", time: 100, at: lead.state.server_ms });
    const { effective_at } = await lead.next("PLAY");
    lead.send({ type: "PING", client_ms: 0 });
    const { server_ms } = await lead.next("PONG");
    expect(await say()).toBeWithin(100 + (server_ms - effective_at) / 1000, 102);
  });

  test("P76: a reply to a line of another room is ignored", async () => {
    const { host } = cast();
    const [here, there] = [await gather(host, []), await gather(host, [])];
    there.lead.send({ type: "CHAT", message: "there" });
    const { id } = await there.lead.next("CHAT");
    for (const reply_to of [id, id + 1000]) here.lead.send({ type: "CHAT", message: "no", reply_to });
    here.lead.send({ type: "CHAT", message: "yes" });
    expect(await here.lead.next("CHAT")).toMatchObject({ message: "yes" });
  });

  test("P77 P78: while chat is off, nobody chats, and the answer is to the letter", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann], { is_chat_enabled: false });
    await host.patch(`/api/rooms/${code}/participants/${ann.id}`, { is_muted: true });
    for (const socket of [lead, sockets[0]]) {
      await socket.next("PARTICIPANT_UPDATED");
      socket.send({ type: "CHAT", message: "x".repeat(501), client_id: "c" });
      await socket.next("ERROR");
      const letter = '{"type":"ERROR","message":"Chat is disabled in this room","code":"chat_disabled"}';
      expect(socket.frames.at(-1)).toBe(letter);
      await socket.expectSilence();
    }
    expect((await host.get<Page>(`/api/rooms/${code}/messages`)).body.messages).toEqual([]);
    await host.patch(`/api/rooms/${code}`, { is_chat_enabled: true });
    await lead.next("ROOM_UPDATED");
    lead.send({ type: "CHAT", message: "again" });
    expect(await lead.next("CHAT")).toMatchObject({ message: "again" });
  });

  test("P77 P83 P45: a mute refuses chat and drops reactions until it is lifted", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    const path = `/api/rooms/${code}/participants/${ann.id}`;
    expect((await host.patch(path, { is_muted: true })).body).toMatchObject({ participant: { is_muted: true } });
    for (const socket of [lead, sockets[0]])
      expect(await socket.next("PARTICIPANT_UPDATED")).toMatchObject({
        user: ann.user,
        is_muted: true,
        status: "approved",
      });
    sockets[0].send({ type: "REACTION", emoji: "🎉" });
    sockets[0].send({ type: "CHAT", message: "x".repeat(501), client_id: "c" });
    expect((await sockets[0].next("ERROR")) as object).toEqual({
      type: "ERROR",
      message: "You are muted in this room",
      code: "muted",
      client_id: "c",
    });
    await lead.expectSilence();
    expect((await ann.follow(code)).state.you.is_muted).toBe(true);
    await host.patch(path, { is_muted: false });
    await sockets[0].next("PARTICIPANT_UPDATED");
    sockets[0].send({ type: "CHAT", message: "thanks" });
    expect(await sockets[0].next("CHAT")).toMatchObject({ message: "thanks" });
  });

  test("P83 P43: a handover lifts the mute of the new host, whom nobody could unmute", async () => {
    const { host } = cast();
    const heir = await server().api.account();
    const { code, lead, sockets } = await gather(host, [heir]);
    await host.patch(`/api/rooms/${code}/participants/${heir.id}`, { is_muted: true });
    await host.post(`/api/rooms/${code}/host`, { user_id: heir.id });
    for (const is_muted of [true, false])
      expect(await lead.next("PARTICIPANT_UPDATED")).toMatchObject({ user: heir.user, is_muted });
    expect(await lead.next("HOST_CHANGED")).toMatchObject({ host: heir.user });
    sockets[0].send({ type: "CHAT", message: "hello" });
    expect(await lead.next("CHAT")).toMatchObject({ user: heir.user });
  });

  test("P77 P79: five lines in three seconds over all tabs; refused ones do not count", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    const tabs = [sockets[0], await ann.follow(code)] as const;
    for (let line = 0; line < 3; line++) tabs[0].send({ type: "CHAT", message: "x".repeat(501) });
    for (let line = 0; line < 5; line++) {
      tabs[line % 2 === 0 ? 0 : 1].send({ type: "CHAT", message: String(line) });
      await lead.next("CHAT");
    }
    for (let times = 0; times < 2; times++) {
      tabs[1].send({ type: "CHAT", message: "x".repeat(501), client_id: "c" });
      expect((await tabs[1].find("ERROR")) as object).toEqual({
        type: "ERROR",
        message: "You are sending messages too quickly",
        code: "rate_limited",
        client_id: "c",
      });
    }
    await lead.expectSilence();
    lead.send({ type: "CHAT", message: "others may" });
    await lead.next("CHAT");
  });

  test("P73: everyone sees all that happens in one order, that of the history", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben]);
    const everyone = [lead, ...sockets];
    for (let round = 0; round < 5; round++)
      for (const [index, socket] of everyone.entries()) {
        socket.send({ type: "CHAT", message: `${index}: ${round}` });
        socket.send({ type: "REACTION", emoji: "🎉" });
        lead.send({ type: "SEEK", time: round * 10 + index });
      }
    const seen = await Promise.all(
      everyone.map(async (socket) => {
        const events: string[] = [];
        while (events.length < 45) events.push(JSON.stringify(await socket.any()));
        return events;
      }),
    );
    expect(new Set(seen.map((events) => events.join("\n"))).size).toBe(1);
    const { body } = await host.get<Page>(`/api/rooms/${code}/messages`);
    const heard = seen[0]?.filter((event) => event.includes('"CHAT"')).map((event) => JSON.parse(event).id as number);
    expect(body.messages.map(({ id }) => id)).toEqual(heard ?? []);
    expect(heard).toEqual(heard?.toSorted((a, b) => a - b));
  });
});

forEachTarget((target) => {
  const server = serverFor(target, { CHAT_RATE_LIMIT: "off" });

  test("P79: the limit on chat can be lifted", async () => {
    const { lead } = await gather(await server().api.account(), []);
    for (let line = 0; line < 50; line++) lead.send({ type: "CHAT", message: String(line) });
    for (let line = 0; line < 50; line++) expect((await lead.next("CHAT")).message).toBe(String(line));
  });
});
