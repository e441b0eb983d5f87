/**
 * The scripts of the stand-ins in `services.ts`. Each function runs in a page of its own and sees nothing of this file.
 */

/** What a frame that stands in for a service is told by `services.ts`. */
export type FrameSetup = {
  film: string;
  /** Ids that the service refuses to show, by what it says of them. */
  refused: Record<string, string | number>;
};

/** Follows `https://www.youtube.com/iframe_api`: `YT.Player` over a frame that is there. */
export function youTubeApi(): void {
  type Info = Record<string, unknown> & { currentTime: number; playerState: number };
  type Message = { event: string; info: unknown };

  class Player {
    readonly frame: HTMLIFrameElement;
    info: Info = { currentTime: 0, playerState: -1 };
    listeners = new Map<string, ((event: { target: Player; data: unknown }) => void)[]>();

    constructor(frame: HTMLIFrameElement, { events = {} }: { events?: Record<string, (event: object) => void> }) {
      this.frame = frame;
      for (const [type, listener] of Object.entries(events)) this.addEventListener(type, listener);
      const knock = setInterval(() => this.post({ event: "listening" }), 100);
      addEventListener("message", ({ source, data }) => {
        if (source !== frame.contentWindow || typeof data !== "string") return;
        const { event, info }: Message = JSON.parse(data);
        if (event === "initialDelivery") clearInterval(knock);
        if (event === "initialDelivery" || event === "infoDelivery") Object.assign(this.info, info);
        else for (const listener of this.listeners.get(event) ?? []) listener({ target: this, data: info });
      });
      for (const func of "playVideo pauseVideo seekTo cueVideoById setPlaybackRate setVolume mute unMute".split(" "))
        Object.assign(this, { [func]: (...args: unknown[]) => this.post({ event: "command", func, args }) });
      for (const field of ["duration", "videoLoadedFraction", "playbackRate", "availablePlaybackRates", "playerState"])
        Object.assign(this, { [`get${field[0]?.toUpperCase()}${field.slice(1)}`]: () => this.info[field] });
    }

    post(message: object): void {
      this.frame.contentWindow?.postMessage(JSON.stringify({ ...message, id: 1, channel: "widget" }), "*");
    }
    addEventListener(type: string, listener: (event: { target: Player; data: unknown }) => void): void {
      this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
    }
    /** Between two reports the real one reckons on for up to a second. */
    getCurrentTime(): number {
      const { currentTime, playerState, currentTimeLastUpdated_: at, playbackRate } = this.info;
      if (playerState !== 1) return currentTime;
      return currentTime + Math.min(Date.now() / 1000 - Number(at), 1) * Number(playbackRate);
    }
    getVolume = () => 100;
    isMuted = () => false;
    getOption = () => [];
    destroy(): void {
      this.frame.remove();
    }
  }
  const PlayerState = { UNSTARTED: -1, ENDED: 0, PLAYING: 1, PAUSED: 2, BUFFERING: 3, CUED: 5 };
  Object.assign(window, { YT: { Player, PlayerState } });
  (window as unknown as { onYouTubeIframeAPIReady?: () => void }).onYouTubeIframeAPIReady?.();
}

/** Follows what YouTube's frame says and hears: JSON texts, each command obeyed a little later, four reports a second. */
export async function youTubeFrame({ film, refused }: FrameSetup): Promise<void> {
  const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
  const late = () => 10 + Math.random() * 25;
  const video = document.createElement("video");
  document.body.append(video);
  video.src = URL.createObjectURL(await (await fetch(film)).blob());
  let id = location.pathname.split("/").at(-1) ?? "";
  let [state, hasBegun] = [-1, false];

  const post = (event: string, info: unknown) =>
    parent.postMessage(JSON.stringify({ event, info, id: 1, channel: "widget" }), "*");
  const info = () => ({
    playerState: state,
    currentTime: video.currentTime,
    currentTimeLastUpdated_: Date.now() / 1000,
    duration: video.duration || 0,
    playbackRate: video.playbackRate,
    availablePlaybackRates: RATES,
    videoLoadedFraction: video.buffered.length === 0 ? 0 : video.buffered.end(0) / video.duration,
  });
  function become(next: number): void {
    if (next === state) return;
    state = next;
    post("infoDelivery", info());
    post("onStateChange", next);
  }
  function begin(): boolean {
    const code = refused[id];
    if (code !== undefined) post("onError", code);
    return code === undefined;
  }
  const play = () =>
    video.play().then(
      () => {},
      (error) => error.name === "NotAllowedError" && post("onAutoplayBlocked", null),
    );

  video.addEventListener("playing", () => become(1));
  video.addEventListener("waiting", () => become(3));
  video.addEventListener("seeking", () => hasBegun && become(3));
  video.addEventListener("seeked", () => hasBegun && video.paused && become(2));
  video.addEventListener("pause", () => !video.ended && !video.seeking && become(2));
  video.addEventListener("ended", () => become(0));
  setInterval(() => state === 1 && post("infoDelivery", info()), 250);

  const commands: Record<string, (argument: never) => void> = {
    playVideo() {
      if (!begin()) return;
      if (!hasBegun) become(3);
      hasBegun = true;
      void play();
    },
    pauseVideo: () => hasBegun && video.pause(),
    // What is paused stays so; anything else plays from there.
    seekTo(to_s: number) {
      video.currentTime = to_s;
      if (state !== 2) commands.playVideo?.(undefined as never);
    },
    cueVideoById({ videoId, startSeconds = 0 }: { videoId: string; startSeconds?: number }) {
      id = videoId;
      hasBegun = false;
      video.pause();
      video.currentTime = startSeconds;
      if (begin()) become(5);
    },
    setPlaybackRate(rate: number) {
      if (RATES.includes(rate)) video.playbackRate = rate;
    },
    setVolume(percent: number) {
      video.volume = percent / 100;
    },
    mute() {
      video.muted = true;
    },
    unMute() {
      video.muted = false;
    },
  };

  let isHeard = false;
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || typeof data !== "string") return;
    const { event, func, args } = JSON.parse(data);
    if (event === "listening" && !isHeard) {
      isHeard = true;
      post("initialDelivery", info());
      post("onReady", null);
      begin();
    }
    if (event === "command") setTimeout(() => commands[func]?.(args[0] as never), late());
  });
}

