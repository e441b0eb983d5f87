import type { Command } from "../domain/command.ts";
import { decide } from "../domain/decide.ts";
import type { ChatDraft, Decision } from "../domain/decision.ts";
import { isLimited, LONGEST_WINDOW_MS, type Recent, remember } from "../domain/limits.ts";
import { leadFor, stateAt } from "../domain/playback.ts";
import {
  apply,
  audienceOf,
  idOf,
  onlineParticipants,
  playbackOf,
  type RoomEvent,
  type RoomState,
  roomOf,
} from "../domain/room.ts";
import type { Bridge, Clock, Log, Runtime, Store, StoredRoom } from "../ports.ts";
import { CLOSE, type CloseCode } from "../protocol/codes.ts";
import { chatError, encode, type SocketEvent } from "../protocol/events.ts";
import type { MediaLinks } from "./media-links.ts";
import { createPlaybackWriter } from "./playback-writer.ts";
import type { Seat, Session } from "./session.ts";

export type LiveRoomDeps = {
  store: Store;
  runtime: Pick<Runtime, "publish">;
  bridge: Bridge;
  clock: Clock;
  log: Log;
  links: MediaLinks;
  grace_ms: number;
  isChatLimited: boolean;
};

/** A room in memory. Its commands are taken one at a time: each is one synchronous turn. */
export type LiveRoom = Seat & {
  readonly code: string;
  readonly state: RoomState;
  /**
   * Takes a command that did not come over a socket. `stored` resolves once its effects are on disk, but for
   * playback, which is stored right behind.
   */
  command(who: string | null, command: Command): { decision: Decision; stored: Promise<void> };
  /** Whether nobody is here and nothing is pending. */
  readonly isIdle: boolean;
  /** Closes all sockets and takes no further commands. Resolves when everything is stored. */
  end(code: CloseCode): Promise<void>;
};

/** Most turns, a PING's among them, store nothing. */
const STORED = Promise.resolve();

