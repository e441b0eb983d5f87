import * as v from "valibot";
import { LIMITS } from "./codes.ts";
import { email, mediaInput, name, normalText, password, type Room, waitSeconds } from "./values.ts";

const displayName = name(LIMITS.display_name_characters);
const roomName = name(LIMITS.room_name_characters);
const flag = v.optional(v.boolean());
/** A password that is compared, not chosen: any text will do to be wrong. */
const secret = v.string();

/** The bodies of requests, by what they are for. Unknown keys are ignored. */
export const BODIES = {
  register: v.object({ email, password, display_name: displayName }),
  login: v.object({ email: normalText, password: secret }),
  guest: v.object({ display_name: displayName }),
  account: v.object({
    display_name: v.optional(displayName),
    password: v.optional(password),
    current_password: v.optional(secret),
  }),
  farewell: v.object({ current_password: v.optional(secret) }),
  newRoom: v.object({
    name: roomName,
    is_public: flag,
    is_chat_enabled: flag,
    requires_approval: flag,
    wait_seconds: v.optional(waitSeconds),
    media: v.optional(v.nullable(mediaInput)),
  }),
  roomChange: v.object({
    name: v.optional(roomName),
    is_public: flag,
    is_chat_enabled: flag,
    requires_approval: flag,
    is_queue_open: flag,
    wait_seconds: v.optional(waitSeconds),
  }),
  participantChange: v.object({
    status: v.optional(v.picklist(["approved", "rejected", "banned"])),
    is_muted: flag,
  }),
  handover: v.object({ user_id: v.string() }),
  media: v.object({ media: v.nullable(mediaInput) }),
  queueAdd: v.object({ media: mediaInput }),
  queueMove: v.object({ position: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  queueNext: v.object({ id: v.optional(v.string()) }),
} as const;

export type Body<Name extends keyof typeof BODIES> = v.InferOutput<(typeof BODIES)[Name]>;

/** A film or a song of the server's media folder. */
export type LibraryItem = {
  path: string;
  title: string;
  kind: "file";
  /** Bytes. */
  size: number;
  subtitles: { src: string; label: string; lang: string }[];
};

/** A room that anybody may find, and how many are in it. */
export type PublicRoom = Room & { viewer_count: number };

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,15}$/, "must be a whole number"), v.transform(Number));

/** The query of a page of chat history; `before` and `after` are exclusive bounds. */
export const MESSAGES_QUERY = v.pipe(
  v.object({
    before: v.optional(wholeNumber),
    after: v.optional(wholeNumber),
    limit: v.optional(
      v.pipe(
        wholeNumber,
        v.check((n) => n >= 1 && n <= LIMITS.messages_per_page, `must lie between 1 and ${LIMITS.messages_per_page}`),
      ),
      "50",
    ),
  }),
  v.check(({ before, after }) => before === undefined || after === undefined, "takes before or after, not both"),
);
