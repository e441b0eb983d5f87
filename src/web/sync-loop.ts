import { begunAt, instantOf, shifted } from "../domain/playback.ts";
import { follow, isSameCourse, leaveAlone, meetCost, startCost } from "../domain/sync.ts";
import { type Act, newFollower, type Sight } from "../domain/sync-state.ts";
import type { Playback } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import { keepCosts, recallCosts } from "./device-memory.ts";
import { watchFrames } from "./frames.ts";
import { NO_FIGURES, type SyncFigures, type SyncState } from "./sync-figures.ts";
import { createTicker } from "./ticker.ts";

/** Keeps one media element on the line: sees, asks the domain what to do, and does it. */
export type SyncLoop = {
  readonly figures: Cell<SyncFigures>;
  /** Begins to act; before that it only looks. */
  join(): void;
  /** Stops acting: the browser asks for another press. */
  leave(): void;
  look(): void;
  /** Another film: what was under way is over. What the device takes stays known. */
  restart(): void;
  /** Follows `line` instead of the room's until the room has taken it over: a host's press takes effect at once. */
  lead(line: Playback): void;
  /** The line that is followed now. */
  line(): Playback | null;
  /** Where the element is, s, as the room counts. */
  position(): number;
  /** How long the element would take from now to begin to move, ms: where it stands, or sent to `to_s`. */
  startCost(): number;
  meetCost(to_s: number): number;
  setAhead(seconds: number): void;
  stop(): void;
};

type SyncLoopDeps = {
  video: HTMLVideoElement;
  line(): Playback | null;
  /** The server's clock at a local instant, ms. */
  serverTime(local_ms: number): number | null;
  roundTrip_ms(): number | null;
  /** Tells the element to play. */
  play(): void;
  /** Called after each look with the line that is followed. */
  onLook(line: Playback): void;
};

/** A line of this host's own, the revision that the room gives it, and when it is given up. */
type Led = {
  readonly line: Playback;
  readonly revision: number;
  readonly until_ms: number;
  /** Whether this player takes so long that the line waits for it. */
  readonly isSliding: boolean;
};

const IDLE_MS = 200;
const FIGURES_MS = 500;
/** A host's own line that the room never confirmed is given up. */
const LEAD_MS = 5_000;
const LATE_MOST_MS = 400;
const STATES = {
  still: "still",
  meeting: "joining",
  starting: "joining",
  stalled: "joining",
  running: "together",
  steering: "steering",
  astray: "astray",
} as const satisfies Record<string, SyncState>;