/** `onChange` is called after each turn that changed something or found nobody here; `onLost` when the store did not take a change, so memory is ahead of it. */
export function createLiveRoom(
  stored: StoredRoom,
  deps: LiveRoomDeps,
  hooks: { onChange(room: LiveRoom): void; onLost(room: LiveRoom): Promise<void> },
): LiveRoom {
  const { store, runtime, bridge, clock, log, links } = deps;
  const { code } = stored.info;
  const writer = createPlaybackWriter(code, store, clock, log);
  const sessions = new Map<string, Set<Session>>();
  const recents = new Map<string, Recent>();
  const pending = new Set<Promise<unknown>>();
  let cancelGrace: (() => void) | undefined;
  let isEnded = false;
  let state: RoomState = {
    info: stored.info,
    playback: stored.playback,
    participants: new Map(stored.participants.map((participant) => [idOf(participant.user), participant])),
    online: new Set(),
    queue: stored.queue,
  };

  const everySession = () => [...sessions.values()].flatMap((own) => [...own]);

  function leadMs(): number {
    const reported = everySession().flatMap(({ rtt_ms }) => rtt_ms ?? []);
    return leadFor(reported.length === 0 ? undefined : Math.max(...reported));
  }

  /** Few commands ask for the lead, which looks at every session: it is worked out for those alone. */
  const turnAt = (now: number, recent: Recent) => ({
    now,
    recent,
    get lead_ms() {
      return leadMs();
    },
  });

  // --- One turn ----------------------------------------------------------------------------------------------------

  function turn(who: string | null, command: Command): { decision: Decision; stored: Promise<void> } {
    const now = clock.now();
    const recent = (who !== null && recents.get(who)) || {};
    const decision = decide(state, who, command, turnAt(now, recent));
    let writes: Promise<unknown>[] = [];
    if (decision.outcome === "accepted") {
      if (decision.close !== undefined) close(sessionsOf(decision.close.user_id), decision.close.code);
      writes = decision.events.map(take);
    }
    const isCounted = decision.outcome === "accepted" || (decision.outcome === "said" && deps.isChatLimited);
    if (who !== null && isCounted && isLimited(command.type)) recents.set(who, remember(recent, command.type, now));
    tendGrace();
    if (decision.outcome === "accepted" || sessions.size === 0) hooks.onChange(room);
    return { decision, stored: writes.length === 0 ? STORED : keep(Promise.all(writes)) };
  }

  /** Applies, publishes and stores one event, in this order. */
  function take(event: RoomEvent): Promise<unknown> {
    const isHandover = event.type === "HOST_CHANGED";
    if (isHandover) stopGrace();
    state = apply(state, event);
    deliver(event);
    return persist(event);
  }

  function deliver(event: RoomEvent): void {
    const audience = audienceOf(event);
    if (audience === "nobody" || event.type === "PARTICIPANT_ADDED" || event.type === "PARTICIPANT_REMOVED") return;
    const frame = encode(links.inEvent(event));
    if (audience === "host") {
      for (const session of sessionsOf(idOf(state.info.host))) session.send(frame);
      return;
    }
    runtime.publish(code, frame);
    bridge.publish(code, frame);
  }

  async function persist(event: RoomEvent): Promise<unknown> {
    switch (event.type) {
      case "PLAY":
      case "PAUSE":
      case "SEEK":
      case "RATE":
      case "MEDIA_CHANGED":
        return writer.write(playbackOf(event));
      case "ROOM_UPDATED":
        return store.saveRoom(state.info);
      case "PARTICIPANT_ADDED":
        return store.saveParticipant(code, event.participant);
      case "PARTICIPANT_UPDATED":
        if (event.status === "rejected") return store.removeParticipant(code, idOf(event.user));
        return store.saveParticipant(code, event);
      case "PARTICIPANT_REMOVED":
        return store.removeParticipant(code, event.user_id);
      case "HOST_CHANGED":
        return store.saveHost(code, idOf(event.host));
      case "QUEUE_CHANGED":
        return store.saveQueue(code, event.queue);
      case "USER_JOINED":
      case "USER_LEFT":
      case "CHAT":
      case "REACTION":
      case "VIEWER_STATUS":
      case "REQUEST":
        return;
    }
  }

  /** Follows writes to their end. Where one fails, what is in memory is no longer the truth: the room is given up. */
  async function keep(writes: Promise<unknown>): Promise<void> {
    pending.add(writes);
    try {
      await writes;
    } catch (error) {
      await hooks.onLost(room);
      throw error;
    } finally {
      pending.delete(writes);
    }
  }

  // --- Chat --------------------------------------------------------------------------------------------------------

  /** A chat line is stored before anyone sees it. */
  async function say(session: Session, draft: ChatDraft): Promise<void> {
    const writing = store.addMessage(code, draft);
    pending.add(writing);
    try {
      const line = await writing;
      if (line === null || isEnded) return;
      const { client_id } = draft;
      deliver({ type: "CHAT", ...line, ...(client_id !== undefined && { client_id }) });
    } catch {
      session.send(encode(chatError("not_stored", draft.client_id)));
    } finally {
      pending.delete(writing);
    }
  }

  // --- The host's grace --------------------------------------------------------------------------------------------

  function stopGrace(): void {
    cancelGrace?.();
    cancelGrace = undefined;
  }

  /** Playback goes on for a while without its host, then the server holds it where it is. */
  function tendGrace(): void {
    const isOrphaned = state.playback.is_playing && !state.online.has(idOf(state.info.host));
    if (!isOrphaned || isEnded) stopGrace();
    else cancelGrace ??= clock.after(deps.grace_ms, endGrace);
  }

  function endGrace(): void {
    cancelGrace = undefined;
    turn(null, { type: "FREEZE" });
  }

  // --- Sessions ----------------------------------------------------------------------------------------------------

  function close(ending: readonly Session[], closeCode: CloseCode): void {
    for (const session of ending) {
      remove(session);
      session.end(code, closeCode);
    }
  }

  const sessionsOf = (user_id: string) => [...(sessions.get(user_id) ?? [])];

  function remove(session: Session): void {
    const own = sessions.get(session.visitor.user_id);
    own?.delete(session);
    if (own?.size === 0) sessions.delete(session.visitor.user_id);
  }

  /** The join sequence, in one turn: nothing lies between, and nothing published later is missed. */
  function greet(session: Session): void {
    const now = clock.now();
    const { user_id } = session.visitor;
    const you = state.participants.get(user_id);
    if (you === undefined) return;
    const send = (event: SocketEvent) => session.send(encode(links.inEvent(event)));
    send({ type: "PLAYBACK_STATE", ...stateAt(state.playback, now) });
    send({
      type: "ROOM_STATE",
      room: roomOf(state),
      you: { user: you.user, role: you.role, is_muted: you.is_muted },
      participants: onlineParticipants(state).map(({ user, role, is_muted }) => ({ user, role, is_muted })),
      queue: [...state.queue],
      server_ms: now,
    });
    session.subscribe(code);
  }

  const room: LiveRoom = {
    code,
    get state() {
      return state;
    },
    command: turn,
    join(session) {
      const { user_id } = session.visitor;
      if (isEnded) return session.end(code, CLOSE.restart);
      const { decision } = turn(user_id, { type: "CONNECT" });
      // Between the check before the upgrade and now, the host may have removed them.
      if (decision.outcome === "refused") return session.end(code, CLOSE.removed);
      const own = sessions.get(user_id) ?? new Set();
      sessions.set(user_id, own.add(session));
      greet(session);
    },
    act(session, command) {
      if (isEnded) return;
      if ("rtt_ms" in command && command.rtt_ms !== undefined) session.rtt_ms = command.rtt_ms;
      const { decision, stored } = turn(session.visitor.user_id, command);
      stored.catch((error) => log.error("a change is not stored", { room: code, error }));
      if (decision.outcome === "answered") session.send(encode(decision.event));
      if (decision.outcome === "said") void say(session, decision.draft);
      if (decision.outcome === "chat_refused") {
        const client_id = command.type === "CHAT" ? command.client_id : undefined;
        session.send(encode(chatError(decision.code, client_id)));
      }
    },
    leave(session) {
      const { user_id } = session.visitor;
      remove(session);
      if (isEnded || sessions.has(user_id)) return;
      turn(null, { type: "DISCONNECT", user_id });
      // Not at once: a reconnect must not make room for another burst.
      clock.after(LONGEST_WINDOW_MS, () => {
        if (!sessions.has(user_id)) recents.delete(user_id);
      });
    },
    get isIdle() {
      return sessions.size === 0 && cancelGrace === undefined && pending.size === 0 && writer.isSettled;
    },
    async end(closeCode) {
      if (closeCode === CLOSE.room_gone) writer.drop();
      isEnded = true;
      stopGrace();
      close(everySession(), closeCode);
      await Promise.allSettled(pending);
      await writer.finish();
    },
  };
  return room;
}
