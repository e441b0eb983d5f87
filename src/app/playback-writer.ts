import type { Clock, Log, Store } from "../ports.ts";
import type { Playback } from "../protocol/values.ts";

const RETRY_MS = 500;

/**
 * Stores a room's playback right behind its broadcast: one write at a time, always the newest state, so that no
 * disk ever delays the film. A write that fails is tried again until it or a newer one is stored.
 */
export function createPlaybackWriter(code: string, store: Store, clock: Clock, log: Log) {
  let newest: Playback | undefined;
  let writing: Promise<void> | undefined;
  let isLast = false;

  async function drain(): Promise<void> {
    while (newest !== undefined) {
      const playback = newest;
      newest = undefined;
      try {
        await store.savePlayback(code, playback);
      } catch (error) {
        log.warn("playback is not stored yet", { room: code, error });
        if (isLast) continue;
        newest ??= playback;
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
    writing = undefined;
  }

  return {
    write(playback: Playback): void {
      newest = playback;
      writing ??= drain();
    },
    get isSettled(): boolean {
      return writing === undefined;
    },
    /** Resolves when all that was written is stored, or could not be stored at once: nothing is tried again. */
    finish(): Promise<void> {
      isLast = true;
      return writing ?? Promise.resolve();
    },
    /** Gives up what is not stored: the room is gone. */
    drop(): void {
      newest = undefined;
    },
  };
}
