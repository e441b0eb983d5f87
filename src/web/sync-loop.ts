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
  /** How well it keeps to the line; renewed about twice a second. */
  readonly figures: Cell<SyncFigures>;
  /** Begins to act; before that it only looks. */
  join(): void;
  /** Stops acting: the browser asks for another press. */
  leave(): void;
  /** Looks at the line now, because it changed. */
  look(): void;
  /** Another film: what was under way is over. What the device takes stays known. */
  restart(): void;
  /** Follows `line` instead of the room's until the room has taken it over: a host's press takes effect at once. */
  lead(line: Playback): void;
  /** The room's line, or this host's own; without this viewer's offset. */
  followedLine(): Playback | null;
  /** Whether the line is this host's own, which the room has yet to take over. */
  isLeading(): boolean;
  /** Follows the room's line and no other. */
  release(): void;
  /** Where the element is, s, as the room counts. */
  position(): number;
  /** The same, but of the picture on the screen, which may be a little further on: where a pause stops. */
  shownPosition(): number;
  /** How long the element would take from now to begin to move, ms: where it stands, or sent to `to_s`. */
  startCost(): number;
  meetCost(to_s: number): number;
  setAhead(seconds: number): void;
  stop(): void;
};

type SyncLoopDeps = {
  video: HTMLVideoElement;
  /** Which kind of player it is: each has costs of its own. */
  playerName: string;
  roomLine(): Playback | null;
  /** The server's clock at a local instant, ms. */
  serverTime(local_ms: number): number | null;
  roundTrip_ms(): number | null;
  /** Tells the element to play. */
  play(): void;
  /** Called at each look with the line that is followed, without this viewer's offset. */
  onLook(line: Playback, now_ms: number): void;
};

/** A line of this host's own, and when it is given up. */
type Led = {
  readonly line: Playback;
  /** The room's revision when it was pressed, and the one that the press will have. */
  readonly since: number;
  readonly own: number;
  readonly until_ms: number;
  /** Whether this player takes so long that the line waits for it. */
  readonly isSliding: boolean;
};

/** No picture of a film lasts longer, but in films that hardly move. */
const PICTURE_MOST_S = 0.1;
const EDGE_S = 0.002;
const IDLE_MS = 200;
const FIGURES_MS = 500;
/** A host's own line that the room does not take over is given up. */
const LEAD_MS = 3_000;
/** A host's player that is no later than this catches up by itself; the remote's `MISTOLD_MS` lies below it. */
const CATCH_UP_MS = 400;
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
  const { video, playerName, roomLine, serverTime, play, onLook } = deps;
  const figures = createCell<SyncFigures>(NO_FIGURES);
  let follower = newFollower(recallCosts(playerName));
  let led: Led | null = null;
  let isActing = false;
  let ahead_s = 0;
  let [seeks, rateChanges, figured_ms, askedRate] = [0, 0, 0, 1];
  const ticker = createTicker(look);
  const frames = watchFrames(video, (media_s) => {
    const [line, offset_ms] = [ownLine(), serverTime(0)];
    return line === null || !line.is_playing || offset_ms === null ? null : instantOf(line, media_s) - offset_ms;
  });

  const now = () => serverTime(performance.now());
  const isMoving = () => !video.paused && !video.seeking;
  const isReady = () => !video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  const position = () => video.currentTime - ahead_s;

  const followedLine = () => (led === null ? roomLine() : led.line);

  /** The followed line as this viewer chose to see it. */
  function ownLine(): Playback | null {
    const line = followedLine();
    return line === null ? null : shifted(line, ahead_s);
  }

  /** Whether a host's own line has done its work: the room is on it, and so is this player. */
  function isTakenOver(own: Led, now_ms: number): boolean {
    const known = roomLine();
    // What comes after one's own is another tab's word.
    if (known === null || known.revision > own.own || performance.now() > own.until_ms) return true;
    const isThere = isMoving() || !own.line.is_playing;
    return known.revision > own.since && isThere && isSameCourse(known, own.line, now_ms);
  }

  /**
   * A host whose player is a little late joins the line as everyone does, since they are on it already. One who takes
   * longer would miss some of the film: the line begins where and when they can, and the remote will tell the room.
   */
  function slide(now_ms: number): void {
    if (led === null || !led.line.is_playing || isMoving()) return;
    const due_ms = now_ms + startCost(follower);
    const { time } = led.line;
    const isLate = !isReady() && due_ms > instantOf(led.line, time) + CATCH_UP_MS;
    if (!led.isSliding && !isLate) return;
    const from_s = video.readyState === HTMLMediaElement.HAVE_NOTHING ? time : position();
    const until_ms = performance.now() + LEAD_MS;
    led = { ...led, isSliding: true, until_ms, line: begunAt(led.line, from_s, due_ms) };
  }

  function look(): void {
    ticker.after(lookOnce());
  }

  /** Looks and acts once; answers after how many ms to look again. */
  function lookOnce(): number {
    const now_ms = now();
    if (now_ms === null) return IDLE_MS;
    slide(now_ms);
    if (led !== null && isTakenOver(led, now_ms)) led = null;
    const [followed, line] = [followedLine(), ownLine()];
    if (followed === null || line === null) return IDLE_MS;
    onLook(followed, now_ms);
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return IDLE_MS;
    let again_ms = IDLE_MS;
    if (isActing) {
      const step = follow(follower, sightOf(line, now_ms));
      if (step.follower.costs !== follower.costs) keepCosts(playerName, step.follower.costs);
      follower = step.follower;
      carryOut(step.act, line.rate, step.rate);
      again_ms = step.again_ms;
    }
    tellFigures(line, now_ms);
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
    if (rate !== askedRate) {
      askedRate = rate;
      if (factor !== 1) rateChanges++;
      // Within the few per cent that steering uses nobody hears a change of pitch, while stretched sound clicks.
      const preservesPitch = lineRate !== 1;
      if (video.preservesPitch !== preservesPitch) video.preservesPitch = preservesPitch;
      video.playbackRate = rate;
      if (video.playbackRate !== rate) follower = { ...follower, costs: { ...follower.costs, canSteer: false } };
    }
    switch (act.do) {
      case "pause":
        video.pause();
        return;
      case "place":
        video.pause();
        video.currentTime = act.at_s;
        if (follower.state.is === "meeting") seeks++;
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
  // Whoever makes it has yet to have it.
  ticker.after(0);

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
      [seeks, rateChanges, askedRate] = [0, 0, 1];
      led = null;
      figures.set(NO_FIGURES);
      look();
    },
    lead(line) {
      const since = roomLine()?.revision ?? 0;
      const own = Math.max(led?.own ?? 0, since) + 1;
      led = { line, since, own, until_ms: performance.now() + LEAD_MS, isSliding: false };
      look();
    },
    followedLine,
    isLeading: () => led !== null,
    release() {
      led = null;
    },
    position,
    shownPosition() {
      const [at_s, shown_s] = [position(), frames.shown_s()];
      if (shown_s === null) return at_s;
      // Within the picture, not on its edge, where rounding decides which one is shown.
      const picture_s = shown_s + EDGE_S - ahead_s;
      return picture_s > at_s && picture_s < at_s + PICTURE_MOST_S ? picture_s : at_s;
    },
    startCost: () => startCost(follower),
    meetCost(to_s) {
      const [line, now_ms] = [ownLine(), now()];
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
