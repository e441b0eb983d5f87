import { type Act, follow, type Habits, leaveAlone, NEW_HABITS } from "../domain/sync.ts";
import type { Media, Playback } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import { addressOf, DARK, isSame, pictureOf, type Screen } from "./screen.ts";

/** The media element of one room, kept on the room's line. */
export type Player = {
  readonly screen: Cell<Screen>;
  readonly video: HTMLVideoElement;
  /** Shows this medium; nothing is loaded anew while its kind and src stay the same. */
  show(media: Media | null): void;
  /** Tries the same medium again under another address. */
  reload(media: Media | null): void;
  /** Begins to follow. Call it in the handler of a press: that is what lets sound start. */
  join(): void;
  /** Follows `line` instead of the room's until the room has a newer one: a host's press takes effect at once. */
  lead(line: Playback): void;
  /** Looks at the line now, because it changed. */
  look(): void;
  setMuted(isMuted: boolean): void;
  setVolume(volume: number): void;
  showSubtitle(index: number | null): void;
  dispose(): void;
};

/** What the player asks of the room it plays in. */
export type PlayerDeps = {
  video: HTMLVideoElement;
  line(): Playback | null;
  /** The server's clock, ms. */
  now(): number | null;
  onStatus(status: "ready" | "buffering"): void;
  /** The film is over while the room still plays; called until it no longer does. */
  onEnded(): void;
  /** The address failed; `again` is called with a fresh one, or with null where there is none. */
  onBroken(again: (media: Media | null) => void): void;
};

const HELD_WITHIN_S = 0.01;
const HOLD_AGAIN_MS = 2_000;
/** Shorter stalls than this are not worth a word. */
const STALL_MS = 350;
/** A host's own line that the room never confirmed is given up. */
const LEAD_MS = 3_000;
const IDLE_MS = 200;

