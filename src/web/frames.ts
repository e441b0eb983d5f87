/** When the pictures of a video were really shown. */
export type Frames = {
  /** How late they were against `ideal_ms`, the median of the last second in ms; null where too few were shown. */
  lateness_ms(): number | null;
  /** The position, s, of the picture that is on the screen; null where none is known. */
  shown_s(): number | null;
  stop(): void;
};

const WINDOW_MS = 1_000;
const FEWEST = 5;

/**
 * Watches the pictures that `video` shows. `ideal_ms` is the local instant at which the picture of a position should
 * be on the screen, or null while the room stands still. A browser that does not tell of its pictures shows too few.
 */
export function watchFrames(video: HTMLVideoElement, ideal_ms: (media_s: number) => number | null): Frames {
  let seen: { at_ms: number; late_ms: number }[] = [];
  let handle = 0;
  let isStopped = false;
  let last_s: number | null = null;

  function shown(_: number, { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata): void {
    if (isStopped) return;
    handle = video.requestVideoFrameCallback(shown);
    last_s = mediaTime;
    // A picture that stands there to wait, or is of a place that was left, is not late: it is not meant.
    const ideal = video.paused || video.seeking ? null : ideal_ms(mediaTime);
    if (ideal === null) seen = [];
    seen = seen.filter(({ at_ms }) => at_ms > expectedDisplayTime - WINDOW_MS);
    if (ideal !== null) seen.push({ at_ms: expectedDisplayTime, late_ms: expectedDisplayTime - ideal });
  }

  if ("requestVideoFrameCallback" in video) handle = video.requestVideoFrameCallback(shown);
  return {
    shown_s: () => last_s,
    lateness_ms() {
      const since_ms = performance.now() - WINDOW_MS;
      const recent = seen.filter(({ at_ms }) => at_ms > since_ms);
      if (recent.length < FEWEST) return null;
      const lateness = recent.map(({ late_ms }) => late_ms).sort((a, b) => a - b);
      return lateness[Math.floor(lateness.length / 2)] ?? null;
    },
    stop() {
      isStopped = true;
      if (handle !== 0) video.cancelVideoFrameCallback(handle);
    },
  };
}