/** Takes charge of `video`: nothing else may play, pause or seek it while it is followed. */
export function createSyncLoop(deps: SyncLoopDeps): SyncLoop {
  const { video, serverTime, play, onLook } = deps;
  const figures = createCell<SyncFigures>(NO_FIGURES);
  let follower = newFollower(recallCosts());
  let led: Led | null = null;
  let isActing = false;
  let ahead_s = 0;
  let [seeks, rateChanges, figured_ms] = [0, 0, 0];
  const ticker = createTicker(look);
  const frames = watchFrames(video, (media_s) => {
    const [line, offset_ms] = [currentLine(), serverTime(0)];
    return line === null || !line.is_playing || offset_ms === null ? null : instantOf(line, media_s) - offset_ms;
  });

  const now = () => serverTime(performance.now());
  const isMoving = () => !video.paused && !video.seeking;
  const isReady = () => !video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  const position = () => video.currentTime - ahead_s;

  /** The room's line, unless this host has just pressed something that the room has yet to take over. */
  function currentLine(): Playback | null {
    const known = deps.line();
    if (led !== null && known !== null && isTakenOver(led, known)) led = null;
    const line = led?.line ?? known;
    return line === null ? null : shifted(line, ahead_s);
  }

  function isTakenOver(own: Led, known: Playback): boolean {
    if (performance.now() > own.until_ms || known.revision > own.revision) return true;
    const now_ms = now();
    if (known.revision < own.revision || now_ms === null) return false;
    return (isMoving() || !own.line.is_playing) && isSameCourse(known, own.line, now_ms);
  }

  /**
   * A host whose player is a little late joins the line as everyone does, since they are on it already. One who takes
   * longer would miss some of the film: the line begins where and when they can, and the remote will tell the room.
   */
  function slide(now_ms: number): void {
    if (led === null || !led.line.is_playing || isMoving()) return;
    const due_ms = now_ms + startCost(follower);
    const begins_ms = instantOf(led.line, led.line.time);
    const isLate = !isReady() && due_ms > begins_ms + LATE_MOST_MS;
    if (led.isSliding || isLate) led = { ...led, isSliding: true, line: begunAt(led.line, position(), due_ms) };
  }

  function look(): void {
    ticker.after(lookOnce());
  }

  /** Looks and acts once; answers after how many ms to look again. */
  function lookOnce(): number {
    const now_ms = now();
    if (now_ms !== null) slide(now_ms);
    const line = currentLine();
    if (line === null || now_ms === null || video.readyState === HTMLMediaElement.HAVE_NOTHING) return IDLE_MS;
    let again_ms = IDLE_MS;
    if (isActing) {
      const step = follow(follower, sightOf(line, now_ms));
      if (step.follower.costs !== follower.costs) keepCosts(step.follower.costs);
      follower = step.follower;
      carryOut(step.act, line.rate, step.rate);
      again_ms = step.again_ms;
    }
    tellFigures(line, now_ms);
    onLook(line);
    return again_ms;
  }

  function sightOf(line: Playback, now_ms: number): Sight {
    const { buffered } = video;
    return {
      now_ms,
      line,
      position_s: video.currentTime,
      duration_s: Number.isFinite(video.duration) ? video.duration : Number.POSITIVE_INFINITY,
      is_paused: video.paused,
      is_seeking: video.seeking,
      is_ready: video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
      rtt_ms: deps.roundTrip_ms() ?? 0,
      buffered_s: Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)]),
    };
  }

  function carryOut(act: Act, lineRate: number, factor: number): void {
    const rate = lineRate * factor;
    if (video.playbackRate !== rate) {
      // Within the few per cent that steering uses nobody hears a change of pitch, while stretched sound clicks.
      const preservesPitch = lineRate !== 1;
      if (video.preservesPitch !== preservesPitch) video.preservesPitch = preservesPitch;
      video.playbackRate = rate;
      rateChanges++;
      if (video.playbackRate !== rate) follower = { ...follower, costs: { ...follower.costs, canSteer: false } };
    }
    switch (act.do) {
      case "pause":
        video.pause();
        return;
      case "place":
        video.pause();
        video.currentTime = act.at_s;
        seeks++;
        return;
      case "start":
        play();
        return;
      case "nothing":
        return;
    }
  }

  function tellFigures(line: Playback, now_ms: number): void {
    const local_ms = performance.now();
    if (local_ms - figured_ms < FIGURES_MS) return;
    figured_ms = local_ms;
    const { currentTime, buffered } = video;
    const shown_ms = line.is_playing && isMoving() ? frames.lateness_ms() : null;
    const { state } = follower;
    const seen_ms = line.is_playing && isMoving() ? now_ms - instantOf(line, currentTime) : null;
    const ahead = Array.from({ length: buffered.length }, (_, i) => i).find(
      (i) => buffered.start(i) <= currentTime + 0.1 && currentTime <= buffered.end(i),
    );
    figures.set({
      state: isActing ? STATES[state.is] : "still",
      offset_ms: shown_ms ?? seen_ms,
      isFromFrames: shown_ms !== null,
      rtt_ms: deps.roundTrip_ms(),
      buffered_s: ahead === undefined ? 0 : buffered.end(ahead) - currentTime,
      rate: state.is === "steering" ? state.factor : 1,
      seeks,
      rateChanges,
    });
  }

  function shaken(): void {
    const now_ms = now();
    if (now_ms !== null) follower = leaveAlone(follower, now_ms);
  }

  const listeners: readonly [string, () => void][] = [
    ["seeked", look],
    ["canplay", look],
    ["playing", look],
    ["waiting", look],
    ["pause", look],
    ["loadedmetadata", look],
    ["volumechange", shaken],
  ];
  for (const [type, listener] of listeners) video.addEventListener(type, listener);
  video.preservesPitch = false;
  look();

  return {
    figures,
    look,
    join() {
      isActing = true;
      look();
    },
    leave() {
      isActing = false;
    },
    restart() {
      follower = newFollower(follower.costs);
      [seeks, rateChanges] = [0, 0];
      led = null;
      look();
    },
    lead(line) {
      const revision = Math.max(led?.revision ?? 0, deps.line()?.revision ?? 0) + 1;
      led = { line, revision, until_ms: performance.now() + LEAD_MS, isSliding: false };
      look();
    },
    line: () => (led === null ? deps.line() : led.line),
    position,
    startCost: () => startCost(follower),
    meetCost(to_s) {
      const [line, now_ms] = [currentLine(), now()];
      return line === null || now_ms === null ? 0 : meetCost(follower, sightOf(line, now_ms), to_s + ahead_s);
    },
    setAhead(seconds) {
      ahead_s = seconds;
      look();
    },
    stop() {
      ticker.stop();
      frames.stop();
      for (const [type, listener] of listeners) video.removeEventListener(type, listener);
    },
  };
}
