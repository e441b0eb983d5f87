/** Calls `act` once after `ms`; the answer cancels it. */
export type After = (ms: number, act: () => void) => () => void;

/** The browser's own timer. */
export const later: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};
