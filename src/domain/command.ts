import type { SocketCommand } from "../protocol/commands.ts";
import type { Body } from "../protocol/rest.ts";
import type { Account, Media, QueueItem } from "../protocol/values.ts";

/** What a room can be asked: by a socket, by a REST call, or by the server itself. */
export type Command =
  | SocketCommand
  /** Reads what only those in the room may see; changes nothing. */
  | { type: "READ" }
  | { type: "UPDATE_ROOM"; change: Body<"roomChange"> }
  | { type: "DELETE_ROOM" }
  | { type: "SET_MEDIA"; media: Media | null }
  | { type: "SET_PARTICIPANT"; user_id: string; change: Body<"participantChange"> }
  | { type: "REMOVE_PARTICIPANT"; user_id: string }
  | { type: "HAND_OVER"; user_id: string }
  | { type: "QUEUE_ADD"; item: QueueItem }
  | { type: "QUEUE_MOVE"; id: string; position: number }
  | { type: "QUEUE_REMOVE"; id: string }
  | { type: "QUEUE_NEXT"; id?: string | undefined }
  | { type: "JOIN"; user: Account }
  | { type: "LEAVE" }
  /** The user's first socket in the room opened, the last one closed. */
  | { type: "CONNECT" }
  | { type: "DISCONNECT"; user_id: string }
  /** The user has another name; the user's account is gone. */
  | { type: "RENAME"; user: Account }
  | { type: "FORGET"; user_id: string }
  /** Holds playback where it is: the host's grace has ended, or the server stops. */
  | { type: "FREEZE" };

export type CommandOf<Type extends Command["type"]> = Extract<Command, { type: Type }>;
