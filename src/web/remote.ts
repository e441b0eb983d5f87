import { positionAt } from "../domain/playback.ts";
import { LIMITS } from "../protocol/codes.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { Playback } from "../protocol/values.ts";
import type { Player } from "./player.ts";

/** The host's buttons. The host's own film moves at once, and the room is told where and when it really moved. */
export type Remote = { play(): void; pause(): void; seek(time: number): void };

type Deps = {
  player: Player;
  line(): Playback | null;
  /** The server's clock, ms. */
  now(): number | null;
  send(command: SocketCommand): boolean;
};

/** A host whose own film is slow to move is not waited for longer than this. */
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 10;
/** The server's clock is an estimate here, and the server does not believe what lies in its future. */
const MARGIN_MS = 20;
/** A player this far off is still loading or catching up, and no authority on the position. */
const ASTRAY_S = 1.5;

/** Makes the remote control of `player`; for the host alone, since the server hears nobody else. */
export function createRemote({ player, line, now, send }: Deps): Remote {
  const { video } = player;
  let forget = () => {};

  /** Where the film is: this player's word, unless it has yet to get to where the room is. */
  function here(): number {
    const [known, now_ms] = [line(), now()];
    if (known === null || now_ms === null) return video.currentTime;
    const there = Math.min(
      positionAt(known, now_ms),
      Number.isFinite(video.duration) ? video.duration : LIMITS.position_s,
    );
    return Math.abs(there - video.currentTime) > ASTRAY_S ? there : video.currentTime;
  }

  /** Runs `act` once the film really moves, or when it has taken too long; a later press takes its place. */
  function onceMoving(act: () => void): void {
    const from = video.currentTime;
    const until_ms = performance.now() + PATIENCE_MS;
    // An event would come too early: the element says `playing` some 50 ms before its clock moves.
    const timer = setInterval(() => {
      const isMoving = !video.seeking && !video.paused && video.currentTime > from;
      if (!isMoving && performance.now() < until_ms) return;
      clearInterval(timer);
      act();
    }, LOOK_EVERY_MS);
    forget = () => clearInterval(timer);
  }

  /** The line as this press leaves it, as of now. */
  function lead(change: Pick<Playback, "is_playing" | "time">): boolean {
    forget();
    const [known, effective_at] = [line(), now()];
    if (known === null || effective_at === null) return false;
    player.lead({ ...known, ...change, effective_at });
    return true;
  }

  /** Says where the film is now, and for a moving one the same a little earlier, where the server's clock surely was. */
  function tell(type: "PLAY" | "PAUSE" | "SEEK", time: number, rate = 0): void {
    const at = now();
    if (at === null) return void send({ type, time });
    const back_ms = rate === 0 ? MARGIN_MS : Math.min(MARGIN_MS, (time * 1000) / rate);
    send({ type, time: time - (rate * back_ms) / 1000, at: at - back_ms });
  }

  function isPlaying(): boolean {
    return player.screen.get().isPlaying;
  }

  return {
    play() {
      if (isPlaying()) return;
      const time = video.ended ? 0 : here();
      if (video.ended) video.currentTime = 0;
      const isAstray = time !== video.currentTime;
      if (!lead({ is_playing: true, time })) return;
      if (isAstray) tell("PLAY", time);
      else onceMoving(() => tell("PLAY", video.currentTime, line()?.rate));
    },
    pause() {
      video.pause();
      // A film that was taken straight to its end is there, before the room has heard of it.
      const time = video.ended ? video.currentTime : here();
      if (lead({ is_playing: false, time })) tell("PAUSE", time);
    },
    seek(to) {
      const known = line();
      if (known === null) return;
      const time = Math.min(Math.max(to, 0), Number.isFinite(video.duration) ? video.duration : to);
      const wasPlaying = isPlaying();
      video.currentTime = time;
      if (!lead({ is_playing: wasPlaying, time })) return;
      // Paused, everyone simply goes there; playing, the line is where this film goes on.
      if (!wasPlaying) return tell("SEEK", time);
      onceMoving(() => tell("SEEK", Math.max(time, video.currentTime), known?.rate));
    },
  };
}
