import type { Clock } from "../ports.ts";
import { CLOSE, type CloseCode, type Refusal, refuse } from "../protocol/codes.ts";
import type { Session } from "./session.ts";

const LOOK_EVERY_MS = 500;
const FULL_RETRY_S = 10;
/** A socket that has not opened by then never will: its peer went away in between. */
const OPEN_WITHIN_MS = 10_000;

type Limits = { total: number; per_user: number };
type Entry = { session: Session; topic: string; admitted_at: number; expires_at: number };

export type Connections = ReturnType<typeof createConnections>;

/** All open sockets of this server, by sign-in and by user: who may open one more, and who has to go. */
export function createConnections(limits: Limits, clock: Clock) {
  const entries = new Map<Session, Entry>();
  const byUser = new Map<string, number>();

  const hasRoom = (): Refusal | null =>
    entries.size >= limits.total ? refuse("server_full", { retry_after: FULL_RETRY_S }) : null;
  const hasRoomFor = (user_id: string): Refusal | null =>
    (byUser.get(user_id) ?? 0) >= limits.per_user ? refuse("too_many_connections") : null;

  /** Counts one more socket, unless there are too many: asked and counted at once, so that no crowd slips through. */
  function admit(session: Session, topic: string, expires_at: number): Refusal | null {
    const { user_id } = session.visitor;
    const refusal = hasRoom() ?? hasRoomFor(user_id);
    if (refusal !== null) return refusal;
    entries.set(session, { session, topic, admitted_at: clock.now(), expires_at });
    byUser.set(user_id, (byUser.get(user_id) ?? 0) + 1);
    return null;
  }

  function remove(session: Session): void {
    if (!entries.delete(session)) return;
    const { user_id } = session.visitor;
    const left = (byUser.get(user_id) ?? 1) - 1;
    if (left === 0) byUser.delete(user_id);
    else byUser.set(user_id, left);
  }

  function end(which: (entry: Entry) => boolean, code: CloseCode): void {
    for (const { session, topic } of [...entries.values()].filter(which)) session.dismiss(topic, code);
  }

  function endExpired(): void {
    const now = clock.now();
    end(({ expires_at }) => expires_at <= now, CLOSE.session_over);
    const isLost = ({ session, admitted_at }: Entry) => !session.isOpen && admitted_at <= now - OPEN_WITHIN_MS;
    end(isLost, CLOSE.restart);
    clock.after(LOOK_EVERY_MS, endExpired);
  }
  clock.after(LOOK_EVERY_MS, endExpired);

  return {
    hasRoom,
    hasRoomFor,
    admit,
    remove,
    /** How many sockets are open at this moment, and the ids of those whose they are. */
    open(): { sockets: number; people: ReadonlySet<string> } {
      const sessions = [...entries.keys()].filter(({ isOpen }) => isOpen);
      return { sockets: sessions.length, people: new Set(sessions.map(({ visitor }) => visitor.user_id)) };
    },
    /** Closes the sockets of sessions that ended. */
    endSessions(ids: readonly string[]): void {
      const ended = new Set(ids);
      end(({ session }) => ended.has(session.visitor.session_id), CLOSE.session_over);
    },
    endUser(user_id: string): void {
      end(({ session }) => session.visitor.user_id === user_id, CLOSE.session_over);
    },
    /** A refreshed session lives on. */
    extend(session_id: string, expires_at: number): void {
      for (const entry of entries.values())
        if (entry.session.visitor.session_id === session_id) entry.expires_at = expires_at;
    },
  };
}
