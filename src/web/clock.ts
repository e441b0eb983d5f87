import { hear, roundTripP95, type ServerClock, serverTime, UNKNOWN_CLOCK } from "../domain/sync.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { EventOf } from "../protocol/events.ts";

/** The server's clock as this page knows it, kept by asking for it over the socket. */
export type Clock = {
  /** The server's time in ms; null before anything was heard. */
  now(): number | null;
  /** Starts asking over a socket that has just opened. */
  start(): void;
  stop(): void;
  hearPong(pong: EventOf<"PONG">): void;
  /** Any message that carries the server's time is one more look at its clock. */
  hearTime(server_ms: number): void;
};

/** A burst to know the clock at once, a slower one to find luckier packets, then a slow watch. */
const BURSTS = [
  { count: 12, every_ms: 70 },
  { count: 12, every_ms: 250 },
] as const;
const CALM_MS = 2_000;
const JITTER = 0.2;
const SILENCE_MS = 9_000;
/** A gap this long between two pings means that the machine slept or the tab was frozen. */
const SLEPT_MS = 30_000;

function spacing(sent: number): number {
  let rest = sent;
  for (const { count, every_ms } of BURSTS) {
    if (rest < count) return every_ms;
    rest -= count;
  }
  return CALM_MS;
}

/** `onSilence` is called when the server has not answered for long: the connection is dead without saying so. */
export function createClock({ send, onSilence }: { send(ping: SocketCommand): void; onSilence(): void }): Clock {
  let clock: ServerClock = UNKNOWN_CLOCK;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sent = 0;
  let sentLast = 0;
  let heardLast = 0;

  function ping(): void {
    const now = performance.now();
    if (now - sentLast > SLEPT_MS) {
      clock = UNKNOWN_CLOCK;
      [sent, heardLast] = [0, now];
    }
    if (now - heardLast > SILENCE_MS) {
      onSilence();
      return;
    }
    const rtt_ms = roundTripP95(clock);
    send({ type: "PING", client_ms: now, ...(rtt_ms !== undefined && { rtt_ms }) });
    timer = setTimeout(ping, spacing(sent) * (1 + JITTER * (2 * Math.random() - 1)));
    [sent, sentLast] = [sent + 1, now];
  }

  function take(server_ms: number, sent_ms?: number): void {
    heardLast = performance.now();
    clock = hear(clock, { server_ms, received_ms: heardLast, ...(sent_ms !== undefined && { sent_ms }) });
  }

  return {
    now: () => serverTime(clock, performance.now()),
    start() {
      // Another server, or the same one started anew, has another clock.
      clock = UNKNOWN_CLOCK;
      sent = 0;
      sentLast = heardLast = performance.now();
      clearTimeout(timer);
      ping();
    },
    stop: () => clearTimeout(timer),
    hearPong: ({ client_ms, server_ms }) => take(server_ms, client_ms),
    hearTime: (server_ms) => take(server_ms),
  };
}
