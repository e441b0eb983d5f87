import type { EventOf, PlaybackChange, SocketEvent } from "../protocol/events.ts";
import type { Participant, Playback, QueueItem, Role, Room, User } from "../protocol/values.ts";

/** The room's own facts; what plays stands in the playback state alone. */
export type RoomInfo = Omit<Room, "media">;

/** A room as the server holds it and, as far as it was told, as a client folds it from events. */
export type RoomState = {
  readonly info: RoomInfo;
  readonly playback: Playback;
  /** Everyone with a record in the room, by user id: approved, pending and banned. */
  readonly participants: ReadonlyMap<string, Participant>;
  /** Ids of those with an open socket. */
  readonly online: ReadonlySet<string>;
  readonly queue: readonly QueueItem[];
};

/** What changes a room: the contract's events, and two that concern the server's records alone. */
export type RoomEvent =
  | Exclude<SocketEvent, EventOf<"PLAYBACK_STATE" | "ROOM_STATE" | "PONG" | "ERROR">>
  | { type: "PARTICIPANT_ADDED"; participant: Participant }
  | { type: "PARTICIPANT_REMOVED"; user_id: string };

/** Who is told of an event; `nobody` of what the contract has no message for. */
export type Audience = "room" | "host" | "nobody";

export function audienceOf(event: RoomEvent): Audience {
  switch (event.type) {
    case "PARTICIPANT_ADDED":
    case "PARTICIPANT_REMOVED":
      return "nobody";
    case "REQUEST":
      return "host";
    case "PARTICIPANT_UPDATED":
      return event.status === "approved" ? "room" : "host";
    default:
      return "room";
  }
}

/** Folds one event into the room. Server and clients use this same function, so they cannot disagree. */
export function apply(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case "PLAY":
    case "PAUSE":
    case "SEEK":
    case "RATE":
    case "MEDIA_CHANGED":
      return event.revision > state.playback.revision ? { ...state, playback: playbackOf(event) } : state;
    case "ROOM_UPDATED": {
      const { media: _, ...info } = event.room;
      return { ...state, info };
    }
    case "USER_JOINED": {
      const online = new Set(state.online).add(idOf(event.user));
      const { user, role, is_muted } = event;
      const participant: Participant = { user, role, status: "approved", is_muted };
      return { ...withParticipant(state, participant), online };
    }
    case "USER_LEFT": {
      const online = new Set(state.online);
      online.delete(idOf(event.user));
      return { ...state, online };
    }
    case "HOST_CHANGED":
      return changeHost(state, event);
    case "PARTICIPANT_ADDED":
      return withParticipant(state, event.participant);
    case "PARTICIPANT_UPDATED": {
      const { type: _, ...participant } = event;
      if (participant.status === "rejected") return withoutParticipant(state, idOf(participant.user));
      return withParticipant(state, participant);
    }
    case "PARTICIPANT_REMOVED":
      return withoutParticipant(state, event.user_id);
    case "QUEUE_CHANGED":
      return { ...state, queue: event.queue };
    case "CHAT":
    case "REACTION":
    case "VIEWER_STATUS":
    case "REQUEST":
      return state;
  }
}

/** The id of somebody who takes part: participants have an account, so it is never null. */
export const idOf = (user: User): string => user.id ?? "";

/** The playback state that an event carries. */
export function playbackOf(event: Playback | PlaybackChange): Playback {
  const { is_playing, time, rate, effective_at, revision, media } = event;
  return { is_playing, time, rate, effective_at, revision, media };
}

/** The room in the shape that clients get. */
export function roomOf({ info, playback }: RoomState): Room {
  const { created_at, ...rest } = info;
  return { ...rest, media: playback.media, created_at };
}

export function isHost(state: RoomState, user_id: string): boolean {
  return state.info.host.id === user_id;
}

/** What a snapshot is made of: those online, in the order in which they became participants. */
export function onlineParticipants(state: RoomState): Participant[] {
  return [...state.participants.values()].filter(({ user }) => state.online.has(idOf(user)));
}

/** The room as a client knows it after `PLAYBACK_STATE` and `ROOM_STATE`. */
export function fromSnapshot(playback: Playback, snapshot: EventOf<"ROOM_STATE">): RoomState {
  const { media: _, ...info } = snapshot.room;
  const participants = snapshot.participants.map((person): Participant => ({ ...person, status: "approved" }));
  return {
    info,
    playback: playbackOf(playback),
    participants: new Map(participants.map((participant) => [idOf(participant.user), participant])),
    online: new Set(participants.map(({ user }) => idOf(user))),
    queue: snapshot.queue,
  };
}

function withParticipant(state: RoomState, participant: Participant): RoomState {
  const id = idOf(participant.user);
  const participants = new Map(state.participants).set(id, participant);
  if (!isHost(state, id)) return { ...state, participants };
  return { ...state, participants, info: { ...state.info, host: participant.user } };
}

function withoutParticipant(state: RoomState, user_id: string): RoomState {
  const participants = new Map(state.participants);
  participants.delete(user_id);
  return { ...state, participants };
}

function changeHost(state: RoomState, { host, previous_host }: EventOf<"HOST_CHANGED">): RoomState {
  const participants = new Map(state.participants);
  const setRole = (user: User, role: Role) => {
    const known = participants.get(idOf(user));
    if (known !== undefined) participants.set(idOf(user), { ...known, role });
  };
  setRole(previous_host, "participant");
  setRole(host, "host");
  return { ...state, info: { ...state.info, host }, participants };
}
