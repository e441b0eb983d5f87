import { apply, fromSnapshot, idOf, isHost, playbackOf, type RoomState } from "../../domain/room.ts";
import type { EventOf, SocketEvent } from "../../protocol/events.ts";
import type { Account, Participant, Playback } from "../../protocol/values.ts";

/** What somebody's player last said of itself. Milliseconds, but for `time` and `buffered_s`, which are seconds. */
export type ViewerReport = Omit<EventOf<"VIEWER_STATUS">, "type" | "user_id">;

/** Something that somebody asked the host to do. `id` tells two alike apart. */
export type Wish = { readonly id: number } & Pick<EventOf<"REQUEST">, "user" | "action" | "time">;

/** The room as this page knows it: what the events said, folded. Pure. */
export type RoomModel = {
  readonly me: Account;
  /** Null until the first snapshot; kept, growing old, while the connection is lost. */
  readonly room: RoomState | null;
  /** The first half of a snapshot whose second half has not come yet. */
  readonly greeting: Playback | null;
  /** What people's players last said, by user id; nobody's word counts as ready. */
  readonly reports: ReadonlyMap<string, ViewerReport>;
  readonly wishes: readonly Wish[];
};

/** The room before anything was heard of it. */
export const newRoomModel = (me: Account): RoomModel => ({
  me,
  room: null,
  greeting: null,
  reports: new Map(),
  wishes: [],
});

/** Folds one event, with the same function that the server applied it with. */
export function fold(model: RoomModel, event: SocketEvent): RoomModel {
  switch (event.type) {
    case "PLAYBACK_STATE":
      return { ...model, greeting: playbackOf(event) };
    case "ROOM_STATE":
      return greeted(model, event);
    case "VIEWER_STATUS": {
      const { type: _, user_id, ...report } = event;
      return { ...model, reports: new Map(model.reports).set(user_id, report) };
    }
    case "REQUEST":
      return { ...model, wishes: wishFor(model.wishes, event) };
    case "PONG":
    case "ERROR":
      return model;
    default:
      return model.room === null ? model : settled({ ...model, room: apply(model.room, event) }, event);
  }
}

function greeted(model: RoomModel, event: EventOf<"ROOM_STATE">): RoomModel {
  const playback = model.greeting ?? model.room?.playback;
  if (playback === undefined) return model;
  // Whoever is still here has not changed because this page was away; those who have will say so.
  const here = new Set(event.participants.map(({ user }) => idOf(user)));
  const reports = new Map([...model.reports].filter(([id]) => here.has(id)));
  return { ...model, greeting: null, room: fromSnapshot(playback, event), reports, wishes: [] };
}

/** What an event makes obsolete beside the room itself. */
function settled(model: RoomModel, event: SocketEvent): RoomModel {
  if (event.type === "USER_LEFT") {
    const reports = new Map(model.reports);
    reports.delete(idOf(event.user));
    return { ...model, reports };
  }
  if (event.type === "PLAY" || event.type === "PAUSE" || event.type === "MEDIA_CHANGED")
    return { ...model, wishes: [] };
  return event.type === "HOST_CHANGED" ? { ...model, wishes: [] } : model;
}

/** One wish a person: whoever asks again has changed their mind. */
function wishFor(wishes: readonly Wish[], { user, action, time }: EventOf<"REQUEST">): Wish[] {
  const id = Math.max(0, ...wishes.map((wish) => wish.id)) + 1;
  const others = wishes.filter((wish) => wish.user.id !== user.id);
  return [...others, { id, user, action, ...(time !== undefined && { time }) }];
}

/** The room without a wish that was granted or dismissed. */
export function withoutWish(model: RoomModel, id: number): RoomModel {
  return { ...model, wishes: model.wishes.filter((wish) => wish.id !== id) };
}

/** Adds the records that the host alone may read: a snapshot names only those who are online. */
export function withRecords(model: RoomModel, records: readonly Participant[]): RoomModel {
  if (model.room === null) return model;
  const add = (room: RoomState, participant: Participant) => apply(room, { type: "PARTICIPANT_ADDED", participant });
  return { ...model, room: records.reduce(add, model.room) };
}

/** Whether this page's user is the host. */
export const amHost = ({ room, me }: RoomModel): boolean => room !== null && isHost(room, me.id);

/** The host's name while no page of theirs is in the room; null while they are here, or nothing is known yet. */
export function hostAway({ room }: RoomModel): string | null {
  return room === null || room.online.has(idOf(room.info.host)) ? null : room.info.host.display_name;
}

/** Whether the host has muted this page's user. */
export function amMuted({ room, me }: RoomModel): boolean {
  return room?.participants.get(me.id)?.is_muted ?? false;
}

/** Those who are here, the host first, then in the order in which they became participants. */
export function peopleHere({ room }: RoomModel): Participant[] {
  if (room === null) return [];
  const here = [...room.participants.values()].filter(({ user }) => room.online.has(idOf(user)));
  return here.sort((a, b) => Number(b.role === "host") - Number(a.role === "host"));
}

/** The names of the others here whose film has stalled, in the order of `peopleHere`. */
export function namesStalled(model: RoomModel): string[] {
  const others = peopleHere(model).filter(({ user }) => user.id !== model.me.id);
  const stalled = others.filter(({ user }) => model.reports.get(idOf(user))?.status === "buffering");
  return stalled.map(({ user }) => user.display_name);
}

/** Those whom the host has yet to let in, or has banned; empty for anyone but the host. */
export function peopleWith({ room }: RoomModel, status: "pending" | "banned"): Participant[] {
  return room === null ? [] : [...room.participants.values()].filter((participant) => participant.status === status);
}
