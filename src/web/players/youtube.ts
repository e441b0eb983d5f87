import YoutubeVideoElement from "youtube-video-element";
import type { BrokenReason } from "./film-element.ts";
import type { OpenService } from "./service.ts";
import { ServiceFilm } from "./service-film.ts";
import { placeFrame } from "./service-frame.ts";

/** As much of YouTube's IFrame Player API as is used here: developers.google.com/youtube/iframe_api_reference. */
type YouTubeApi = {
  playVideo(): void;
  pauseVideo(): void;
  seekTo(seconds: number, allowSeekAhead: boolean): void;
  cueVideoById(video: { videoId: string; startSeconds?: number }): void;
  setPlaybackRate(rate: number): void;
  getAvailablePlaybackRates(): number[] | undefined;
  setVolume(percent: number): void;
  mute(): void;
  unMute(): void;
  getCurrentTime(): number | undefined;
  getDuration(): number | undefined;
  getVideoLoadedFraction(): number | undefined;
  addEventListener(type: "onStateChange" | "onError" | "onAutoplayBlocked", listener: (event: Said) => void): void;
};
type Said = { data: number };

/** YouTube's own numbers. */
const STATE = { unstarted: -1, ended: 0, playing: 1, paused: 2, buffering: 3, cued: 5 } as const;
const REASONS: Readonly<Record<number, BrokenReason>> = {
  2: "gone",
  5: "format",
  100: "gone",
  101: "embedding",
  150: "embedding",
  153: "embedding",
};

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
/** Neither keys nor full screen of its own, its captions only for who wants them, and only this page commands it. */
const config = () => ({ disablekb: 1, fs: 0, cc_load_policy: 0, origin: location.origin });

const API_SCRIPT = "https://www.youtube.com/iframe_api";
const API_WITHIN_MS = 15_000;
/** YouTube says neither where it is nor when a seek is done: it has to be asked. */
const LOOK_MS = 100;
const SEEK_LOOK_MS = 40;
const SEEK_NEAR_S = 0.25;
const SEEK_MOST_MS = 3_000;

/** An element that plays YouTube's films by their ids. */
export const createYouTubeFilm = (): ServiceFilm => new ServiceFilm(open);

let api: Promise<void> | null = null;

/** Brings YouTube's script, which its element waits for in vain where it cannot be had. A failure is no last word. */
function loadApi(): Promise<void> {
  // It may have come too late for the film that asked for it, and says only once that it is there.
  const { YT } = globalThis as { YT?: { Player?: unknown } };
  if (YT?.Player !== undefined) return Promise.resolve();
  api ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    const failed = () => {
      clearTimeout(late);
      api = null;
      script.remove();
      reject(new Error("YouTube cannot be reached"));
    };
    const late = setTimeout(failed, API_WITHIN_MS);
    const ready = () => {
      clearTimeout(late);
      resolve();
    };
    Object.assign(globalThis, { onYouTubeIframeAPIReady: ready });
    script.src = API_SCRIPT;
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return api;
}

const open: OpenService = (place, id, tell) => {
  let player: YouTubeApi | null = null;
  let state: number = STATE.unstarted;
  /** YouTube plays when it is sent elsewhere before it has begun, so it is sent there when it begins. */
  let beginsAt_s: number | null = null;
  let watching: ReturnType<typeof setInterval> | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const hasBegun = () => state === STATE.playing || state === STATE.paused || state === STATE.buffering;

  loadApi().then(
    () => {
      if (isClosed) return;
      const address = `https://www.youtube-nocookie.com/embed/${id}`;
      const element = placeFrame<YouTubeApi>(place, YoutubeVideoElement, address, config());
      late = setTimeout(() => tell({ it: "fails", reason: "network" }), API_WITHIN_MS);
      element.addEventListener("error", () => {
        clearTimeout(late);
        const { error } = element as unknown as HTMLVideoElement;
        tell({ it: "fails", reason: REASONS[error?.code ?? 0] ?? "network" });
      });
      element.addEventListener("loadcomplete", () => {
        clearTimeout(late);
        player = element.api;
        if (player !== null) attend(player);
      });
    },
    () => tell({ it: "fails", reason: "network" }),
  );

  function attend(player: YouTubeApi): void {
    player.addEventListener("onStateChange", ({ data }) => changed(data));
    player.addEventListener("onAutoplayBlocked", () => tell({ it: "may not start" }));
    tell({ it: "loaded" });
  }

  function tellPosition(): void {
    if (player !== null) tell({ it: "is at", at_s: player.getCurrentTime() ?? 0 });
  }

  function changed(next: number): void {
    if (isClosed) return;
    state = next;
    clearInterval(watching);
    if (next === STATE.playing) watching = setInterval(tellPosition, LOOK_MS);
    if (next === STATE.playing) tell({ it: "playing" });
    else if (next === STATE.paused) tell({ it: "paused" });
    else if (next === STATE.ended) tell({ it: "ended" });
    else if (next === STATE.buffering) tell({ it: "buffering" });
    else if (next === STATE.cued) tell({ it: "loaded" });
  }

  /** Looks until YouTube says that it is there, and is not waiting for film. */
  function lookFor(to_s: number): void {
    const until_ms = performance.now() + SEEK_MOST_MS;
    const look = () => {
      const isThere = Math.abs((player?.getCurrentTime() ?? 0) - to_s) < SEEK_NEAR_S && state !== STATE.buffering;
      if (!isThere && performance.now() < until_ms) return;
      clearInterval(looking);
      tell({ it: "seeked" });
    };
    looking = setInterval(look, SEEK_LOOK_MS);
  }

  return {
    cue(next) {
      clearInterval(looking);
      [state, beginsAt_s] = [STATE.unstarted, null];
      player?.cueVideoById({ videoId: next });
    },
    play() {
      if (beginsAt_s !== null) player?.seekTo(beginsAt_s, true);
      beginsAt_s = null;
      player?.playVideo();
    },
    pause() {
      player?.pauseVideo();
    },
    seek(to_s) {
      clearInterval(looking);
      if (!hasBegun()) {
        beginsAt_s = to_s;
        queueMicrotask(() => tell({ it: "seeked" }));
        return;
      }
      player?.seekTo(to_s, true);
      player?.pauseVideo();
      lookFor(to_s);
    },
    nearestRate(rate) {
      const rates = player?.getAvailablePlaybackRates() ?? RATES;
      return rates.reduce((near, each) => (Math.abs(each - rate) < Math.abs(near - rate) ? each : near), 1);
    },
    setRate(rate) {
      player?.setPlaybackRate(rate);
    },
    setSound(volume, isMuted) {
      player?.setVolume(Math.round(volume * 100));
      if (isMuted) player?.mute();
      else player?.unMute();
    },
    duration_s: () => player?.getDuration() || Number.NaN,
    loadedUntil_s: () => (player?.getVideoLoadedFraction() ?? 0) * (player?.getDuration() ?? 0),
    close() {
      isClosed = true;
      clearTimeout(late);
      clearInterval(watching);
      clearInterval(looking);
    },
  };
};
