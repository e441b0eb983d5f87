import { type Refusal, refuse } from "../protocol/codes.ts";
import type { Participant } from "../protocol/values.ts";
import type { Command } from "./command.ts";

/**
 * Who may give a command. `anyone` is any signed-in user, `approved` everyone the room has let in, `viewer` every
 * approved participant but the host, `server` nobody from outside.
 */
export type Who = "anyone" | "approved" | "viewer" | "host" | "server";

/** A command without an entry does not compile. */
export const ROLES: Record<Command["type"], Who> = {
  PLAY: "host",
  PAUSE: "host",
  SEEK: "host",
  RATE: "host",
  CHAT: "approved",
  REACTION: "approved",
  REQUEST: "viewer",
  VIEWER_STATUS: "approved",
  PING: "approved",
  READ: "approved",
  UPDATE_ROOM: "host",
  DELETE_ROOM: "host",
  SET_MEDIA: "host",
  SET_PARTICIPANT: "host",
  REMOVE_PARTICIPANT: "host",
  HAND_OVER: "host",
  QUEUE_ADD: "approved",
  QUEUE_MOVE: "host",
  QUEUE_REMOVE: "host",
  QUEUE_NEXT: "host",
  JOIN: "anyone",
  LEAVE: "anyone",
  CONNECT: "approved",
  DISCONNECT: "server",
  RENAME: "server",
  FORGET: "server",
  FREEZE: "server",
};

/** Why somebody with this record in the room (undefined for a stranger) may not; null where they may. */
export function authorize(who: Who, record: Participant | undefined): Refusal | null {
  if (who === "anyone") return null;
  if (who === "server") return refuse("host_only");
  if (record === undefined) return refuse("not_a_participant");
  if (record.status === "pending") return refuse("pending_approval");
  if (record.status === "banned") return refuse("banned");
  if (who === "viewer" && record.role === "host") return refuse("own_participant");
  return who === "host" && record.role !== "host" ? refuse("host_only") : null;
}
