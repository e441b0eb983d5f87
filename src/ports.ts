/**
 * The world on one page: everything that the app asks of what lies outside. Each port has its implementations in
 * `adapters/<port>.<implementation>.ts`. Times are milliseconds since the Unix epoch on the server's clock.
 */
import type { ChatDraft } from "./domain/decision.ts";
import type { RoomInfo } from "./domain/room.ts";
import type { CloseCode } from "./protocol/codes.ts";
import type { ChatLine } from "./protocol/events.ts";
import type { LibraryItem } from "./protocol/rest.ts";
import type { Account, Participant, Playback, QueueItem, Room } from "./protocol/values.ts";

// --- Sockets -------------------------------------------------------------------------------------------------------

/** One open WebSocket, as the runtime lends it. */
export type Socket = {
  /** Queues one text frame. MUST NOT throw, also after the socket closed. */
  send(frame: string): void;
  /** From now on the socket gets what is published to `topic`; nothing that was published before. */
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Closes with a code that the contract names; frames queued before MUST go out first. */
  close(code: CloseCode, reason: string): void;
};

/** What the app does with one WebSocket. The runtime MUST call each in order, and `closed` exactly once. */
export type Connection = {
  opened(socket: Socket): void;
  /** One text frame. Binary frames are the runtime's to drop. MUST NOT throw. */
  received(frame: string): void;
  closed(): void;
};

/** What a runtime lends to a request: Hono's `c.env`. */
export type Lent = {
  /** The peer's address as the operating system names it. */
  readonly address: string;
  /** Turns the request into a WebSocket; null where it asks for none. */
  upgrade(connection: Connection): Response | null;
};

export type Handler = (request: Request, lent: Lent) => Response | Promise<Response>;

/** What a `Response` can be made of. */
export type FileBody = NonNullable<ConstructorParameters<typeof Response>[0]>;

/** A server process's own loop: Bun's or Deno's. */
export type Runtime = {
  readonly name: string;
  /** Starts to listen; rejects where the address cannot be had. */
  listen(options: { port: number; hostname: string; handle: Handler }): Promise<{ port: number }>;
  /** Sends one frame to all subscribers of a topic, in the same order to each. A reader too slow is closed. */
  publish(topic: string, frame: string): void;
  /** Takes no more connections, drops those left, and resolves when the port is free. */
  stop(): Promise<void>;
  /** The bytes `start … end - 1` of a file, read as they are sent. */
  fileBody(path: string, start: number, end: number): FileBody;
};

// --- Time, log, passwords, ids, machine ----------------------------------------------------------------------------

export type Clock = {
  /** Never goes backwards while the process runs. */
  now(): number;
  /** Calls `act` once after `ms`; the answer cancels it. */
  after(ms: number, act: () => void): () => void;
};

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON line a call. Fields MUST hold no token, query string, e-mail address or chat text. */
export type Log = Record<LogLevel, (message: string, fields?: object) => void>;

export type Passwords = {
  /** An argon2id hash as a PHC string, made off the event loop. */
  hash(password: string): Promise<string>;
  /** False also for a hash that cannot be read. */
  verify(password: string, hash: string): Promise<boolean>;
};

/** Randomness from a cryptographic source. */
export type Ids = {
  /** An id that nobody can guess and no other call gives. */
  id(): string;
  /** A room code: 8 characters of the contract's alphabet. */
  code(): string;
};

/** The machine beneath. Sizes are bytes. */
export type Machine = {
  /** What this process holds of the memory. */
  memory(): number;
  /** What the database takes of the disk. */
  database(): Promise<number>;
  /** What is free where the data lies; null where the system does not tell. */
  free(): Promise<number | null>;
};

// --- The library ---------------------------------------------------------------------------------------------------

/** A file that may be served; `body` gives the bytes `start … end - 1`, `version` changes whenever they do. */
export type LibraryFile = {
  size: number;
  version: string;
  modified_ms: number;
  type: string;
  body(start: number, end: number): FileBody;
};

/** What could be read of a film's tracks. */
export type Contents = Pick<LibraryItem, "duration" | "codecs">;

export type Library = {
  /** All films. What is in them is told where it is known soon enough: a call MUST NOT wait for many a file. */
  items(): Promise<LibraryItem[]>;
  /** What is in a film. MUST NOT reject, nor take more than a few seconds: what cannot be read is left out. */
  contents(path: string): Promise<Contents>;
  /** The file at a path of the library; null for whatever is none, hidden, or lies outside. */
  open(path: string): Promise<LibraryFile | null>;
};

// --- The store -----------------------------------------------------------------------------------------------------

/** A user's record. Guests have neither e-mail nor password. */
export type UserRecord = Account & {
  email: string | null;
  password_hash: string | null;
  created_at: string;
};

/** A sign-in and the refresh tokens that follow from it; `generation` numbers the newest one handed out. */
export type SessionRecord = { id: string; user_id: string; generation: number; expires_at: number };

