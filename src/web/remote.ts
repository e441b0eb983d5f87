import { extendedAt, positionAt } from "../domain/playback.ts";
import { LIMITS } from "../protocol/codes.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { Playback } from "../protocol/values.ts";
import type { Clock } from "./clock.ts";
import type { Player } from "./player.ts";

/**
 * The host's buttons. The host's own film obeys at once, and the room is told, in the same moment, of the line that
 * the film is about to be on: this device's costs are known. Where it comes out otherwise, the room is told again.
 */
export type Remote = {
  play(): void;
  pause(): void;
  seek(time: number): void;
  changeRate(rate: number): void;
};

type Deps = {
  player: Player;
  line(): Playback | null;
  clock: Pick<Clock, "now" | "roundTrip">;
  send(command: SocketCommand): boolean;
};

type Told = "PLAY" | "PAUSE" | "SEEK" | "RATE";

/** A host whose own film is slow to move is watched for no longer than this. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 20;
/** A film that moves this far off what the room was told is not brought there: the room is told again. */
const MISTOLD_MS = 300;
/** The server's clock is an estimate here, and the server does not believe what lies in its future. */
const MARGIN_MS = 20;
/** A player this far off is still loading or catching up, and no authority on the position. */
const ASTRAY_S = 1.5;

/** Makes the remote control of `player`; for the host alone, since the server hears nobody else. */
export function createRemote({ player, line, clock, send }: Deps): Remote {
  const { video } = player;
  const { now } = clock;
  let forget = () => {};

  /** Where the film is: this player's word, unless it has yet to get to where the room is. */
  function here(): number {
    const [known, now_ms] = [line(), now()];
    const own = Math.max(player.position(), 0);
    if (known === null || now_ms === null) return own;
    const there = Math.min(
      positionAt(known, now_ms),
      Number.isFinite(video.duration) ? video.duration : LIMITS.position_s,
    );
    return Math.abs(there - own) > ASTRAY_S ? there : own;
  }

  /** This player goes on along `next`, and the room is told of it. */
  function lead(type: Told, change: Partial<Playback>): void {
    forget();
    const [known, effective_at] = [player.line(), now()];
    if (known === null || effective_at === null) return;
    const next: Playback = { ...known, effective_at, ...change };
    player.lead(next);
    tell(type, next);
    if (next.is_playing) watch(type, next);
  }

  /** Names a point of the line that lies in the server's past, which is all that the server believes. */
  function tell(type: Told, next: Playback): void {
    const at = (now() ?? 0) - MARGIN_MS;
    const say = (where: { time: number; at: number }) => {
      send(type === "RATE" ? { type, rate: next.rate, ...where } : { type, ...where });
    };
    const time = next.is_playing ? extendedAt(next, at) : next.time;
    if (time >= 0) {
      say({ time, at });
      return;
    }
    // The film's beginning has no earlier point: its own must have passed when the server hears of it.
    const { time: first, effective_at: begins } = next;
    const way_ms = (clock.roundTrip()?.least_ms ?? 0) * 0.4;
    const timer = setTimeout(() => say({ time: first, at: begins }), Math.max(begins - at - way_ms, 0));
    forget = () => clearTimeout(timer);
  }

  /** Looks where the film really moves once it does. */
  function watch(type: Told, told: Playback): void {
    const forgetTelling = forget;
    let stood_s: number | null = null;
    const until_ms = performance.now() + PATIENCE_MS;
    const timer = setInterval(() => {
      const isTold = !video.seeking && !video.paused;
      const isMoving = isTold && stood_s !== null && video.currentTime > stood_s;
      stood_s = isTold ? (stood_s ?? video.currentTime) : null;
      if (!isMoving && performance.now() < until_ms) return;
      clearInterval(timer);
      const now_ms = now();
      if (!isMoving || now_ms === null) return;
      const time = player.position();
      if (Math.abs(positionAt(told, now_ms) - time) * 1000 < MISTOLD_MS * told.rate) return;
      lead(type === "RATE" ? "SEEK" : type, { time, effective_at: now_ms });
    }, LOOK_EVERY_MS);
    forget = () => {
      forgetTelling();
      clearInterval(timer);
    };
  }

  const isPlaying = () => player.screen.get().isPlaying;
  const startsIn = (ms: number) => (now() ?? 0) + ms;

  return {
    play() {
      if (isPlaying()) return;
      const time = video.ended ? 0 : here();
      const isAstray = time !== Math.max(player.position(), 0);
      const cost_ms = isAstray ? player.meetCost(time) : player.startCost();
      lead("PLAY", { is_playing: true, time, effective_at: startsIn(cost_ms) });
    },
    pause() {
      video.pause();
      // A film that was taken straight to its end is there, before the room has heard of it.
      lead("PAUSE", { is_playing: false, time: video.ended ? player.position() : here() });
    },
    seek(to) {
      const time = Math.min(Math.max(to, 0), Number.isFinite(video.duration) ? video.duration : to);
      lead("SEEK", { time, ...(isPlaying() && { effective_at: startsIn(player.meetCost(time)) }) });
    },
    changeRate(rate) {
      lead("RATE", { rate, time: here() });
    },
  };
}
