/** A sliding window: at most `most` acts within any `span_ms`. */
export type Window = { readonly most: number; readonly span_ms: number };

/** How often one user may do a thing in one room, over all tabs. What is not named here has no limit. */
export const WINDOWS = {
  CHAT: { most: 5, span_ms: 3_000 },
  REACTION: { most: 10, span_ms: 3_000 },
  REQUEST: { most: 5, span_ms: 10_000 },
  VIEWER_STATUS: { most: 10, span_ms: 1_000 },
} as const satisfies Record<string, Window>;

/** After so long nothing that a user did counts any more. */
export const LONGEST_WINDOW_MS = Math.max(...Object.values(WINDOWS).map(({ span_ms }) => span_ms));

export type LimitedType = keyof typeof WINDOWS;
/** The instants (ms) of a user's accepted acts, oldest first. */
export type Recent = Readonly<Partial<Record<LimitedType, readonly number[]>>>;

export const isLimited = (type: string): type is LimitedType => Object.hasOwn(WINDOWS, type);

const fresh = (stamps: readonly number[], window: Window, now: number) =>
  stamps.filter((stamp) => stamp > now - window.span_ms);

/** Whether one more act of `type` at `now` would go past its limit. */
export function isTooOften(recent: Recent, type: LimitedType, now: number): boolean {
  return fresh(recent[type] ?? [], WINDOWS[type], now).length >= WINDOWS[type].most;
}

/** `recent` with one more accepted act, and without those that no longer count. */
export function remember(recent: Recent, type: LimitedType, now: number): Recent {
  return { ...recent, [type]: [...fresh(recent[type] ?? [], WINDOWS[type], now), now] };
}