export type StoredRoom = {
  info: RoomInfo;
  playback: Playback;
  participants: Participant[];
  queue: QueueItem[];
};

export type NewRoom = { room: Room; playback: Playback; host: Account };

/** A part of a list: at most `limit` from right after the one whose `seq` is `after`. */
export type Listing = { after?: number | undefined; limit: number };
/** `rooms` counts those that the account hosts. */
export type ListedAccount = { seq: number; account: Account; created_at: string; rooms: number };
/** `messages` counts the room's chat lines. */
export type ListedRoom = { seq: number; room: Room; messages: number };

/**
 * The one boundary to the database. Every call is asynchronous and answers with plain, fully resolved data. A write
 * resolves when it is on disk; writes MUST take effect in the order in which they were asked for. Rejects with
 * `StoreUnavailable` where the database cannot be reached or written.
 */
export type Store = {
  createUser(user: UserRecord): Promise<"created" | "email_taken">;
  user(id: string): Promise<UserRecord | null>;
  userByEmail(email: string): Promise<UserRecord | null>;
  updateUser(id: string, change: { display_name?: string; password_hash?: string }): Promise<void>;
  /** Removes the account and the rooms it hosts; its chat lines stay, without a user. */
  deleteUser(id: string): Promise<void>;

  createSession(session: SessionRecord): Promise<void>;
  session(id: string): Promise<SessionRecord | null>;
  /**
   * Exchanges a refresh token by its generation: the newest one for its successor, the one before for the same
   * successor again (the answer may have been lost); anything older ends the session.
   */
  rotateSession(id: string, generation: number, expires_at: number): Promise<SessionRecord | null>;
  deleteSession(id: string): Promise<void>;
  /** Ends all sessions of a user but one; answers with the ids that ended. */
  deleteSessionsOf(user_id: string, except: string | null): Promise<string[]>;
  /** Removes the sessions that expired before `now`, and guests who can neither come back nor left anything. */
  forgetExpired(now: number): Promise<void>;

  /** Makes a room, unless its host has `most` already: counted and made at once, so that no burst passes the limit. */
  createRoom(room: NewRoom, most: number): Promise<"created" | "code_taken" | "too_many">;
  /**
   * Loads a room to be live on this server. Its revision lies above any that was ever sent: a stretch of revisions
   * is set aside now and given back by `releaseRoom`; what a crash left set aside is skipped.
   */
  openRoom(code: string): Promise<StoredRoom | null>;
  releaseRoom(code: string): Promise<void>;
  /** False where there is no such room any more. */
  deleteRoom(code: string): Promise<boolean>;
  saveRoom(info: RoomInfo): Promise<void>;
  savePlayback(code: string, playback: Playback): Promise<void>;
  saveParticipant(code: string, participant: Participant): Promise<void>;
  removeParticipant(code: string, user_id: string): Promise<void>;
  saveHost(code: string, host_id: string): Promise<void>;
  saveQueue(code: string, queue: readonly QueueItem[]): Promise<void>;
  /** Rooms that a user is an approved participant of, newest first. */
  roomsOf(user_id: string): Promise<Room[]>;
  publicRooms(limit: number): Promise<Room[]>;

  /** Stores a chat line; null where it replies to a line that the room does not have. */
  addMessage(code: string, draft: ChatDraft): Promise<ChatLine | null>;
  /** Newest first from right before `before`, or oldest first from right after `after`; of one film, where named. */
  messages(code: string, page: { before?: number; after?: number; film?: string; limit: number }): Promise<ChatLine[]>;

  /** The account that answers for the server: the one made first of those that are left; guests are none. */
  owner(): Promise<string | null>;
  counts(): Promise<{ registered: number; guests: number; rooms: number }>;
  /** Accounts and guests, newest first; `q` is a part of the name, in which the case of A to Z does not matter. */
  listAccounts(page: Listing & { q?: string | undefined }): Promise<ListedAccount[]>;
  /** All rooms, newest first. */
  listRooms(page: Listing): Promise<ListedRoom[]>;

  /** Notes that the server is alive at `now`; a crash is then known to within the interval of these notes. */
  beat(now: number): Promise<void>;
  /**
   * Begins a server's run: from here on every room's revision lies above any that was sent before. Answers with the
   * rooms stored as playing, and when a server last noted that it was alive.
   */
  beginRun(): Promise<{ alive_at: number; rooms: { code: string; playback: Playback }[] }>;
  /** Resolves if the database can be read and written. */
  check(): Promise<void>;
  /** Stores all that was asked for, then closes. */
  close(): Promise<void>;
};

/** The database could not do what it was asked; `message` holds no SQL. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

// --- Other servers -------------------------------------------------------------------------------------------------

/** Carries frames to the other servers of a deployment. Delivery here never waits for it. */
export type Bridge = {
  /** Hands a frame on and returns at once. */
  publish(topic: string, frame: string): void;
  /** Calls `receive` with each frame of another server, never with an own one. */
  subscribe(receive: (topic: string, frame: string) => void): void;
  close(): Promise<void>;
};
