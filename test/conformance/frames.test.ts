import { expect, test } from "bun:test";
import type { Person } from "../harness/client.ts";
import { handshake, OPCODE, type RawSocket } from "../harness/raw-socket.ts";
import { gather, onEachTarget } from "../harness/scene.ts";

onEachTarget(({ target, server, cast }) => {
  async function open(person: Person, code: string): Promise<RawSocket> {
    const { status, socket } = await handshake(server().url, `/ws/rooms/${code}?token=${person.token}`);
    expect(status).toBe(101);
    await socket.saying('"ROOM_STATE"');
    return socket;
  }

  /** A room with a raw socket of Ann's and the host's socket, which has seen her come. */
  async function scene() {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, []);
    await ann.join(code);
    const raw = await open(ann, code);
    await lead.next("USER_JOINED");
    return { code, lead, raw };
  }

  test("P88: a command in fragments is one command, and a ping of the protocol is no message", async () => {
    const { lead, raw } = await scene();
    raw.frame({ opcode: OPCODE.text, payload: '{"type":"CHAT",', isLast: false });
    raw.frame({ opcode: OPCODE.ping, payload: "ping" });
    raw.frame({ opcode: OPCODE.continuation, payload: '"message":"in ', isLast: false });
    raw.frame({ opcode: OPCODE.continuation, payload: 'parts"}' });
    expect(await lead.next("CHAT")).toMatchObject({ message: "in parts" });
    raw.destroy();
  });

  test("P88: a frame of 16 KiB is heard, one of more is not, and neither closes the socket", async () => {
    const { lead, raw } = await scene();
    const sized = (bytes: number, message: string) => {
      const command = { type: "CHAT", message, ignored: "" };
      return JSON.stringify({ ...command, ignored: "x".repeat(bytes - JSON.stringify(command).length) });
    };
    raw.text(sized(16 * 1024 + 1, "too much"));
    raw.text(sized(1024 * 1024, "far too much"));
    raw.text(sized(16 * 1024, "just right"));
    expect(await lead.next("CHAT")).toMatchObject({ message: "just right" });
    raw.destroy();
  });

  test("P89 P56: a message over 1 MiB closes its connection, and the others see the user leave", async () => {
    const { lead, raw } = await scene();
    raw.text(JSON.stringify({ type: "CHAT", message: "x".repeat(1024 * 1024) }));
    expect(target.frame_limit_close_codes).toContain(await raw.closed());
    await lead.next("USER_LEFT");
    await lead.expectSilence();
  });

  test("P89: the limit counts bytes, not characters", async () => {
    const { raw } = await scene();
    raw.text(JSON.stringify({ type: "CHAT", message: "é".repeat(600 * 1024) }));
    expect(target.frame_limit_close_codes).toContain(await raw.closed());
  });

  test("P89: text that is not UTF-8 closes its connection", async () => {
    const { lead, raw } = await scene();
    raw.frame({ opcode: OPCODE.text, payload: Uint8Array.of(0x22, 0xc0, 0xaf, 0x22) });
    expect(target.bad_utf8_close_codes).toContain(await raw.closed());
    await lead.next("USER_LEFT");
    await lead.expectSilence();
  });

  test("P89: what breaks the protocol itself closes its connection", async () => {
    const { lead, raw } = await scene();
    raw.frame({ opcode: 3, payload: "reserved" });
    expect([1002, 1006]).toContain(await raw.closed());
    await lead.next("USER_LEFT");
    await lead.expectSilence();
  });

  test("P56: a connection that is torn off is seen to leave", async () => {
    const { lead, raw } = await scene();
    raw.destroy();
    await lead.next("USER_LEFT");
    await lead.expectSilence();
  });

  test("P112 P111: who does not read is cut off and holds up nobody", async () => {
    const { code, lead, raw } = await scene();
    const { host } = cast();
    raw.pause();
    const since = performance.now();
    const media = { kind: "url", src: `https://films.example.org/${"x".repeat(2000)}` };
    const subtitles = Array.from({ length: 12 }, () => ({ src: media.src, label: "English", lang: "en" }));
    await host.put(`/api/rooms/${code}/media`, { media: { ...media, subtitles } });
    let isGone = false;
    while (!isGone) {
      for (let times = 0; times < 20; times++) lead.send({ type: "SEEK", time: times });
      isGone = (await lead.untilPong()).some(({ type }) => type === "USER_LEFT");
      expect(performance.now() - since).toBeLessThan(20_000);
    }
    raw.resume();
    expect(target.slow_reader_close_codes).toContain(await raw.closed());
    lead.send({ type: "PAUSE", time: 0 });
    await lead.next("PAUSE");
  }, 30_000);
});
