import { expect } from "bun:test";
import * as v from "valibot";
import { EVENTS, type EventOf, type SocketEvent } from "../../src/protocol/events.ts";

const PATIENCE_MS = 4_000;

export type Type = SocketEvent["type"];
export type Closed = { code: number; reason: string };

/** One open socket that reads along. Every message is checked against the contract as it comes. */
export type Follower = {
  readonly playback: EventOf<"PLAYBACK_STATE">;
  readonly state: EventOf<"ROOM_STATE">;
  /** All frames so far, the first two included. */
  readonly frames: readonly string[];
  /** Resolves when the socket is closed. */
  closed(): Promise<Closed>;
  readonly isOpen: boolean;
  send(message: object | string | Uint8Array<ArrayBuffer>): void;
  /** The very next message, which has to be of this type. */
  next<Wanted extends Type>(type: Wanted): Promise<EventOf<Wanted>>;
  /** The very next message, of whichever type. */
  any(): Promise<SocketEvent>;
  /** The next message of this type; others before it are dropped. */
  find<Wanted extends Type>(type: Wanted): Promise<EventOf<Wanted>>;
  /** What came before the answer to a PING that is sent now. */
  untilPong(): Promise<SocketEvent[]>;
  /** Expects that nothing came before the answer to a PING that is sent now. */
  expectSilence(): Promise<void>;
  close(): Promise<Closed>;
};

/** The message in a frame, if it is one of the contract's with no key that the contract lacks. */
export function checkedEvent(frame: unknown): SocketEvent {
  expect(frame).toBeString();
  const message = JSON.parse(frame as string) as SocketEvent;
  expect(Object.keys(EVENTS)).toContain(message.type);
  // Parsing drops unknown keys: what differs afterwards held some.
  expect(v.parse(EVENTS[message.type], message)).toEqual(message);
  return message;
}

/** A promise that gives up, and says what it was waiting for. */
export function inTime<T>(promise: Promise<T>, what: string, patience_ms = PATIENCE_MS): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), patience_ms);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export const socketUrl = (base: string, code: string, token: string): string =>
  `${base.replace(/^http/, "ws")}/ws/rooms/${code}?token=${encodeURIComponent(token)}`;

/** Opens a socket and reads what every socket gets first: `PLAYBACK_STATE`, then `ROOM_STATE`. */
export async function follow(base: string, code: string, token: string): Promise<Follower> {
  const queue: SocketEvent[] = [];
  const frames: string[] = [];
  let wake = Promise.withResolvers<void>();
  let fault: Error | undefined;
  const ended = Promise.withResolvers<Closed>();
  const socket = new WebSocket(socketUrl(base, code, token));
  socket.onmessage = ({ data }) => {
    try {
      frames.push(String(data));
      queue.push(checkedEvent(data));
    } catch (error) {
      fault = error as Error;
    }
    wake.resolve();
  };
  socket.onclose = (event) => {
    ended.resolve({ code: event.code, reason: event.reason });
    wake.resolve();
  };

  async function take(what: string): Promise<SocketEvent> {
    for (;;) {
      if (fault !== undefined) throw fault;
      const message = queue.shift();
      if (message !== undefined) return message;
      if (socket.readyState === WebSocket.CLOSED) throw new Error(`waited for ${what}, but the socket is closed`);
      await inTime(wake.promise, what);
      wake = Promise.withResolvers();
    }
  }

  async function next<Wanted extends Type>(type: Wanted): Promise<EventOf<Wanted>> {
    const message = await take(type);
    expect(message).toMatchObject({ type });
    return message as EventOf<Wanted>;
  }

  function send(message: object | string | Uint8Array<ArrayBuffer>): void {
    const isRaw = typeof message === "string" || message instanceof Uint8Array;
    socket.send(isRaw ? message : JSON.stringify(message));
  }

  let pings = 0;
  async function untilPong(): Promise<SocketEvent[]> {
    const client_ms = ++pings;
    send({ type: "PING", client_ms });
    const before: SocketEvent[] = [];
    for (;;) {
      const message = await take("PONG");
      if (message.type === "PONG" && message.client_ms === client_ms) return before;
      before.push(message);
    }
  }

  const playback = await next("PLAYBACK_STATE");
  const state = await next("ROOM_STATE");
  return {
    playback,
    state,
    frames,
    closed: () => inTime(ended.promise, "a close"),
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send,
    next,
    any: () => take("any message"),
    async find(type) {
      for (;;) {
        const message = await take(type);
        if (message.type === type) return message as EventOf<typeof type>;
      }
    },
    untilPong,
    async expectSilence() {
      expect(await untilPong()).toEqual([]);
    },
    close() {
      socket.close(1000);
      return ended.promise;
    },
  };
}
