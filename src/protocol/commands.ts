import * as v from "valibot";
import { LIMITS } from "./codes.ts";
import { countCharacters, finite, instant, normalText, position, rate, text } from "./values.ts";

const moved = { time: position, at: v.optional(instant) };

/** A round trip outside its range is dropped alone; the message it came with still counts. */
const rttMs = v.optional(
  v.pipe(
    v.number(),
    v.transform((rtt) => (rtt >= 0 && rtt <= LIMITS.rtt_ms ? rtt : undefined)),
  ),
);

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const isOneGrapheme = (value: string) => [...graphemes.segment(value)].length === 1;

/** What a client may send over its socket: one schema a type. */
export const COMMANDS = {
  PLAY: v.object({ type: v.literal("PLAY"), ...moved }),
  PAUSE: v.object({ type: v.literal("PAUSE"), ...moved }),
  SEEK: v.object({ type: v.literal("SEEK"), ...moved }),
  RATE: v.object({ type: v.literal("RATE"), rate, ...moved }),
  CHAT: v.object({
    type: v.literal("CHAT"),
    message: v.pipe(normalText, v.nonEmpty()),
    client_id: v.optional(
      v.pipe(
        v.string(),
        v.check((id) => id.isWellFormed() && countCharacters(id) <= LIMITS.client_id_characters),
      ),
    ),
    reply_to: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
  REACTION: v.object({ type: v.literal("REACTION"), emoji: v.pipe(text(16), v.check(isOneGrapheme)) }),
  REQUEST: v.object({
    type: v.literal("REQUEST"),
    action: v.picklist(["play", "pause", "seek"]),
    time: v.optional(position),
  }),
  VIEWER_STATUS: v.object({
    type: v.literal("VIEWER_STATUS"),
    status: v.picklist(["ready", "buffering", "away"]),
    time: v.optional(position),
    offset_ms: v.optional(finite),
    rtt_ms: rttMs,
    buffered_s: v.optional(v.pipe(finite, v.minValue(0))),
  }),
  PING: v.object({ type: v.literal("PING"), client_ms: finite, rtt_ms: rttMs }),
} as const;

export type SocketCommand = {
  [Type in keyof typeof COMMANDS]: v.InferOutput<(typeof COMMANDS)[Type]>;
}[keyof typeof COMMANDS];

const utf8 = new TextEncoder();

/** Reads one frame. Whatever is not a command of the contract, for whichever reason, is null. */
export function decode(frame: string): SocketCommand | null {
  if (frame.length > LIMITS.frame_bytes || utf8.encode(frame).length > LIMITS.frame_bytes) return null;
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    return null;
  }
  if (typeof message !== "object" || message === null || !("type" in message)) return null;
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(COMMANDS, type)) return null;
  const result = v.safeParse(COMMANDS[type as keyof typeof COMMANDS], message, { abortEarly: true });
  return result.success ? result.output : null;
}
