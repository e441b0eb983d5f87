import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { LIMITS } from "../../src/protocol/codes.ts";
import { COMMANDS, decode } from "../../src/protocol/commands.ts";
import { chatError, encode } from "../../src/protocol/events.ts";
import { COMMAND } from "./people.ts";

const read = (message: object) => decode(JSON.stringify(message));
const socketTypes = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

test("no text whatever makes it throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (frame) => void decode(frame)));
});

test("no wrong value in any field makes it throw, and what it lets through has the type that was named", () => {
  const fields = fc.dictionary(
    fc.constantFrom("time", "at", "rate", "message", "client_id", "reply_to", "emoji", "action", "status", "rtt_ms"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...socketTypes, "NOPE", "toString"), fields, (type, rest) => {
      const command = read({ ...rest, type });
      if (command !== null) expect(command.type).toBe(type as never);
    }),
  );
});

test("every command of the contract arrives as it was sent", () => {
  for (const type of socketTypes)
    fc.assert(
      fc.property(COMMAND[type] as fc.Arbitrary<object>, (command) => expect(read(command)).toEqual(command as never)),
      {
        numRuns: 20,
      },
    );
});

describe("what is none of the contract's is nothing:", () => {
  test.each([
    "",
    "null",
    "[]",
    "1",
    '"PLAY"',
    "{",
    "{}",
    '{"type":"toString"}',
    '{"type":"constructor"}',
    '{"type":"__proto__"}',
    '{"type":["PLAY"],"time":1}',
    '{"type":"play","time":1}',
    '{"__proto__":{"type":"PLAY","time":1}}',
    '{"type":"PLAY","__proto__":{"time":1}}',
    '{"type":"PLAY"}',
    '{"type":"PLAY","time":"1"}',
    '{"type":"PLAY","time":null}',
    '{"type":"PLAY","time":-1}',
    '{"type":"PLAY","time":1e999}',
    '{"type":"PLAY","time":86400000.001}',
    '{"type":"PLAY","time":1,"at":"now"}',
    '{"type":"PLAY","time":1,"at":1e999}',
    '{"type":"RATE","rate":0.249,"time":1}',
    '{"type":"RATE","rate":4.001,"time":1}',
    '{"type":"CHAT","message":"   "}',
    '{"type":"CHAT","message":"\\ud800"}',
    '{"type":"CHAT","message":"x","reply_to":0}',
    '{"type":"CHAT","message":"x","reply_to":1.5}',
    '{"type":"CHAT","message":"x","client_id":"\\udfff"}',
    '{"type":"REACTION","emoji":""}',
    '{"type":"REACTION","emoji":"ab"}',
    '{"type":"REQUEST","action":"stop"}',
    '{"type":"VIEWER_STATUS","status":"asleep"}',
    '{"type":"VIEWER_STATUS","status":"ready","rtt_ms":"1"}',
    '{"type":"VIEWER_STATUS","status":"ready","buffered_s":-1}',
    '{"type":"PING"}',
  ])("%s", (frame) => {
    expect(decode(frame)).toBeNull();
  });
});

test("fields that the contract does not name are left behind, whatever they are called", () => {
  const command = decode(
    '{"type":"PLAY","time":1,"user_id":"ann","__proto__":{"at":5},"constructor":{"x":1},"is_host":true}',
  );
  expect(Object.keys(command ?? {})).toEqual(["type", "time"]);
  expect(Object.getPrototypeOf(command)).toBe(Object.prototype);
});

test("of a key given twice the last counts", () => {
  expect(decode('{"type":"PAUSE","type":"PLAY","time":1,"time":2}')).toEqual({ type: "PLAY", time: 2 });
});

test("a round trip out of range is dropped alone", () => {
  expect(read({ type: "PING", client_ms: 1, rtt_ms: -1 })).toMatchObject({ client_ms: 1, rtt_ms: undefined });
  expect(read({ type: "PING", client_ms: 1, rtt_ms: 10_001 })).toMatchObject({ client_ms: 1, rtt_ms: undefined });
  expect(read({ type: "PING", client_ms: 1, rtt_ms: 10_000 })).toMatchObject({ rtt_ms: 10_000 });
});

test("16 KiB are bytes, not characters; a million brackets are only too long", () => {
  const padded = (length: number) => `{"type":"PING","client_ms":1,"x":"${"x".repeat(length - 36)}"}`;
  expect(padded(LIMITS.frame_bytes).length).toBe(LIMITS.frame_bytes);
  expect(decode(padded(LIMITS.frame_bytes))).not.toBeNull();
  expect(decode(padded(LIMITS.frame_bytes + 1))).toBeNull();
  expect(decode(JSON.stringify({ type: "PING", client_ms: 1, x: "é".repeat(8_200) }))).toBeNull();
  expect(decode("[".repeat(1_000_000))).toBeNull();
  expect(decode("[".repeat(16_000))).toBeNull();
});

test("an emoji is one grapheme, of however many code points", () => {
  for (const emoji of ["🎉", "👍🏽", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é", "x"])
    expect(read({ type: "REACTION", emoji })).not.toBeNull();
  expect(read({ type: "REACTION", emoji: "🎉🎉" })).toBeNull();
  expect(read({ type: "REACTION", emoji: `e${"\u0301".repeat(40)}` })).toBeNull();
});

test("the refusal of a chat that is off is fixed to the letter, the others echo the client's id", () => {
  expect(encode(chatError("chat_disabled", "c1"))).toBe(
    '{"type":"ERROR","message":"Chat is disabled in this room","code":"chat_disabled"}',
  );
  expect(chatError("muted", "c1")).toMatchObject({ code: "muted", client_id: "c1" });
  expect(chatError("muted")).not.toHaveProperty("client_id");
});
