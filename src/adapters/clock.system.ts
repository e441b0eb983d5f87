import type { Clock } from "../ports.ts";

/** The wall clock as of the process's start, carried on by the monotonic one: it never jumps or goes back. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
