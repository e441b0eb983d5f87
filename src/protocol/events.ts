import * as v from "valibot";
import { CHAT_ERRORS, type ChatErrorCode } from "./codes.ts";
import { COMMANDS } from "./commands.ts";
import { instant, participant, playback, position, queueItem, role, room, user } from "./values.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const person = v.object({ user, role, is_muted: v.boolean() });
const playbackChange = <const Type extends string>(type: Type) =>
  v.object({ type: v.literal(type), ...playback.entries, user_id: v.nullable(v.string()) });

/** A chat line, live and in history alike. */
export const chatLine = v.object({
  id,
  user,
  message: v.string(),
  created_at: v.string(),
  media_time: v.nullable(position),
  reply_to: v.optional(id),
});
export type ChatLine = v.InferOutput<typeof chatLine>;

/** What the server may send over a socket: one schema a type. */
export const EVENTS = {
  PLAYBACK_STATE: v.object({ type: v.literal("PLAYBACK_STATE"), ...playback.entries }),
  PLAY: playbackChange("PLAY"),
  PAUSE: playbackChange("PAUSE"),
  SEEK: playbackChange("SEEK"),
  RATE: playbackChange("RATE"),
  MEDIA_CHANGED: playbackChange("MEDIA_CHANGED"),
  ROOM_STATE: v.object({
    type: v.literal("ROOM_STATE"),
    room,
    you: person,
    participants: v.array(person),
    queue: v.array(queueItem),
    server_ms: instant,
  }),
  ROOM_UPDATED: v.object({ type: v.literal("ROOM_UPDATED"), room }),
  USER_JOINED: v.object({ type: v.literal("USER_JOINED"), ...person.entries }),
  USER_LEFT: v.object({ type: v.literal("USER_LEFT"), user, role }),
  HOST_CHANGED: v.object({ type: v.literal("HOST_CHANGED"), host: user, previous_host: user }),
  PARTICIPANT_UPDATED: v.object({ type: v.literal("PARTICIPANT_UPDATED"), ...participant.entries }),
  CHAT: v.object({ type: v.literal("CHAT"), ...chatLine.entries, client_id: v.optional(v.string()) }),
  REACTION: v.object({ type: v.literal("REACTION"), user, emoji: v.string() }),
  VIEWER_STATUS: v.object({ ...COMMANDS.VIEWER_STATUS.entries, user_id: v.string() }),
  REQUEST: v.object({ ...COMMANDS.REQUEST.entries, user }),
  QUEUE_CHANGED: v.object({ type: v.literal("QUEUE_CHANGED"), queue: v.array(queueItem) }),
  PONG: v.object({ type: v.literal("PONG"), client_ms: v.number(), server_ms: instant }),
  ERROR: v.object({
    type: v.literal("ERROR"),
    message: v.string(),
    code: v.optional(v.picklist(Object.keys(CHAT_ERRORS) as ChatErrorCode[])),
    client_id: v.optional(v.string()),
  }),
} as const;

export type SocketEvent = { [Type in keyof typeof EVENTS]: v.InferOutput<(typeof EVENTS)[Type]> }[keyof typeof EVENTS];
export type EventOf<Type extends SocketEvent["type"]> = Extract<SocketEvent, { type: Type }>;
/** The events that carry a whole playback state and replace the old one. */
export type PlaybackChange = EventOf<"PLAY" | "PAUSE" | "SEEK" | "RATE" | "MEDIA_CHANGED">;

/** An event as the text of one frame. It is made once, however many sockets it goes to. */
export const encode = (event: SocketEvent): string => JSON.stringify(event);

/** The `ERROR` for a refused chat line; the one for a disabled chat is fixed to the letter and echoes nothing. */
export function chatError(code: ChatErrorCode, client_id?: string): EventOf<"ERROR"> {
  const error = { type: "ERROR", message: CHAT_ERRORS[code], code } as const;
  return code === "chat_disabled" || client_id === undefined ? error : { ...error, client_id };
}
