/** A world without time, network and disk, in which every next thing happens when a test says so. */
import type { Clock, Log, Socket, Store } from "../../src/ports.ts";
import { StoreUnavailable } from "../../src/ports.ts";
import type { SocketCommand } from "../../src/protocol/commands.ts";
import type { EventOf, SocketEvent } from "../../src/protocol/events.ts";
import { openInline } from "../contract/stores.ts";

/** Lets all that is ready to happen, happen. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stands still until it is told to go on. */
export function createClock(start = 1_700_000_000_000) {
  const timers = new Set<{ at: number; act: () => void }>();
  let now = start;
  const clock: Clock = {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  /** Lets time pass; each timer goes off at its own instant, and what follows from it happens at once. */
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      const due = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      timers.delete(due);
      now = Math.max(now, due.at);
      due.act();
      await settle();
    }
    now = end;
  }
  return {
    clock,
    pass,
    get timers() {
      return timers.size;
    },
  };
}

/** The store in memory, whose calls can be held back or made to fail by name. */
export async function createTestStore() {
  const real = await openInline(":memory:");
  const held = new Map<string, Promise<void>>();
  const failing = new Set<string>();
  const calls = Object.entries(real).map(([method, call]) => {
    const controlled = async (...args: unknown[]) => {
      await held.get(method);
      if (failing.has(method)) throw new StoreUnavailable(`${method} failed`);
      return (call as (...args: unknown[]) => Promise<unknown>)(...args);
    };
    return [method, controlled] as const;
  });
  return {
    store: Object.fromEntries(calls) as unknown as Store,
    /** Keeps calls waiting until the answer is called. */
    hold(method: keyof Store): () => Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(method, promise);
      return () => {
        held.delete(method);
        resolve();
        return settle();
      };
    },
    fail: (method: keyof Store) => void failing.add(method),
    mend: (method: keyof Store) => void failing.delete(method),
  };
}

export function createTestLog() {
  const lines: string[] = [];
  const note = (message: string, fields?: object) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  return { log, lines };
}

/** A runtime's topics, and sockets that note what they get. */
export function createNetwork() {
  const topics = new Map<string, Set<(frame: string) => void>>();
  const publish = (topic: string, frame: string) => {
    for (const receive of topics.get(topic) ?? []) receive(frame);
  };

  /** A socket; `onClose` is what the runtime does when it is closed. */
  function createSocket(onClose: () => void) {
    const got: SocketEvent[] = [];
    let code: number | undefined;
    const receive = (frame: string) => {
      if (code === undefined) got.push(JSON.parse(frame) as SocketEvent);
    };
    const socket: Socket = {
      send: receive,
      subscribe(topic) {
        topics.set(topic, (topics.get(topic) ?? new Set()).add(receive));
      },
      unsubscribe: (topic) => void topics.get(topic)?.delete(receive),
      close(given) {
        code ??= given;
        onClose();
      },
    };
    return {
      socket,
      got,
      get code() {
        return code;
      },
      forget() {
        for (const receivers of topics.values()) receivers.delete(receive);
      },
    };
  }
  return { publish, createSocket };
}

export const frame = (command: SocketCommand) => JSON.stringify(command);
export const isEvent =
  <Type extends SocketEvent["type"]>(type: Type) =>
  (event: SocketEvent): event is EventOf<Type> =>
    event.type === type;
