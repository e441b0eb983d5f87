/** What a page looked like: wall clock (ms), position (s), `paused`, `seeking`, `readyState`, `playbackRate`. */
export type Sample = readonly [
  wall_ms: number,
  position_s: number,
  isPaused: boolean,
  isSeeking: boolean,
  readyState: number,
  rate: number,
];

/** An event of the film, or a press in the page: what it was and where. */
export type Happening = { readonly wall_ms: number; readonly type: string; readonly where: string };

/** A frame on screen: when, and which. */
export type Frame = readonly [shown_ms: number, media_s: number];

/** What a probe has gathered since it was last asked. */
export type Gathered = {
  samples: Sample[];
  happenings: Happening[];
  frames: Frame[];
};

/** Where a page keeps what it gathers. */
export type Probed = { gathered: Gathered };

/** A clock's error. */
export type WrongClock = { readonly offset_ms: number; readonly ppm: number };

/**
 * Runs in the page before the product does: notes what the film does, when, and what is pressed, all on the machine's
 * true clock. With `wrong`, everything that runs after it sees a clock that is off and runs fast.
 */
export function probe(wrong: WrongClock | null): void {
  const EVERY_MS = 50;
  // Right after a press the film is watched this closely, for this long.
  const CLOSE_MS = 5;
  const CLOSE_FOR_MS = 1_500;
  const PROMPT_MS = 0.5;
  const TRIES = 4;
  const now = performance.now.bind(performance);
  const origin_ms = performance.timeOrigin;
  const onFrame = HTMLVideoElement.prototype.requestVideoFrameCallback;
  const wallMs = () => origin_ms + now();
  const probed: Probed = { gathered: { samples: [], happenings: [], frames: [] } };
  Object.assign(window, { probed });
  let video: HTMLVideoElement | null = null;

  /**
   * A process that is set aside between two readings would claim a position for the wrong instant. Chromium holds
   * `currentTime` steady until the microtasks after the first reading, so that only after them it can be read anew;
   * what is never prompt is dropped.
   */
  function sample(tries = TRIES): void {
    if (video === null) return;
    const before_ms = wallMs();
    const { currentTime, paused, seeking, readyState, playbackRate } = video;
    const took_ms = wallMs() - before_ms;
    if (took_ms <= PROMPT_MS)
      probed.gathered.samples.push([before_ms + took_ms / 2, currentTime, paused, seeking, readyState, playbackRate]);
    else if (tries > 1) queueMicrotask(() => sample(tries - 1));
  }

  function find(): void {
    const found = document.querySelector("video");
    if (found === null || found === video) return;
    video = found;
    const shown = (_: number, { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata) => {
      probed.gathered.frames.push([origin_ms + expectedDisplayTime, mediaTime]);
      if (video === found) onFrame.call(found, shown);
    };
    onFrame.call(found, shown);
    for (const type of ["seeking", "seeked", "ratechange", "playing", "pause", "play", "waiting"])
      found.addEventListener(type, () => {
        probed.gathered.happenings.push({ wall_ms: wallMs(), type, where: "video" });
        sample();
      });
  }

  function watchClosely(): void {
    const until_ms = now() + CLOSE_FOR_MS;
    const timer = setInterval(() => {
      sample();
      if (now() > until_ms) clearInterval(timer);
    }, CLOSE_MS);
  }

  for (const type of ["click", "change"])
    addEventListener(
      type,
      ({ target }) => {
        const pressed = target instanceof Element ? target.closest("button, input") : null;
        if (pressed === null) return;
        const where = pressed.getAttribute("aria-label") ?? pressed.textContent ?? "";
        sample();
        probed.gathered.happenings.push({ wall_ms: wallMs(), type, where });
        watchClosely();
      },
      true,
    );
  setInterval(() => {
    find();
    sample();
  }, EVERY_MS);

  if (wrong === null) return;
  const pace = 1 + wrong.ppm / 1e6;
  const off = (ms: number) => ms * pace + wrong.offset_ms;
  const TrueDate = Date;
  const dateMs = () => Math.floor(origin_ms + off(now()));
  performance.now = () => off(now());
  window.Date = new Proxy(TrueDate, {
    construct: (made, given, target) => Reflect.construct(made, given.length === 0 ? [dateMs()] : given, target),
    apply: () => new TrueDate(dateMs()).toString(),
    get: (made, key) => (key === "now" ? dateMs : Reflect.get(made, key)),
  });
  const stamp = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp")?.get;
  Object.defineProperty(Event.prototype, "timeStamp", {
    configurable: true,
    get(this: Event) {
      return off(Number(stamp?.call(this)));
    },
  });
  const animate = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => animate((at) => callback(off(at)));
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
    return onFrame.call(this, (at, frame) =>
      callback(off(at), {
        ...frame,
        presentationTime: off(frame.presentationTime),
        expectedDisplayTime: off(frame.expectedDisplayTime),
      }),
    );
  };
}
