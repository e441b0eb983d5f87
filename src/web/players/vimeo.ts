import VimeoVideoElement from "vimeo-video-element";
import type { BrokenReason } from "./film-element.ts";
import type { OpenService } from "./service.ts";
import { ServiceFilm } from "./service-film.ts";
import { placeFrame } from "./service-frame.ts";

/** As much of Vimeo's player API as is used here: github.com/vimeo/player.js. */
type VimeoApi = {
  ready(): Promise<void>;
  loadVideo(id: number): Promise<unknown>;
  play(): Promise<void>;
  pause(): Promise<void>;
  setCurrentTime(seconds: number): Promise<number>;
  setPlaybackRate(rate: number): Promise<number>;
  setVolume(volume: number): Promise<number>;
  setMuted(isMuted: boolean): Promise<boolean>;
  getDuration(): Promise<number>;
  on(type: string, listener: (data: { seconds: number; duration: number }) => void): void;
};

const REASONS: Readonly<Record<string, BrokenReason>> = {
  PrivacyError: "embedding",
  PasswordError: "embedding",
  NotFoundError: "gone",
  TypeError: "gone",
};
const [RATE_LEAST, RATE_MOST] = [0.5, 2] as const;
const READY_WITHIN_MS = 15_000;
const config = { dnt: true, keyboard: false, title: false, byline: false, portrait: false, pip: false };

/** An element that plays Vimeo's films by their ids. */
export const createVimeoFilm = (): ServiceFilm => new ServiceFilm(open);

const open: OpenService = (place, id, tell) => {
  let [duration_s, loaded_s, seeks] = [Number.NaN, 0, 0];
  let canRate = true;
  const element = placeFrame<VimeoApi>(place, VimeoVideoElement, `https://vimeo.com/${id}`, config);
  const late = setTimeout(() => tell({ it: "fails", reason: "network" }), READY_WITHIN_MS);
  const player = new Promise<VimeoApi>((resolve) => {
    // The element has its player right after it says so.
    element.addEventListener("loadstart", () => queueMicrotask(() => element.api && resolve(element.api)), {
      once: true,
    });
  });

  const failed = (error: unknown) => {
    clearTimeout(late);
    tell({ it: "fails", reason: REASONS[error instanceof Error ? error.name : ""] ?? "network" });
  };
  const ask = (act: (player: VimeoApi) => Promise<unknown>, otherwise: (error: unknown) => void = () => {}) =>
    void player.then(act).catch(otherwise);

  async function loaded(player: VimeoApi): Promise<void> {
    clearTimeout(late);
    loaded_s = 0;
    duration_s = await player.getDuration();
    tell({ it: "loaded" });
  }

  ask(async (player) => {
    player.on("playing", () => tell({ it: "playing" }));
    player.on("pause", () => tell({ it: "paused" }));
    player.on("bufferstart", () => tell({ it: "buffering" }));
    player.on("bufferend", () => tell({ it: "buffered" }));
    player.on("ended", () => tell({ it: "ended" }));
    player.on("timeupdate", ({ seconds }) => tell({ it: "is at", at_s: seconds }));
    player.on("durationchange", ({ duration }) => {
      duration_s = duration;
    });
    player.on("progress", ({ seconds }) => {
      loaded_s = seconds;
    });
    await player.ready();
    await loaded(player);
  }, failed);

  return {
    cue(next) {
      ask(async (player) => {
        await player.loadVideo(Number(next));
        await loaded(player);
      }, failed);
    },
    play() {
      ask(
        (player) => player.play(),
        (error) => error instanceof Error && error.name === "NotAllowedError" && tell({ it: "may not start" }),
      );
    },
    pause: () => ask((player) => player.pause()),
    seek(to_s) {
      const seek = ++seeks;
      const arrived = () => {
        if (seek === seeks) tell({ it: "seeked" });
      };
      ask((player) => player.setCurrentTime(to_s).then(arrived), arrived);
    },
    // Its owner may have ruled other rates out, which is found out by asking.
    nearestRate: (rate) => (canRate ? Math.min(Math.max(rate, RATE_LEAST), RATE_MOST) : 1),
    setRate(rate) {
      ask(
        (player) => player.setPlaybackRate(rate),
        () => {
          canRate = false;
          tell({ it: "keeps to", rate: 1 });
        },
      );
    },
    setSound(volume, isMuted) {
      ask((player) => player.setVolume(volume));
      ask((player) => player.setMuted(isMuted));
    },
    duration_s: () => duration_s,
    loadedUntil_s: () => loaded_s,
    close: () => clearTimeout(late),
  };
};
