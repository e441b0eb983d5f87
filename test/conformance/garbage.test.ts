import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Follower } from "../harness/follower.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

/** How many malformed frames each socket sends, in all. */
const FRAMES = 10_000;
const BATCH = 500;

type Frame = string | Uint8Array<ArrayBuffer>;

/** The commands with values that are right, to be spoilt one field at a time. */
const COMMANDS: readonly Record<string, unknown>[] = [
  { type: "PLAY", time: 1, at: 1 },
  { type: "PAUSE", time: 1, at: 1 },
  { type: "SEEK", time: 1, at: 1 },
  { type: "RATE", time: 1, rate: 1, at: 1 },
  { type: "CHAT", message: "spoilt", client_id: "c", reply_to: 1 },
  { type: "REACTION", emoji: "🎉" },
  { type: "REQUEST", action: "play", time: 1 },
  { type: "VIEWER_STATUS", status: "ready", time: 1, offset_ms: 1, rtt_ms: 1, buffered_s: 1 },
  { type: "PING", client_ms: 1, rtt_ms: 1 },
];

/** JSON texts that are right for no field of any command. */
const WRONG = ["null", "true", "[]", "{}", '[["x"]]', '{"toString":1}', '"\\ud800"', "[1e999]"];

const encode = (text: string) => new TextEncoder().encode(text);

const HAND_MADE: readonly Frame[] = [
  ...[
    "",
    " ",
    "{",
    "}",
    "null",
    "true",
    "0",
    '""',
    "[]",
    "{}",
    "[{}]",
    "NaN",
    "undefined",
    "\u0000",
    "\ufeff{}",
    "'x'",
  ],
  ...[
    "toString",
    "constructor",
    "__proto__",
    "hasOwnProperty",
    "valueOf",
    "play",
    "PONG",
    "PLAYBACK_STATE",
    "ERROR",
    "",
  ].map((type) => JSON.stringify({ type, time: 1, message: "spoilt", client_ms: 1 })),
  '{"type":["PLAY"],"time":1}',
  '{"__proto__":{"type":"PLAY","time":1}}',
  '{"constructor":{"prototype":{"type":"PLAY"}},"time":1}',
  '{"type":"PLAY","time":1,"time":"x"}',
  '{"type":"PLAY","type":"NOTHING","time":1}',
  '{"type":"PLAY","__proto__":{"time":1}}',
  '{"type":"SEEK","time":1e999}',
  '{"type":"SEEK","time":-1e999}',
  '{"type":"SEEK","time":NaN}',
  '{"type":"SEEK","time":0x10}',
  '{"type":"SEEK","time":86400000.001}',
  '{"type":"SEEK","time":-0.0001}',
  '{"type":"RATE","time":1,"rate":0.2499}',
  '{"type":"RATE","time":1,"rate":4.0001}',
  '{"type":"RATE","time":1}',
  '{"type":"CHAT","message":"   \\n\\u2003 "}',
  '{"type":"CHAT","message":"half \\ud83d"}',
  '{"type":"CHAT","message":"x","reply_to":9007199254740993}',
  `{"type":"CHAT","message":"x","client_id":"${"x".repeat(65)}"}`,
  '{"type":"REACTION","emoji":"🎉🎉"}',
  `{"type":"REACTION","emoji":"e${"\u0301".repeat(1000)}"}`,
  '{"type":"REQUEST","action":"toString"}',
  "[".repeat(16_000),
  `${'{"type":'.repeat(2000)}1${"}".repeat(2000)}`,
  `{"type":"PLAY","time":1,"deep":${"[".repeat(8000)}${"]".repeat(8000)}`,
  `{"type":"CHAT","message":"${"x".repeat(17 * 1024)}"}`,
  `{"type":"PLAY","time":1,"padding":"${"é".repeat(8192)}"}`,
  encode('{"type":"PLAY","time":1}'),
  encode('{"type":"CHAT","message":"binary"}'),
  Uint8Array.of(),
  Uint8Array.of(0xff, 0xfe, 0x00, 0xd8),
  new Uint8Array(100_000),
];

/** One field of a command is replaced by what fits none, or a required one left out. */
const spoilt = fc.constantFrom(...COMMANDS).chain((command) =>
  fc.tuple(fc.constantFrom(...Object.keys(command)), fc.constantFrom(...WRONG)).map(([field, wrong]) => {
    const fields = Object.entries(command).map(
      ([key, value]) => `"${key}":${key === field ? wrong : JSON.stringify(value)}`,
    );
    return `{${fields.join()}}`;
  }),
);

/** A command that is cut off, or has a stray character. */
const broken = fc
  .tuple(fc.constantFrom(...COMMANDS), fc.nat(), fc.constantFrom("", "\u0000", "{", ",,", "\\"))
  .map(([command, at, stray]) => {
    const text = JSON.stringify(command);
    return text.slice(0, at % (text.length - 1)) + stray;
  });

const unknownType = fc
  .tuple(fc.string({ unit: "binary" }), fc.jsonValue())
  .filter(([type]) => !COMMANDS.some((command) => command.type === type))
  .map(([type, time]) => JSON.stringify({ type, time, message: "spoilt" }));

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.json().filter((text) => !text.includes('"type"')),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
);

const garbage: fc.Arbitrary<Frame> = fc.oneof(fc.constantFrom(...HAND_MADE), spoilt, broken, unknownType, anything);

onEachTarget(({ server, cast }) => {
  test("P88 P58 P105: ten thousand malformed frames end no connection, alter nothing and reach nobody", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben], { media: FILM });
    const history = `/api/rooms/${code}/messages`;
    lead.send({ type: "SEEK", time: 42 });
    lead.send({ type: "CHAT", message: "before" });
    for (const socket of [lead, ...sockets]) {
      await socket.next("SEEK");
      await socket.next("CHAT");
    }
    const stored = async () =>
      (await Promise.all([ann.get(history), host.get(`/api/rooms/${code}/participants`)])).map(({ body }) => body);
    const before = await stored();

    const frames = [...HAND_MADE, ...fc.sample(garbage, { numRuns: FRAMES / 2 - HAND_MADE.length, seed: 20_260 })];
    const pour = async (socket: Follower) => {
      for (let at = 0; at < frames.length; at += BATCH) {
        for (const frame of frames.slice(at, at + BATCH)) socket.send(frame);
        await socket.expectSilence();
      }
    };
    await Promise.all([pour(lead), pour(sockets[0])]);
    await sockets[1].expectSilence();

    expect(await stored()).toEqual(before);
    const late = await ben.follow(code);
    expect(late.playback).toMatchObject({ is_playing: false, time: 42, revision: 1, media: FILM });
    lead.send({ type: "PLAY", time: 43 });
    for (const socket of [lead, ...sockets]) expect(await socket.next("PLAY")).toMatchObject({ time: 43, revision: 2 });
    expect(server().stderr).toEqual([]);
    expect(server().stdout.filter((line) => line.includes('"error"'))).toEqual([]);
  }, 60_000);
});
