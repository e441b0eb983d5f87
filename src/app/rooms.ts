import type { Command } from "../domain/command.ts";
import { freeze, newPlayback } from "../domain/playback.ts";
import { authorize, ROLES } from "../domain/roles.ts";
import { isHost, type RoomState, roomOf } from "../domain/room.ts";
import type { Ids } from "../ports.ts";
import { CLOSE, LIMITS, type Refusal, refuse } from "../protocol/codes.ts";
import type { PublicRoom } from "../protocol/rest.ts";
import { type Account, parseCode, type Room } from "../protocol/values.ts";
import { createLiveRoom, type LiveRoom, type LiveRoomDeps } from "./live-room.ts";

/** How long an ended account is remembered: a request of its last moments may still be under way. */
const DEPARTED_MS = 60_000;
/** How long an empty room stays in memory, and how often it is noted that the server is alive while films run. */
const IDLE_MS = 10_000;
const BEAT_MS = 500;

export type RoomsDeps = LiveRoomDeps & { ids: Ids };
export type Rooms = ReturnType<typeof createRooms>;
export type NewRoomSettings = Omit<Room, "code" | "host" | "is_queue_open" | "created_at">;

/** All rooms: loaded when somebody asks for them, live while somebody is there, otherwise in the store alone. */
export function createRooms(deps: RoomsDeps) {
  const { store, clock, ids, log } = deps;
  const loading = new Map<string, Promise<LiveRoom | null>>();
  const live = new Map<string, LiveRoom>();
  const idleTimers = new Map<string, () => void>();
  /** Users whose accounts are ending or have just ended. */
  const departed = new Set<string>();
  let cancelBeat: (() => void) | undefined;
  let isStopped = false;

  // --- Loading and evicting ----------------------------------------------------------------------------------------

  async function read(code: string): Promise<LiveRoom | null> {
    const stored = await store.openRoom(code);
    if (stored === null || isStopped) return null;
    const room = createLiveRoom(stored, deps, { onChange: tend, onLost: giveUp });
    live.set(code, room);
    tend(room);
    return room;
  }

  async function load(given: string): Promise<LiveRoom | null> {
    const code = parseCode(given);
    if (code === null || isStopped) return null;
    const known = loading.get(code);
    if (known !== undefined) return known;
    const room = read(code);
    loading.set(code, room);
    const isMissing = await room.then((found) => found === null).catch(() => true);
    if (isMissing && loading.get(code) === room) loading.delete(code);
    return room;
  }

  function forget(room: LiveRoom): void {
    if (live.get(room.code) !== room) return;
    idleTimers.get(room.code)?.();
    idleTimers.delete(room.code);
    live.delete(room.code);
    loading.delete(room.code);
  }

  function tend(room: LiveRoom): void {
    idleTimers.get(room.code)?.();
    idleTimers.set(
      room.code,
      clock.after(IDLE_MS, () => evict(room)),
    );
    if (room.state.playback.is_playing && cancelBeat === undefined) beat();
  }

  /** In one turn, so that whoever loads the room again does so after its release: the store keeps the order. */
  function evict(room: LiveRoom): void {
    if (live.get(room.code) !== room) return;
    if (!room.isIdle) {
      tend(room);
      return;
    }
    forget(room);
    void room.end(CLOSE.restart);
    store.releaseRoom(room.code).catch((error) => log.warn("a room is not released", { error }));
  }

  /**
   * The store did not take a change: everyone reconnects to what is really stored. Where the store takes nothing at
   * all, there is nothing to come back to, and the party goes on in memory.
   */
  async function giveUp(room: LiveRoom): Promise<void> {
    try {
      await store.check();
    } catch {
      log.warn("a room is ahead of the store, which takes nothing", { room: room.code });
      return;
    }
    forget(room);
    void room.end(CLOSE.restart);
  }

  function beat(): void {
    cancelBeat = undefined;
    store.beat(clock.now()).catch((error) => log.warn("no heartbeat", { error }));
    const isAnyPlaying = [...live.values()].some(({ state }) => state.playback.is_playing);
    if (isAnyPlaying && !isStopped) cancelBeat = clock.after(BEAT_MS, beat);
  }

  // --- What others ask of rooms ------------------------------------------------------------------------------------

  /** Why this user may not give such a command in the room; null where they may. */
  function authorizeIn(room: LiveRoom, user_id: string, type: Command["type"]): Refusal | null {
    return authorize(ROLES[type], room.state.participants.get(user_id));
  }

  /** Takes a command and waits until its effects are stored; answers with the room afterwards. */
  async function command(given: LiveRoom, who: string, what: Command): Promise<RoomState | Refusal> {
    // While the caller read its input, the room may have left memory and may even have come back as another.
    const room = live.get(given.code) ?? (await load(given.code));
    if (room === null) return refuse("room_not_found");
    if (departed.has(who)) return refuse("token_invalid");
    if ("user_id" in what && departed.has(what.user_id)) return refuse("participant_not_found");
    const { decision, stored } = room.command(who, what);
    await stored;
    return decision.outcome === "refused" ? decision.refusal : room.state;
  }

  async function create(host: Account, settings: NewRoomSettings): Promise<Room | Refusal> {
    if (host.is_guest) return refuse("guests_cannot_host");
    const created_at = new Date(clock.now()).toISOString();
    for (;;) {
      const room: Room = { ...settings, code: ids.code(), host, is_queue_open: true, created_at };
      const playback = newPlayback(settings.media, clock.now());
      const made = await store.createRoom({ room, playback, host }, LIMITS.rooms_per_host);
      if (made === "created") return room;
      if (made === "too_many") return refuse("too_many_rooms");
    }
  }

  async function remove(room: LiveRoom): Promise<null | Refusal> {
    if (!(await store.deleteRoom(room.code))) return refuse("room_not_found");
    await dispose(room.code);
    return null;
  }

  /** Ends a room whose record is gone. */
  async function dispose(code: string): Promise<void> {
    const room = live.get(code);
    if (room === undefined) return;
    forget(room);
    await room.end(CLOSE.room_gone);
  }

  async function mine(user_id: string): Promise<Room[]> {
    return (await store.roomsOf(user_id)).map(asLive);
  }

  /** What a live room plays and is called may be newer than its record. */
  function asLive(room: Room): Room {
    const state = live.get(room.code)?.state;
    return state === undefined ? room : { ...room, ...state.info, media: state.playback.media };
  }

  /** A room as it is at this moment, with how many are in it. */
  const listed = (room: Room): PublicRoom => {
    const viewer_count = live.get(room.code)?.state.online.size ?? 0;
    return { ...asLive(room), viewer_count };
  };

  /** The rooms that somebody is in. */
  const busy = (): RoomState[] => [...live.values()].map(({ state }) => state).filter(({ online }) => online.size > 0);

  async function publicRooms(): Promise<PublicRoom[]> {
    const open = busy().filter(({ info }) => info.is_public);
    const known = new Map(open.map((state) => [state.info.code, roomOf(state)]));
    for (const room of await store.publicRooms(LIMITS.public_rooms + known.size))
      if (!known.has(room.code)) known.set(room.code, room);
    const listings = [...known.values()].map(listed).filter(({ is_public }) => is_public);
    return listings.sort((a, b) => b.viewer_count - a.viewer_count).slice(0, LIMITS.public_rooms);
  }

  /** Tells every live room that one of its people has another name. */
  async function rename(user: Account): Promise<void> {
    if (departed.has(user.id)) return;
    await Promise.all(roomsWith(user.id).map((room) => room.command(null, { type: "RENAME", user }).stored));
  }

  const roomsWith = (user_id: string) => [...live.values()].filter(({ state }) => state.participants.has(user_id));

  /** Takes a user whose account ends out of every room, and ends the rooms that the user hosts. */
  async function forgetUser(user_id: string, removeRecord: () => Promise<void>): Promise<void> {
    // From here on no room takes anything by them or about them, so that none outlives or misses its people.
    departed.add(user_id);
    clock.after(DEPARTED_MS, () => departed.delete(user_id));
    await removeRecord().catch((error) => {
      departed.delete(user_id);
      throw error;
    });
    const leave = (room: LiveRoom) =>
      isHost(room.state, user_id) ? dispose(room.code) : room.command(null, { type: "FORGET", user_id }).stored;
    await Promise.all(roomsWith(user_id).map(leave));
  }

  /** What a crash left playing comes back paused, where the server was last known to be alive. */
  async function recover(): Promise<void> {
    const { alive_at, rooms } = await store.beginRun();
    for (const { code, playback } of rooms) await store.savePlayback(code, freeze(playback, alive_at));
  }

  /** Holds every room where it is, stores all, and closes every socket. */
  async function stop(): Promise<void> {
    isStopped = true;
    cancelBeat?.();
    const rooms = [...live.values()];
    for (const room of rooms) {
      room.command(null, { type: "FREEZE" });
      forget(room);
    }
    await Promise.all(rooms.map((room) => room.end(CLOSE.restart)));
    await Promise.allSettled(rooms.map(({ code }) => store.releaseRoom(code)));
  }

  return {
    load,
    get isStopped() {
      return isStopped;
    },
    authorize: authorizeIn,
    command,
    create,
    remove,
    mine,
    listed,
    busy,
    publicRooms,
    rename,
    forgetUser,
    recover,
    stop,
  };
}
