import { extendedAt, positionAt } from "../domain/playback.ts";
import { LIMITS } from "../protocol/codes.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { Playback } from "../protocol/values.ts";
import type { Clock } from "./clock.ts";
import type { Player } from "./player.ts";

/**
 * The host's buttons. The host's own film obeys at once, and the room is told, in the same moment, of the line that
 * the film is about to be on: this device's costs are known. Where it comes out otherwise, the room is told again.
 * While the room cannot be reached nothing is obeyed: nobody would follow.
 */
export type Remote = {
  play(): void;
  pause(): void;
  seek(time: number): void;
  /** Goes so many seconds on from where the film is, or is on its way to. */
  step(seconds: number): void;
  changeRate(rate: number): void;
};

type Deps = {
  player: Player;
  clock: Pick<Clock, "now" | "roundTrip">;
  isOpen(): boolean;
  send(command: SocketCommand): boolean;
};

type Told = "PLAY" | "PAUSE" | "SEEK" | "RATE";

const LOOK_EVERY_MS = 20;
/** A film that moves this far off what the room was told is not brought there: the room is told again. */
const MISTOLD_MS = 300;
/** The server's clock is an estimate here, and the server does not believe what lies in its future. */
const MARGIN_MS = 20;
/** A player this far off is still loading or catching up, and no authority on the position. */
const LOST_S = 1.5;

/**
 * Makes the remote control of `player`, for the host alone: the server hears nobody else. `dispose` ends its timers; what
 * was pressed is said before.
 */
export function createRemote({ player, clock, isOpen, send }: Deps): Remote & { dispose(): void } {
  const { video } = player;
  const { now } = clock;
  let watching: ReturnType<typeof setInterval> | undefined;
  /** What the last press has yet to tell the room. */
  let unsaid: { say(): void; timer: ReturnType<typeof setTimeout> } | null = null;

  function sayUnsaid(): void {
    const due = unsaid;
    unsaid = null;
    clearTimeout(due?.timer);
    due?.say();
  }

  function forget(): void {
    clearInterval(watching);
    clearTimeout(unsaid?.timer);
    unsaid = null;
  }

  const duration = () => (Number.isFinite(video.duration) ? video.duration : LIMITS.position_s);
  const within = (time: number) => Math.min(Math.max(time, 0), duration());

  /** Where the film is: this player's word while it moves, unless it has yet to get to where its line is. */
  function here(line: Playback, now_ms: number): number {
    const there = within(positionAt(line, now_ms));
    const own = within(player.position());
    return !line.is_playing || video.ended || Math.abs(there - own) > LOST_S ? there : own;
  }

  /** What is pressed now, and from where; null while there is nobody to tell. */
  function scene(): { line: Playback; now_ms: number; time: number } | null {
    const [line, now_ms] = [player.followedLine(), now()];
    return line === null || now_ms === null || !isOpen() ? null : { line, now_ms, time: here(line, now_ms) };
  }

  /** This player goes on along `next`, and the room is told of it. */
  function lead(type: Told, next: Playback, now_ms: number): void {
    // What is pressed now builds on what was pressed before, so the room hears of that first.
    sayUnsaid();
    forget();
    player.lead(next);
    tell(type, next, now_ms);
    if (next.is_playing) watch(type, next);
  }

  /** Names a point of the line that lies in the server's past, which is all that the server believes. */
  function tell(type: Told, next: Playback, now_ms: number): void {
    const at = now_ms - MARGIN_MS;
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
    const timer = setTimeout(sayUnsaid, Math.max(begins - at - way_ms, 0));
    unsaid = { say: () => say({ time: first, at: begins }), timer };
  }

  /** Looks where the film really moves once it does, for as long as it is on its way there. */
  function watch(type: Told, told: Playback): void {
    let stood_s: number | null = null;
    watching = setInterval(() => {
      const isUnderWay = !video.seeking && !video.paused;
      const isMoving = isUnderWay && stood_s !== null && video.currentTime > stood_s;
      stood_s = isUnderWay ? (stood_s ?? video.currentTime) : null;
      const now_ms = now();
      if (!player.isLeading() || now_ms === null) {
        clearInterval(watching);
        return;
      }
      if (!isMoving) return;
      clearInterval(watching);
      const time = player.position();
      if (Math.abs(positionAt(told, now_ms) - time) * 1000 < MISTOLD_MS * told.rate) return;
      lead(type === "RATE" ? "SEEK" : type, { ...told, time, effective_at: now_ms }, now_ms);
    }, LOOK_EVERY_MS);
  }

  function seek(to: number): void {
    const seen = scene();
    if (seen === null) return;
    const { line, now_ms } = seen;
    const time = within(to);
    const effective_at = line.is_playing ? now_ms + player.meetCost(time) : now_ms;
    lead("SEEK", { ...line, time, effective_at }, now_ms);
  }

  return {
    play() {
      const seen = scene();
      if (seen === null || seen.line.is_playing) return;
      const { line, now_ms } = seen;
      const time = video.ended ? 0 : seen.time;
      const isThere = Math.abs(time - within(player.position())) < LOST_S;
      const cost_ms = isThere && !video.ended ? player.startCost() : player.meetCost(time);
      lead("PLAY", { ...line, is_playing: true, time, effective_at: now_ms + cost_ms }, now_ms);
    },
    pause() {
      const seen = scene();
      if (seen === null) return;
      const { line, now_ms } = seen;
      video.pause();
      // Everyone is to stand on the picture that the host sees.
      const shown = within(player.shownPosition());
      const time = Math.abs(shown - seen.time) < LOST_S && line.is_playing && !video.ended ? shown : seen.time;
      lead("PAUSE", { ...line, is_playing: false, time, effective_at: now_ms }, now_ms);
    },
    seek,
    step(seconds) {
      const [line, now_ms] = [player.followedLine(), now()];
      if (line !== null && now_ms !== null) seek(positionAt(line, now_ms) + seconds);
    },
    changeRate(rate) {
      const seen = scene();
      if (seen === null) return;
      const { line, now_ms, time } = seen;
      lead("RATE", { ...line, rate, time, effective_at: now_ms }, now_ms);
    },
    dispose() {
      sayUnsaid();
      forget();
    },
  };
}