/** Takes charge of `video`, which nothing else may play, pause or seek while it is followed. */
export function createPlayer({ video, line, now, onStatus, onEnded, onBroken }: PlayerDeps): Player {
  const screen = createCell<Screen>({ ...DARK, isMuted: video.muted, volume: video.volume });
  let habits: Habits = NEW_HABITS;
  let shown: Media | null = null;
  let led: { line: Playback; until_ms: number } | null = null;
  let held: { at_s: number; until_ms: number } | null = null;
  let hasRetried = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stall: ReturnType<typeof setTimeout> | undefined;

  // Within the few per cent that steering uses nobody hears a change of pitch, while stretched sound clicks.
  video.preservesPitch = false;

  function tell(change: Partial<Screen>): void {
    const before = screen.get();
    const isNew = (Object.keys(change) as (keyof Screen)[]).some((key) => before[key] !== change[key]);
    if (isNew) screen.set({ ...before, ...change });
  }

  /** The line to follow: the room's, unless this host has just pressed something that the room has not confirmed. */
  function currentLine(): Playback | null {
    const known = line();
    if (led === null || known === null) return known;
    const isOver = known.revision > led.line.revision || performance.now() > led.until_ms;
    if (isOver) led = null;
    return led?.line ?? known;
  }

  function look(): void {
    clearTimeout(timer);
    timer = setTimeout(look, lookOnce());
  }

  /** Looks and acts once; answers after how many ms to look again. */
  function lookOnce(): number {
    const following = currentLine();
    const now_ms = now();
    if (following === null || now_ms === null || video.readyState === HTMLMediaElement.HAVE_NOTHING) return IDLE_MS;
    const { hasJoined } = screen.get();
    if (hasJoined) {
      const step = follow(habits, {
        now_ms,
        line: following,
        position_s: video.currentTime,
        duration_s: Number.isFinite(video.duration) ? video.duration : Number.POSITIVE_INFINITY,
        is_paused: video.paused,
        is_busy: video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
        buffered_s: Array.from({ length: video.buffered.length }, (_, i) => [
          video.buffered.start(i),
          video.buffered.end(i),
        ]),
      });
      habits = step.habits;
      carryOut(step.act, following.rate);
      const isOver = following.is_playing && step.act.do === "hold" && step.act.at_s >= video.duration;
      if (isOver) onEnded();
      report(following);
      return step.again_ms;
    }
    report(following);
    return IDLE_MS;
  }

  function carryOut(act: Act, lineRate: number): void {
    const rate = lineRate * habits.rate;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (act.do !== "hold") held = null;
    switch (act.do) {
      case "hold":
        if (!video.paused) video.pause();
        holdAt(act.at_s);
        return;
      case "start":
        return void play();
      case "jump":
        video.currentTime = act.to_s;
        return;
      case "meet":
        video.pause();
        video.currentTime = act.to_s;
        return;
      case "steer":
      case "nothing":
        return;
    }
  }

  /** Some media cannot be sought to every position, or to none: the same place is not asked for again and again. */
  function holdAt(at_s: number): void {
    const now_ms = performance.now();
    const isAsked = held !== null && held.at_s === at_s && now_ms < held.until_ms;
    if (isAsked || video.seeking || Math.abs(video.currentTime - at_s) <= HELD_WITHIN_S) return;
    held = { at_s, until_ms: now_ms + HOLD_AGAIN_MS };
    video.currentTime = at_s;
  }

  /** A browser that refuses sound still shows the picture, and the viewer is told. */
  async function play(): Promise<void> {
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      if (video.muted) return tell({ hasJoined: false });
      video.muted = true;
      tell({ isHushed: true });
      await play();
    }
  }

  function report(following: Playback): void {
    const duration = Number.isFinite(video.duration) ? video.duration : null;
    // A quarter of a second is as fine as anyone reads it; finer would only render more.
    tell({ time: Math.round(video.currentTime * 4) / 4, duration, isPlaying: following.is_playing });
  }

  function load(media: Media | null): void {
    shown = media;
    habits = NEW_HABITS;
    held = null;
    const address = addressOf(media);
    const tracks = (media?.subtitles ?? []).map(({ src, url, label, lang }) => {
      const track = document.createElement("track");
      return Object.assign(track, { kind: "subtitles", src: url ?? src, label, srclang: lang });
    });
    video.replaceChildren(...tracks);
    tell({ picture: pictureOf(media, address), time: 0, duration: null, subtitle: null });
    if (address !== null) video.src = address;
    else video.removeAttribute("src");
    video.load();
    look();
  }

  function failed(): void {
    if (shown === null || video.error === null) return;
    if (hasRetried) {
      tell({ picture: "broken" });
      return;
    }
    // The signed address may have run out overnight: ask for a fresh one, once.
    hasRetried = true;
    const failing = shown;
    onBroken((media) => {
      if (failing !== shown) return;
      if (media === null || !isSame(media, failing)) tell({ picture: "broken" });
      else load(media);
    });
  }

  function waiting(): void {
    clearTimeout(stall);
    stall = setTimeout(() => {
      tell({ picture: "buffering" });
      onStatus("buffering");
    }, STALL_MS);
  }

  function ready(): void {
    clearTimeout(stall);
    hasRetried = false;
    if (screen.get().picture === "buffering") onStatus("ready");
    tell({ picture: "ready" });
  }

  function shaken(): void {
    const now_ms = now();
    if (now_ms !== null) habits = leaveAlone(habits, now_ms);
  }

  function volumeChanged(): void {
    shaken();
    const { muted: isMuted, volume } = video;
    tell({ isMuted, volume, ...(!isMuted && { isHushed: false }) });
  }

  const listeners: readonly [string, () => void][] = [
    ["waiting", waiting],
    ["canplay", ready],
    ["playing", ready],
    ["playing", shaken],
    ["seeked", look],
    ["volumechange", volumeChanged],
    ["ended", onEnded],
    ["error", failed],
  ];
  for (const [type, listener] of listeners) video.addEventListener(type, listener);
  look();

  return {
    screen,
    video,
    show(media) {
      if (isSame(media, shown)) return;
      hasRetried = false;
      load(media);
    },
    reload(media) {
      hasRetried = false;
      load(media);
    },
    join() {
      tell({ hasJoined: true });
      look();
      // Some browsers bless an element only if it is told to play within the press itself.
      if (!video.paused || shown === null) return;
      video.play().catch(() => {});
      video.pause();
    },
    lead(own) {
      led = { line: own, until_ms: performance.now() + LEAD_MS };
      look();
    },
    look,
    setMuted(isMuted) {
      video.muted = isMuted;
    },
    setVolume(volume) {
      video.volume = volume;
      video.muted = volume === 0;
    },
    showSubtitle(index) {
      for (const [i, track] of [...video.textTracks].entries()) track.mode = i === index ? "showing" : "disabled";
      tell({ subtitle: index });
    },
    dispose() {
      clearTimeout(timer);
      clearTimeout(stall);
      for (const [type, listener] of listeners) video.removeEventListener(type, listener);
      video.pause();
      video.removeAttribute("src");
      video.load();
    },
  };
}
