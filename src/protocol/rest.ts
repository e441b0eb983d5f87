import * as v from "valibot";
import { LIMITS } from "./codes.ts";
import { type Account, email, mediaInput, name, normalText, password, type Room, waitSeconds } from "./values.ts";

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
  /** Seconds; like `codecs`, absent where the file could not be read, or not yet. */
  duration?: number;
  /** Of each track once: a codec string for `canPlayType` where it can be made, otherwise the codec's usual name. */
  codecs?: string[];
  subtitles: { src: string; label: string; lang: string }[];
  /** Names of subtitle files beside it that no browser can be given. */
  unsupported_subtitles?: string[];
};

/** A room that anybody may find, and how many are in it. */
export type PublicRoom = Room & { viewer_count: number };

/** An account as its owner alone sees it. */
export type OwnAccount = Account & { email: string | null; created_at: string };
/** What `GET /api/me` answers: the own account, and whether it answers for the server. */
export type Me = OwnAccount & { is_owner: boolean };

/** What the server's owner sees of the server as a whole. Sizes are bytes; null is what the machine does not tell. */
export type AdminFigures = {
  version: string;
  started_at: string;
  /** This moment: open sockets and whose they are, rooms that somebody is in, and those of them whose film runs. */
  live: { sockets: number; rooms: number; people: number; playing: number; memory_bytes: number };
  storage: { database_bytes: number; library_bytes: number; library_files: number; free_bytes: number | null };
  accounts: { registered: number; guests: number };
  /** All rooms that are stored. */
  rooms: number;
};

/** An account as the server's owner sees it; `rooms` counts those that it hosts. */
export type AdminAccount = Account & { created_at: string; rooms: number; is_owner: boolean; is_online: boolean };
export type AdminAccounts = { accounts: AdminAccount[]; next_after: number | null };

/** A room as the server's owner sees it; `messages` counts its chat lines. Its media carries no address to watch it. */
export type AdminRoom = PublicRoom & { messages: number };
export type AdminRooms = { rooms: AdminRoom[]; next_after: number | null };

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,15}$/, "must be a whole number"), v.transform(Number));
const pageSize = (most: number) =>
  v.optional(
    v.pipe(
      wholeNumber,
      v.check((n) => n >= 1 && n <= most, `must lie between 1 and ${most}`),
    ),
    "50",
  );

/**
 * The query of a page of chat history; `before` and `after` are exclusive bounds, and `film` leaves out what was not
 * said to the film that the room plays now.
 */
export const MESSAGES_QUERY = v.pipe(
  v.object({
    before: v.optional(wholeNumber),
    after: v.optional(wholeNumber),
    limit: pageSize(LIMITS.messages_per_page),
    film: v.optional(v.literal("current", "must be current")),
  }),
  v.check(({ before, after }) => before === undefined || after === undefined, "takes before or after, not both"),
);

const part = { after: v.optional(wholeNumber), limit: pageSize(LIMITS.listed_per_page) };

/** The queries of the owner's lists; `after` is the `next_after` of the page before, `q` a part of the name. */
export const ADMIN_QUERIES = {
  accounts: v.object({ ...part, q: v.optional(normalText) }),
  rooms: v.object(part),
} as const;

export type AdminQuery<Name extends keyof typeof ADMIN_QUERIES> = v.InferOutput<(typeof ADMIN_QUERIES)[Name]>;
