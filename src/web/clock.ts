import {
  hear,
  roundTripLeast,
  roundTripP95,
  type ServerClock,
  serverTime,
  UNKNOWN_CLOCK,
} from "../domain/server-clock.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { EventOf } from "../protocol/events.ts";
import { createTicker } from "./ticker.ts";

/** The server's clock as this page knows it, kept by asking for it over the socket. */
export type Clock = {
  /** The server's time in ms; null before anything was heard. */
  now(): number | null;
  /** The same at another local instant (ms of `performance.now`). */
  at(local_ms: number): number | null;
  /** What the last minute's pings took there and back, ms: the shortest, and what 95 % stayed within. */
  roundTrip(): { least_ms: number; p95_ms: number } | null;
  /** Whether the server answered what was asked a while ago: otherwise what is sent now may get there much later. */
  isHeard(): boolean;
  /** Starts asking over a socket that has just opened. */
  start(): void;
  stop(): void;
  /** Stops for good. */
  dispose(): void;
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
const HEARD_WITHIN_MS = 1_000;
/** A gap this long between two pings means that the machine slept or the tab was frozen: nobody was asked meanwhile. */
const SLEPT_MS = 8_000;

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
  const ticker = createTicker(ping);
  let isAsking = false;
  let isOfBefore = false;
  let sent = 0;
  let sentLast = 0;
  /** When the first ping was sent that has had no answer. */
  let unanswered: number | null = null;

  /** Until the server answers anew, what was known is the best guess: an unasked message hides how long it took. */
  function begin(now: number): void {
    isOfBefore = clock.offset_ms !== null;
    [sent, sentLast, unanswered] = [0, now, null];
  }

  function ping(): void {
    if (!isAsking) return;
    const now = performance.now();
    if (now - sentLast > SLEPT_MS) begin(now);
    if (unanswered !== null && now - unanswered > SILENCE_MS) {
      onSilence();
      return;
    }
    unanswered ??= now;
    const rtt_ms = roundTripP95(clock);
    send({ type: "PING", client_ms: now, ...(rtt_ms !== undefined && { rtt_ms }) });
    ticker.after(spacing(sent) * (1 + JITTER * (2 * Math.random() - 1)));
    [sent, sentLast] = [sent + 1, now];
  }

  function take(server_ms: number, sent_ms?: number): void {
    unanswered = null;
    const received_ms = performance.now();
    clock = hear(clock, { server_ms, received_ms, ...(sent_ms !== undefined && { sent_ms }) });
  }

  return {
    now: () => serverTime(clock, performance.now()),
    at: (local_ms) => serverTime(clock, local_ms),
    roundTrip() {
      const [least_ms, p95_ms] = [roundTripLeast(clock), roundTripP95(clock)];
      return least_ms === undefined || p95_ms === undefined ? null : { least_ms, p95_ms };
    },
    isHeard() {
      const patience_ms = HEARD_WITHIN_MS + (roundTripP95(clock) ?? 0);
      return unanswered === null || performance.now() - unanswered < patience_ms;
    },
    start() {
      // Another server, or the same one started anew, may have another clock.
      begin(performance.now());
      isAsking = true;
      ping();
    },
    stop() {
      isAsking = false;
      ticker.pause();
    },
    dispose: ticker.stop,
    hearPong({ client_ms, server_ms }) {
      if (isOfBefore) clock = UNKNOWN_CLOCK;
      isOfBefore = false;
      take(server_ms, client_ms);
    },
    hearTime(server_ms) {
      if (!isOfBefore) take(server_ms);
    },
  };
}