/** Follows what Vimeo's frame says and hears: `{ method, value }` each way, `{ event, data }`, four reports a second. */
export async function vimeoFrame({ film, refused }: FrameSetup): Promise<void> {
  const late = () => 10 + Math.random() * 25;
  const video = document.createElement("video");
  document.body.append(video);
  video.src = URL.createObjectURL(await (await fetch(film)).blob());
  await new Promise((resolve) => video.addEventListener("loadeddata", resolve, { once: true }));
  const wanted = new Set<string>();

  const post = (message: object) => parent.postMessage(message, "*");
  const where = () => ({
    seconds: Math.round(video.currentTime * 1000) / 1000,
    percent: video.currentTime / video.duration,
    duration: video.duration,
  });
  const tell = (event: string, data: object = where()) => wanted.has(event) && post({ event, data });
  function fail(method: string, name: string): never {
    post({ event: "error", data: { method, name, message: `${name} of ${method}` } });
    throw new Error(name);
  }
  function loads(id: string, method: string): void {
    const name = refused[id];
    if (name !== undefined) fail(method, String(name));
  }

  for (const type of ["playing", "pause", "seeking", "seeked", "ended", "play"])
    video.addEventListener(type, () => (type === "pause" && video.ended) || tell(type));
  video.addEventListener("waiting", () => tell("bufferstart"));
  video.addEventListener("canplay", () => tell("bufferend"));
  video.addEventListener("ratechange", () => tell("playbackratechange", { playbackRate: video.playbackRate }));
  setInterval(() => !video.paused && tell("timeupdate"), 250);
  setInterval(() => tell("progress", { ...where(), seconds: video.duration }), 500);

  const methods: Record<string, (value: never) => unknown> = {
    ping: () => undefined,
    addEventListener: ([type]: [string]) => void wanted.add(type),
    removeEventListener: ([type]: [string]) => void wanted.delete(type),
    play: () => video.play().catch(({ name }) => fail("play", name)),
    pause: () => video.pause(),
    getDuration: () => video.duration,
    getCurrentTime: () => where().seconds,
    getMuted: () => video.muted,
    getVolume: () => video.volume,
    getTextTracks: () => [],
    setMuted: (isMuted: boolean) => {
      video.muted = isMuted;
      return isMuted;
    },
    setVolume: (volume: number) => {
      video.volume = volume;
      return volume;
    },
    setPlaybackRate(rate: number) {
      if (rate < 0.5 || rate > 2) fail("setPlaybackRate", "RangeError");
      video.playbackRate = rate;
      return rate;
    },
    async setCurrentTime(seconds: number) {
      video.currentTime = seconds;
      await new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
      return where().seconds;
    },
    async loadVideo([id]: [number]) {
      loads(String(id), "loadVideo");
      video.pause();
      video.currentTime = 0;
      await new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
      tell("loaded", { id });
      return id;
    },
  };

  addEventListener("message", ({ source, data: { method, value } }) => {
    if (source !== parent) return;
    const obey = async () => post({ method, value: await methods[method]?.(value as never) });
    setTimeout(() => obey().catch(() => {}), late());
  });
  try {
    loads(location.pathname.split("/").at(-1) ?? "", "ready");
    post({ event: "ready" });
  } catch {
    // It was said.
  }
}
