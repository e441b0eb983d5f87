import type { Queries } from "./store.drizzle.ts";

/** What passes between the server's thread and the database's. */
export type Call = { method: keyof Queries; args: unknown[] };
export type Answer = { value: unknown } | { error: string };
/** `lane` is read or write; each has at most one batch under way. */
export type Batch = { lane: Lane; calls: Call[] };
export type Lane = "read" | "write";
export type ToWorker = { open: string } | { batch: Batch } | { close: true };
export type FromWorker = { opened: true } | { refused: string } | { lane: Lane; answers: Answer[] } | { closed: true };

/**
 * The lane of each call. Reads change nothing: they neither wait for writes nor for a lock on the file. A call
 * without an entry does not compile.
 */
export const LANES: Record<keyof Queries, Lane> = {
  createUser: "write",
  user: "read",
  userByEmail: "read",
  updateUser: "write",
  deleteUser: "write",
  createSession: "write",
  session: "read",
  rotateSession: "write",
  deleteSession: "write",
  deleteSessionsOf: "write",
  forgetExpired: "write",
  createRoom: "write",
  openRoom: "write",
  releaseRoom: "write",
  deleteRoom: "write",
  saveRoom: "write",
  savePlayback: "write",
  saveParticipant: "write",
  removeParticipant: "write",
  saveHost: "write",
  saveQueue: "write",
  roomsOf: "read",
  publicRooms: "read",
  addMessage: "write",
  messages: "read",
  owner: "read",
  counts: "read",
  listAccounts: "read",
  listRooms: "read",
  beat: "write",
  beginRun: "write",
  check: "write",
};
