import { positionAt } from "../domain/playback.ts";
import type { Media, Playback } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import { codecsOf } from "./codecs-of.ts";
import { ownFiles } from "./own-files.ts";
import { lacksIn, NO_LACKS } from "./playable.ts";
import { type BrokenReason, reasonOf } from "./players/film-element.ts";
import { addressFor, type ElementName } from "./players/players.ts";
import { type Chosen, DARK, isDead, isSame, pictureOf, type Screen } from "./screen.ts";
import { createSyncLoop, type SyncLoop } from "./sync-loop.ts";

/** What others ask of the loop that keeps the film on its line goes straight through to it. */
type Steered = Pick<
  SyncLoop,
  | "figures"
  | "lead"
  | "followedLine"
  | "isLeading"
  | "release"
  | "position"
  | "shownPosition"
  | "startCost"
  | "meetCost"
  | "look"
>;

/** The media element of one room, kept on the room's line. */
export type Player = Steered & {
  readonly screen: Cell<Screen>;
  readonly video: HTMLVideoElement;
  /** Shows this medium; nothing is loaded anew while its kind and src stay the same. */
  show(media: Media | null): void;
  /** Tries the same medium again under another address. */
  reload(media: Media | null): void;
  /** Loads what the browser is thought to lack the means for: it may know better. */
  insist(): void;
  /** Begins to follow. Call it in the handler of a press: that is what lets sound start. */
  join(): void;
  setMuted(isMuted: boolean): void;
  setVolume(volume: number): void;
  /** Plays this many seconds ahead of the room (negative: behind it), -2 to 2: for a different cut or a slow TV. */
  setAhead(seconds: number): void;
  dispose(): void;
};

/** What the player asks of the room it plays in. */
export type PlayerDeps = {
  video: HTMLVideoElement;
  /** What kind of element it is. */
  element: ElementName;
  /** What the viewer chose with the player before this one, or on their way in. */
  chosen: Chosen;
  roomLine(): Playback | null;
  /** The server's clock (ms) at a local instant. */
  serverTime(local_ms: number): number | null;
  roundTrip_ms(): number | null;
  onStatus(status: "ready" | "buffering"): void;
  /** The room's film is over, and here it was played out; called until the room no longer plays. */
  onEnded(): void;
  /** The address failed; `again` is called with a fresh one, or with null where there is none. */
  onBroken(again: (media: Media | null) => void): void;
};

/** Shorter stalls than this are not worth a word. */
const STALL_MS = 350;
/** A film that fails again so soon after it was loaded anew is broken. */
const RETRY_AGAIN_MS = 60_000;
const AHEAD_MOST_S = 2;
/** So near its end a film has nothing more to load. */
const END_S = 0.1;
const READY_FROM: ReadonlySet<Screen["picture"]> = new Set(["loading", "buffering"]);

