import type { Media, Playback } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import { addressOf, DARK, isSame, pictureOf, type Screen } from "./screen.ts";
import type { SyncFigures } from "./sync-figures.ts";
import { createSyncLoop } from "./sync-loop.ts";

/** The media element of one room, kept on the room's line. */
export type Player = {
  readonly screen: Cell<Screen>;
  /** How well it keeps to the line; renewed about twice a second. */
  readonly figures: Cell<SyncFigures>;
  readonly video: HTMLVideoElement;
  /** Shows this medium; nothing is loaded anew while its kind and src stay the same. */
  show(media: Media | null): void;
  /** Tries the same medium again under another address. */
  reload(media: Media | null): void;
  /** Begins to follow. Call it in the handler of a press: that is what lets sound start. */
  join(): void;
  /** Follows `line` instead of the room's until the room has taken it over: a host's press takes effect at once. */
  lead(line: Playback): void;
  /** The line that is followed now. */
  line(): Playback | null;
  /** Where the film is, s, as the room counts: without this viewer's own offset. */
  position(): number;
  /** How long the film would take from now to move, ms: from where it stands, or from `to_s`. */
  startCost(): number;
  meetCost(to_s: number): number;
  /** Looks at the line now, because it changed. */
  look(): void;
  setMuted(isMuted: boolean): void;
  setVolume(volume: number): void;
  showSubtitle(index: number | null): void;
  /** Plays this many seconds ahead of the room (negative: behind it), -2 to 2: for a different cut or a slow TV. */
  setAhead(seconds: number): void;
  dispose(): void;
};

/** What the player asks of the room it plays in. */
export type PlayerDeps = {
  video: HTMLVideoElement;
  line(): Playback | null;
  /** The server's clock (ms) at a local instant. */
  serverTime(local_ms: number): number | null;
  roundTrip_ms(): number | null;
  onStatus(status: "ready" | "buffering"): void;
  /** The film is over while the room still plays; called until it no longer does. */
  onEnded(): void;
  /** The address failed; `again` is called with a fresh one, or with null where there is none. */
  onBroken(again: (media: Media | null) => void): void;
};

/** Shorter stalls than this are not worth a word. */
const STALL_MS = 350;
const AHEAD_MOST_S = 2;

/** Takes charge of `video`, which nothing else may play, pause or seek while it is followed. */
export function createPlayer(deps: PlayerDeps): Player {
  const { video, onStatus, onEnded, onBroken } = deps;
  const screen = createCell<Screen>({ ...DARK, isMuted: video.muted, volume: video.volume });
  let shown: Media | null = null;
  let hasRetried = false;
  let stall: ReturnType<typeof setTimeout> | undefined;
  const loop = createSyncLoop({ ...deps, play: () => void play(), onLook: report });

  function tell(change: Partial<Screen>): void {
    const before = screen.get();
    const isNew = (Object.keys(change) as (keyof Screen)[]).some((key) => before[key] !== change[key]);
    if (isNew) screen.set({ ...before, ...change });
  }

  /** A browser that refuses sound still shows the picture, and the viewer is told. */
  async function play(): Promise<void> {
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      if (video.muted) {
        loop.leave();
        return tell({ hasJoined: false });
      }
      video.muted = true;
      tell({ isHushed: true });
      await play();
    }
  }

  function report(line: Playback): void {
    const duration = Number.isFinite(video.duration) ? video.duration : null;
    // A quarter of a second is as fine as anyone reads it; finer would only render more.
    tell({ time: Math.round(video.currentTime * 4) / 4, duration, isPlaying: line.is_playing });
    if (line.is_playing && video.paused && duration !== null && video.currentTime >= duration) onEnded();
  }

  function load(media: Media | null): void {
    shown = media;
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
    loop.restart();
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

  function volumeChanged(): void {
    const { muted: isMuted, volume } = video;
    tell({ isMuted, volume, ...(!isMuted && { isHushed: false }) });
  }

  const listeners: readonly [string, () => void][] = [
    ["waiting", waiting],
    ["canplay", ready],
    ["playing", ready],
    ["volumechange", volumeChanged],
    ["ended", onEnded],
    ["error", failed],
  ];
  for (const [type, listener] of listeners) video.addEventListener(type, listener);

  return {
    screen,
    figures: loop.figures,
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
      loop.join();
      // Some browsers bless an element only if it is told to play within the press itself.
      if (!video.paused || shown === null) return;
      video.play().catch(() => {});
      video.pause();
    },
    lead: loop.lead,
    line: loop.line,
    position: loop.position,
    startCost: loop.startCost,
    meetCost: loop.meetCost,
    look: loop.look,
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
    setAhead(seconds) {
      const ahead = Math.min(Math.max(seconds, -AHEAD_MOST_S), AHEAD_MOST_S);
      tell({ ahead });
      loop.setAhead(ahead);
    },
    dispose() {
      loop.stop();
      clearTimeout(stall);
      for (const [type, listener] of listeners) video.removeEventListener(type, listener);
      video.pause();
      video.removeAttribute("src");
      video.load();
    },
  };
}
