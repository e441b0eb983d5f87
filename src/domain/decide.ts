import { type ChatErrorCode, LIMITS } from "../protocol/codes.ts";
import type { PlaybackChange } from "../protocol/events.ts";
import { countCharacters, type Participant, type Playback } from "../protocol/values.ts";
import type { Command, CommandOf } from "./command.ts";
import { accept, type ChatDraft, type Decision, NOTHING, refuseWith, type Turn } from "./decision.ts";
import { isTooOften } from "./limits.ts";
import { filmOf } from "./media.ts";
import { decideMembership } from "./membership.ts";
import { changeRate, freeze, pause, play, positionAt, seek } from "./playback.ts";
import { decideQueue, setMedia } from "./queue.ts";
import { authorize, ROLES } from "./roles.ts";
import { type RoomState, roomOf } from "./room.ts";

/**
 * Decides what `command` by the user `who` (null: the server itself) comes to in this room. Pure: the same
 * arguments give the same decision, and nothing changes until its events are applied.
 */
export function decide(state: RoomState, who: string | null, command: Command, turn: Turn): Decision {
  const actor = who === null ? undefined : state.participants.get(who);
  const refusal = who === null ? null : authorize(ROLES[command.type], actor);
  if (refusal !== null) return refuseWith(refusal);
  switch (command.type) {
    case "PLAY":
      return changed("PLAY", play(state.playback, command, turn.now, turn.lead_ms), who);
    case "PAUSE":
      return changed("PAUSE", pause(state.playback, command, turn.now), who);
    case "SEEK":
      return changed("SEEK", seek(state.playback, command, turn.now, turn.lead_ms), who);
    case "RATE":
      return changed("RATE", changeRate(state.playback, command.rate, command, turn.now), who);
    case "FREEZE":
      return state.playback.is_playing ? changed("PAUSE", freeze(state.playback, turn.now), null) : NOTHING;
    case "SET_MEDIA":
      return accept(setMedia(state, command.media, who, turn.now));
    case "CHAT":
    case "REACTION":
    case "REQUEST":
    case "VIEWER_STATUS":
      return actor === undefined ? NOTHING : decideTalk(state, actor, command, turn);
    case "PING":
      return { outcome: "answered", event: { type: "PONG", client_ms: command.client_ms, server_ms: turn.now } };
    // These ask only whether one may; what comes of them is the app's to do.
    case "READ":
    case "DELETE_ROOM":
      return NOTHING;
    case "UPDATE_ROOM":
      return updateRoom(state, command);
    case "QUEUE_ADD":
    case "QUEUE_MOVE":
    case "QUEUE_REMOVE":
    case "QUEUE_NEXT":
      return decideQueue(state, who, command, turn.now);
    default:
      return decideMembership(state, who, command);
  }
}

function changed(type: PlaybackChange["type"], playback: Playback, user_id: string | null): Decision {
  return accept({ type, ...playback, user_id });
}

type Talk = CommandOf<"CHAT" | "REACTION" | "REQUEST" | "VIEWER_STATUS">;

function decideTalk(state: RoomState, actor: Participant, command: Talk, turn: Turn): Decision {
  const { user } = actor;
  if (command.type === "CHAT") return decideChat(state, actor, command, turn);
  if (isTooOften(turn.recent, command.type, turn.now)) return NOTHING;
  switch (command.type) {
    case "REACTION":
      return actor.is_muted ? NOTHING : accept({ type: "REACTION", user, emoji: command.emoji });
    case "REQUEST": {
      const { action, time } = command;
      return accept({ type: "REQUEST", user, action, ...(time !== undefined && { time }) });
    }
    case "VIEWER_STATUS":
      return accept({ ...command, user_id: user.id ?? "" });
  }
}

function decideChat(state: RoomState, actor: Participant, command: CommandOf<"CHAT">, turn: Turn): Decision {
  const refused = (code: ChatErrorCode): Decision => ({ outcome: "chat_refused", code });
  if (!state.info.is_chat_enabled) return refused("chat_disabled");
  if (actor.is_muted) return refused("muted");
  if (isTooOften(turn.recent, "CHAT", turn.now)) return refused("rate_limited");
  if (countCharacters(command.message) > LIMITS.chat_characters) return refused("message_too_long");
  const { message, reply_to, client_id } = command;
  const draft: ChatDraft = {
    user: actor.user,
    message,
    created_at: new Date(turn.now).toISOString(),
    media_time: state.playback.media === null ? null : positionAt(state.playback, turn.now),
    film: filmOf(state.playback.media),
    ...(reply_to !== undefined && { reply_to }),
    ...(client_id !== undefined && { client_id }),
  };
  return { outcome: "said", draft };
}

/** Turning approval off lets in everyone who waits. */
function updateRoom(state: RoomState, { change }: CommandOf<"UPDATE_ROOM">): Decision {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0) return NOTHING;
  const room = { ...roomOf(state), ...Object.fromEntries(given) };
  const waiting = change.requires_approval === false ? [...state.participants.values()] : [];
  const letIn = waiting.filter(({ status }) => status === "pending");
  return accept(
    { type: "ROOM_UPDATED", room },
    ...letIn.map((pending) => ({ type: "PARTICIPANT_UPDATED", ...pending, status: "approved" }) as const),
  );
}
