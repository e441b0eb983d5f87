/** What this page's player is doing about the room's line. */
export type SyncState = "still" | "joining" | "together" | "steering" | "astray";

/** How well this page keeps to the room's line. Milliseconds, but for `buffered_s`. */
export type SyncFigures = {
  /** `still`: paused, or not started yet; `astray`: it cannot keep up, and has stopped trying for a while. */
  readonly state: SyncState;
  /**
   * How late the pictures of the last second were shown, the median: positive is behind the room. Taken from frames
   * really shown where the browser tells of them, otherwise from the position. Null while nothing moves.
   */
  readonly offset_ms: number | null;
  readonly isFromFrames: boolean;
  /** The round trip to the server that 95 % of the last minute's pings stayed within. */
  readonly rtt_ms: number | null;
  /** How much of the film ahead of the position needs no network. */
  readonly buffered_s: number;
  /** The factor on the room's rate by which the player is steered; 1 while it is left alone. */
  readonly rate: number;
  /** Corrections since the film was loaded: meetings with the line elsewhere, and times that it was steered. */
  readonly seeks: number;
  readonly rateChanges: number;
};

/** The figures before anything was shown. */
export const NO_FIGURES: SyncFigures = {
  state: "still",
  offset_ms: null,
  isFromFrames: false,
  rtt_ms: null,
  buffered_s: 0,
  rate: 1,
  seeks: 0,
  rateChanges: 0,
};