/** Takes charge of `video`, which nothing else may play, pause or seek while it is followed. */
export function createPlayer(deps: PlayerDeps): Player {
  const { video, element, chosen, onStatus, onEnded, onBroken } = deps;
  const screen = createCell<Screen>({ ...DARK, ...chosen });
  let shown: Media | null = null;
  let insisted: Media | null = null;
  let retried_ms = Number.NEGATIVE_INFINITY;
  let stall: ReturnType<typeof setTimeout> | undefined;
  let isStalled = false;
  let isDisposed = false;
  const loop = createSyncLoop({ ...deps, playerName: element, play: () => void play(), onLook: report });

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

  function report(line: Playback, now_ms: number): void {
    const duration = Number.isFinite(video.duration) ? video.duration : null;
    // A quarter of a second is as fine as anyone reads it; finer would only render more.
    tell({ time: Math.round(Math.max(loop.position(), 0) * 4) / 4, duration, isPlaying: line.is_playing });
    tendStall(line);
    if (!line.is_playing || duration === null || !(video.paused || video.ended)) return;
    if (positionAt(line, now_ms) >= duration) onEnded();
  }

  function load(media: Media | null): void {
    if (isDisposed) return;
    goesOn();
    shown = media;
    tell({ picture: pictureOf(media), reason: null, time: 0, duration: null, lacks: NO_LACKS });
    fill(addressFor(element, media));
    loop.restart();
    void examine(media);
  }

  function fill(address: string | null): void {
    if (address !== null) video.src = address;
    else video.removeAttribute("src");
    video.load();
  }

  /** Says what the browser lacks for this film before it starts: a film without its pictures is not even loaded. */
  async function examine(media: Media | null): Promise<void> {
    const isBroken = screen.get().picture === "broken";
    const codecs = codecsOf(media, isBroken);
    const lacks = lacksIn(codecs instanceof Promise ? await codecs : codecs);
    if (isDisposed || shown !== media) return;
    const isRefused = lacks.video !== null && !isBroken && !(insisted !== null && isSame(media, insisted));
    tell({ lacks, ...(isRefused && { picture: "unplayable" }) });
    if (isRefused) fill(null);
  }

  /** Before the viewer joins, the picture is the one at which the room is. */
  function preview(): void {
    const [line, now_ms] = [deps.roomLine(), deps.serverTime(performance.now())];
    if (screen.get().hasJoined || line === null || now_ms === null) return;
    const last = Number.isFinite(video.duration) ? Math.max(video.duration - END_S, 0) : Number.POSITIVE_INFINITY;
    video.currentTime = Math.min(positionAt(line, now_ms), last);
  }

  function broken(reason: BrokenReason | null): void {
    tell({ picture: "broken", reason });
    void examine(shown);
  }

  function failed(): void {
    if (shown === null || video.error === null) return;
    const now_ms = performance.now();
    const reason = reasonOf(video.error);
    const isFinal = reason !== null && reason !== "network";
    if (isFinal || now_ms < retried_ms + RETRY_AGAIN_MS) {
      broken(reason);
      return;
    }
    // The signed address may have run out overnight: ask for a fresh one, once.
    retried_ms = now_ms;
    const failing = shown;
    onBroken((media) => {
      if (failing !== shown) return;
      if (media === null || !isSame(media, failing)) broken(reason);
      else load(media);
    });
  }

  /** A player that was sent ahead is paused there, and browsers do not say of a paused one that it waits for film. */
  function tendStall(line: Playback): void {
    if (isDead(screen.get())) {
      goesOn();
      return;
    }
    const { seeking, readyState, currentTime, duration } = video;
    const isLacking = seeking || readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    // After a stall a picture or two are not enough to go on with, unless it does go on.
    const isWell = !isLacking && (!isStalled || !video.paused || readyState === HTMLMediaElement.HAVE_ENOUGH_DATA);
    if (isWell || video.ended || currentTime >= duration - END_S) ready();
    else if (isLacking && line.is_playing && screen.get().hasJoined) stall ??= setTimeout(stalls, STALL_MS);
  }

  function stalls(): void {
    tell({ picture: "buffering" });
    isStalled = true;
    onStatus("buffering");
  }

  /** Whatever the film was waiting for, it is over. */
  function goesOn(): void {
    clearTimeout(stall);
    stall = undefined;
    if (isStalled) onStatus("ready");
    isStalled = false;
  }

  function ready(): void {
    goesOn();
    if (READY_FROM.has(screen.get().picture)) tell({ picture: "ready" });
  }

  function volumeChanged(): void {
    const { muted: isMuted, volume } = video;
    tell({ isMuted, volume, ...(!isMuted && { isHushed: false }) });
  }

  const listeners: readonly [string, () => void][] = [
    ["volumechange", volumeChanged],
    ["error", failed],
    ["loadedmetadata", preview],
  ];
  for (const [type, listener] of listeners) video.addEventListener(type, listener);
  video.muted = chosen.isMuted;
  video.volume = chosen.volume;
  loop.setAhead(chosen.ahead);
  if (chosen.hasJoined) loop.join();
  let known = ownFiles.get();
  const unwatch = ownFiles.watch((files) => {
    const isOurs = shown?.kind === "own" && files.get(shown.src) !== known.get(shown.src);
    known = files;
    if (isOurs) load(shown);
  });

  return {
    screen,
    figures: loop.figures,
    video,
    show(media) {
      if (isSame(media, shown)) return;
      retried_ms = Number.NEGATIVE_INFINITY;
      load(media);
    },
    reload(media) {
      retried_ms = Number.NEGATIVE_INFINITY;
      load(media);
    },
    insist() {
      insisted = shown;
      load(shown);
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
    followedLine: loop.followedLine,
    isLeading: loop.isLeading,
    release: loop.release,
    position: loop.position,
    shownPosition: loop.shownPosition,
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
    setAhead(seconds) {
      const ahead = Math.min(Math.max(seconds, -AHEAD_MOST_S), AHEAD_MOST_S);
      tell({ ahead });
      loop.setAhead(ahead);
    },
    dispose() {
      isDisposed = true;
      unwatch();
      loop.stop();
      // Whoever comes next may never stall, and so never say that it goes on.
      goesOn();
      for (const [type, listener] of listeners) video.removeEventListener(type, listener);
      video.pause();
      video.removeAttribute("src");
      video.load();
    },
  };
}
