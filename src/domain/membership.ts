import { CLOSE, type CloseCode, isRefusal, type Refusal, refuse } from "../protocol/codes.ts";
import { DELETED_USER, type Participant, type QueueItem, type User } from "../protocol/values.ts";
import type { CommandOf } from "./command.ts";
import { accept, type Decision, NOTHING, refuseWith } from "./decision.ts";
import { idOf, isHost, type RoomEvent, type RoomState } from "./room.ts";

type MembershipCommand = CommandOf<
  | "JOIN"
  | "LEAVE"
  | "CONNECT"
  | "DISCONNECT"
  | "SET_PARTICIPANT"
  | "REMOVE_PARTICIPANT"
  | "HAND_OVER"
  | "RENAME"
  | "FORGET"
>;

/** Who comes, goes, is let in, thrown out, muted or made host. */
export function decideMembership(state: RoomState, who: string | null, command: MembershipCommand): Decision {
  switch (command.type) {
    case "JOIN":
      return join(state, command);
    case "LEAVE":
      return who === null ? NOTHING : leave(state, who);
    case "CONNECT":
      return who === null ? NOTHING : presence(state, who, "USER_JOINED");
    case "DISCONNECT":
      return presence(state, command.user_id, "USER_LEFT");
    case "SET_PARTICIPANT":
      return setParticipant(state, command);
    case "REMOVE_PARTICIPANT":
      return removeParticipant(state, command.user_id);
    case "HAND_OVER":
      return handOver(state, command.user_id);
    case "RENAME":
      return rename(state, command);
    case "FORGET":
      return forget(state, command.user_id);
  }
}

function join(state: RoomState, { user }: CommandOf<"JOIN">): Decision {
  const known = state.participants.get(user.id);
  if (known?.status === "banned") return refuseWith(refuse("banned"));
  if (known !== undefined) return NOTHING;
  const { requires_approval } = state.info;
  const status = requires_approval ? "pending" : "approved";
  const participant: Participant = { user, role: "participant", status, is_muted: false };
  if (requires_approval) return accept({ type: "PARTICIPANT_UPDATED", ...participant });
  return accept({ type: "PARTICIPANT_ADDED", participant });
}

/** Leaving never lifts a ban: a banned person's record stays. */
function leave(state: RoomState, user_id: string): Decision {
  if (isHost(state, user_id)) return refuseWith(refuse("host_cannot_leave"));
  const known = state.participants.get(user_id);
  if (known === undefined || known.status === "banned") return NOTHING;
  // The host, who heard the knock, hears that nobody waits there any more.
  if (known.status === "pending") return accept({ type: "PARTICIPANT_UPDATED", ...known, status: "rejected" });
  return removal(state, known, CLOSE.left);
}

function presence(state: RoomState, user_id: string, type: "USER_JOINED" | "USER_LEFT"): Decision {
  const known = state.participants.get(user_id);
  if (known === undefined || state.online.has(user_id) === (type === "USER_JOINED")) return NOTHING;
  const { user, role, is_muted } = known;
  return accept(type === "USER_LEFT" ? { type, user, role } : { type, user, role, is_muted });
}

/** What the others hear when somebody's sockets are closed for them. */
function departure(state: RoomState, { user, role }: Participant): RoomEvent[] {
  return state.online.has(idOf(user)) ? [{ type: "USER_LEFT", user, role }] : [];
}

function removal(state: RoomState, known: Participant, code: CloseCode) {
  const user_id = idOf(known.user);
  const events: RoomEvent[] = [...departure(state, known), { type: "PARTICIPANT_REMOVED", user_id }];
  return { outcome: "accepted", events, close: { user_id, code } } as const;
}

/** The record of somebody else than the host, whom the host acts on. */
function other(state: RoomState, user_id: string): Participant | Refusal {
  const known = state.participants.get(user_id);
  if (known === undefined) return refuse("participant_not_found");
  return isHost(state, user_id) ? refuse("own_participant") : known;
}

function setParticipant(state: RoomState, { user_id, change }: CommandOf<"SET_PARTICIPANT">): Decision {
  const known = other(state, user_id);
  if (isRefusal(known)) return refuseWith(known);
  const participant: Participant = {
    ...known,
    status: change.status ?? known.status,
    is_muted: change.is_muted ?? known.is_muted,
  };
  if (participant.status === known.status && participant.is_muted === known.is_muted) return NOTHING;
  const updated: RoomEvent = { type: "PARTICIPANT_UPDATED", ...participant };
  if (participant.status === "approved" || participant.status === "pending") return accept(updated);
  const events = [...departure(state, known), updated];
  return { outcome: "accepted", events, close: { user_id, code: CLOSE.removed } };
}

function removeParticipant(state: RoomState, user_id: string): Decision {
  const known = other(state, user_id);
  if (isRefusal(known)) return refuseWith(known);
  return known.status === "banned" ? NOTHING : removal(state, known, CLOSE.removed);
}

/** The user's account is gone. */
function forget(state: RoomState, user_id: string): Decision {
  const known = state.participants.get(user_id);
  if (known === undefined) return NOTHING;
  const { events, close } = removal(state, known, CLOSE.session_over);
  return { outcome: "accepted", events: [...events, ...queueSigned(state, user_id, DELETED_USER)], close };
}

function handOver(state: RoomState, user_id: string): Decision {
  const next = state.participants.get(user_id);
  if (isHost(state, user_id)) return NOTHING;
  if (next === undefined) return refuseWith(refuse("participant_not_found"));
  if (next.status !== "approved") return refuseWith(refuse("not_approved"));
  if (next.user.is_guest) return refuseWith(refuse("guests_cannot_host"));
  // Nobody could unmute a host, so whoever becomes one may speak.
  const unmuted: RoomEvent[] = next.is_muted ? [{ type: "PARTICIPANT_UPDATED", ...next, is_muted: false }] : [];
  return accept(...unmuted, { type: "HOST_CHANGED", host: next.user, previous_host: state.info.host });
}

function rename(state: RoomState, { user }: CommandOf<"RENAME">): Decision {
  const known = state.participants.get(user.id);
  if (known === undefined) return NOTHING;
  return accept({ type: "PARTICIPANT_UPDATED", ...known, user }, ...queueSigned(state, user.id, user));
}

/** The queue with another name below what a user added to it; nothing where that is nothing. */
function queueSigned(state: RoomState, user_id: string, as: User): RoomEvent[] {
  const isTheirs = ({ added_by }: QueueItem) => added_by.id === user_id;
  if (!state.queue.some(isTheirs)) return [];
  const queue = state.queue.map((item) => (isTheirs(item) ? { ...item, added_by: as } : item));
  return [{ type: "QUEUE_CHANGED", queue }];
}
