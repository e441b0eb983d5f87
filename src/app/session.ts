import type { Connection, Log, Socket } from "../ports.ts";
import { CLOSE, CLOSE_REASONS, type CloseCode } from "../protocol/codes.ts";
import { decode, type SocketCommand } from "../protocol/commands.ts";

/** A connection's life. Only a joined session has a socket; a gone one hears and says nothing. */
type Life = { state: "waiting" } | { state: "joined"; socket: Socket } | { state: "gone" };

/** Who is at the other end; settled before the upgrade. */
export type Visitor = { readonly user_id: string; readonly session_id: string };

/** What a session needs of its room. */
export type Seat = {
  join(session: Session): void;
  act(session: Session, command: SocketCommand): void;
  leave(session: Session): void;
};

export type Session = Connection & {
  readonly visitor: Visitor;
  readonly isOpen: boolean;
  /** This client's reported round trip (ms, p95); the room schedules its starts by the worst. */
  rtt_ms: number | undefined;
  send(frame: string): void;
  subscribe(topic: string): void;
  /** Takes the socket out of the room's topic and closes it; the room hears no more of this session. */
  end(topic: string, code: CloseCode): void;
  /** The same for a reason outside the room, which hears that the session left. */
  dismiss(topic: string, code: CloseCode): void;
};

/** One WebSocket's session. `onGone` is called once, however it ends. */
export function createSession(visitor: Visitor, seat: Seat, log: Log, onGone: (session: Session) => void): Session {
  let life: Life = { state: "waiting" };

  function gone(): void {
    life = { state: "gone" };
    onGone(session);
  }

  /** The only guard around a frame: a bug in one command must end neither the connection nor the process. */
  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      log.error("a frame failed", { error });
    }
  }

  const session: Session = {
    visitor,
    get isOpen() {
      return life.state === "joined";
    },
    rtt_ms: undefined,
    opened(socket) {
      // Dismissed between the upgrade and now.
      if (life.state !== "waiting") return socket.close(CLOSE.session_over, CLOSE_REASONS[CLOSE.session_over]);
      life = { state: "joined", socket };
      guarded(() => seat.join(session));
    },
    received(frame) {
      if (life.state !== "joined") return;
      guarded(() => {
        const command = decode(frame);
        if (command !== null) seat.act(session, command);
      });
    },
    closed() {
      if (life.state === "gone") return;
      const wasJoined = life.state === "joined";
      gone();
      if (wasJoined) guarded(() => seat.leave(session));
    },
    send(frame) {
      if (life.state === "joined") life.socket.send(frame);
    },
    subscribe(topic) {
      if (life.state === "joined") life.socket.subscribe(topic);
    },
    end(topic, code) {
      if (life.state !== "joined") return;
      const { socket } = life;
      gone();
      socket.unsubscribe(topic);
      socket.close(code, CLOSE_REASONS[code]);
    },
    dismiss(topic, code) {
      if (life.state === "waiting") return gone();
      if (life.state === "gone") return;
      session.end(topic, code);
      guarded(() => seat.leave(session));
    },
  };
  return session;
}
