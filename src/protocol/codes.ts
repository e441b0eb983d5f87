/** Every refusal a client can meet, over HTTP and before an upgrade: `code → [status, title]`. */
export const REFUSALS = {
  malformed_json: [400, "The body is not JSON"],
  token_missing: [401, "A token is needed: sign in first"],
  token_invalid: [401, "The token is not valid: sign in again"],
  token_expired: [401, "The token has expired: refresh it"],
  session_revoked: [401, "This session has ended: sign in again"],
  invalid_credentials: [401, "No account has this e-mail and password"],
  banned: [403, "The host has banned you from this room"],
  guests_cannot_host: [403, "Guests cannot host: make an account first"],
  guests_disabled: [403, "This server takes no guests: make an account or sign in"],
  guests_have_no_password: [403, "A guest has no password to change"],
  host_only: [403, "Only the room's host may do this"],
  link_invalid: [403, "This link is not signed or has expired: ask the room for a new one"],
  not_a_participant: [403, "Join the room first"],
  owner_only: [403, "Only the server's owner may do this"],
  origin_not_allowed: [403, "This address is not an allowed origin of the server"],
  pending_approval: [403, "The host has not let you in yet"],
  queue_closed: [403, "The host alone adds to this queue"],
  registration_disabled: [403, "This server takes no new accounts"],
  too_many_rooms: [403, "You host as many rooms as one account may: delete one first"],
  wrong_password: [403, "The current password is not right"],
  not_found: [404, "There is nothing here"],
  account_not_found: [404, "There is no such account"],
  media_not_found: [404, "The library holds no such file"],
  participant_not_found: [404, "The room has no such participant"],
  queue_item_not_found: [404, "The queue has no such item"],
  room_not_found: [404, "There is no such room"],
  email_taken: [409, "An account with this e-mail exists: sign in instead"],
  host_cannot_leave: [409, "The host cannot leave: hand the room over or delete it"],
  not_approved: [409, "Only an approved participant can become host"],
  own_account: [409, "This is your own account: delete it in your own settings"],
  own_participant: [409, "This cannot be done to oneself"],
  queue_changed: [409, "The queue has changed: another item comes next"],
  queue_empty: [409, "The queue is empty"],
  queue_full: [409, "The queue is full: remove an item first"],
  body_too_large: [413, "The body is larger than 64 KiB"],
  unsupported_media_type: [415, "The body has to be application/json"],
  range_not_satisfiable: [416, "The file has no such range"],
  invalid_input: [422, "Some of the input is not valid"],
  upgrade_required: [426, "This address speaks WebSocket"],
  rate_limited: [429, "Too many attempts: wait a little"],
  too_many_connections: [429, "You have too many connections open: close a tab"],
  internal_error: [500, "Something went wrong on the server"],
  not_stored: [503, "This could not be stored: try again"],
  server_busy: [503, "The server is busy: try again in a moment"],
  server_full: [503, "The server is full: try again later"],
  unhealthy: [503, "The server is not well"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** One fault of an input: `path` is dotted (`media.src`), empty for the whole body. */
export type InputFault = { path: string; message: string };

/** A refusal is a value that travels up to whoever answers; a bug throws. */
export type Refusal = {
  readonly refused: RefusalCode;
  readonly detail?: string;
  readonly errors?: readonly InputFault[];
  /** Seconds until another try makes sense; becomes `Retry-After`. */
  readonly retry_after?: number;
};

/** Makes a refusal; `more` overrides the title's general words. */
export function refuse(refused: RefusalCode, more: Omit<Refusal, "refused"> = {}): Refusal {
  return { refused, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value;
}

/** Why the server closes a socket. */
export const CLOSE = {
  left: 1000,
  restart: 1012,
  too_slow: 1013,
  session_over: 4001,
  removed: 4003,
  room_gone: 4004,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** What the close frame says beside its code. */
export const CLOSE_REASONS: Record<CloseCode, string> = {
  [CLOSE.left]: "you left the room",
  [CLOSE.restart]: "the server restarts: reconnect",
  [CLOSE.too_slow]: "this client reads too slowly: reconnect",
  [CLOSE.session_over]: "the account or its session is over",
  [CLOSE.removed]: "the host removed you",
  [CLOSE.room_gone]: "the room is gone",
};

/** The words of `ERROR`, by code, in the order in which a chat line is checked. */
export const CHAT_ERRORS = {
  chat_disabled: "Chat is disabled in this room",
  muted: "You are muted in this room",
  rate_limited: "You are sending messages too quickly",
  message_too_long: "Messages can hold at most 500 characters",
  not_stored: "Your message could not be stored",
} as const;

export type ChatErrorCode = keyof typeof CHAT_ERRORS;

/** Numbers of the contract. Bytes, characters (code points), seconds or a count, as named. */
export const LIMITS = {
  body_bytes: 64 * 1024,
  frame_bytes: 16 * 1024,
  transport_frame_bytes: 1024 * 1024,
  chat_characters: 500,
  client_id_characters: 64,
  display_name_characters: 50,
  room_name_characters: 100,
  title_characters: 200,
  password_characters: [8, 256],
  subtitles: 50,
  queue_items: 200,
  /** Of the queue as JSON text: it goes to everyone with each change, so nobody may make it too big to read in time. */
  queue_characters: 128 * 1024,
  rooms_per_host: 1_000,
  public_rooms: 100,
  messages_per_page: 100,
  listed_per_page: 100,
  /** How long a party may be set to wait for a viewer who stalls. */
  wait_seconds: [0, 60],
  position_s: 86_400_000,
  rate: [0.25, 4],
  rtt_ms: 10_000,
  at_age_ms: 2_000,
  lead_ms: [150, 500],
} as const;
