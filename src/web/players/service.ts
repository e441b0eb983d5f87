import type { BrokenReason } from "./film-element.ts";

/** A service's player, in a frame of its own: it is told what to do, and tells by and by what came of it. */
export type Service = {
  /** Shows another film in the same frame. */
  cue(id: string): void;
  play(): void;
  pause(): void;
  /** Goes there and stays paused. `seeked` is told when it could go on. */
  seek(to_s: number): void;
  /** The rate that comes nearest to `rate` of those that the service has. */
  nearestRate(rate: number): number;
  setRate(rate: number): void;
  setSound(volume: number, isMuted: boolean): void;
  /** NaN while it is not known. */
  duration_s(): number;
  loadedUntil_s(): number;
  /** Ends what it does by and by. Its frame is about to go. */
  close(): void;
};

/** What a service tells. */
export type News =
  /** There is a film that can be played. */
  | { readonly it: "loaded" }
  /** What it does; after `buffering`, `buffered` says that it waits for film no longer. */
  | { readonly it: "playing" | "paused" | "buffering" | "buffered" | "ended" }
  /** It could go on where it was last sent. */
  | { readonly it: "seeked" }
  /** Where the film is. */
  | { readonly it: "is at"; readonly at_s: number }
  /** The rate is not what it was told, but this. */
  | { readonly it: "keeps to"; readonly rate: number }
  /** The browser did not let it start. */
  | { readonly it: "may not start" }
  | { readonly it: "fails"; readonly reason: BrokenReason };

/** Opens a service's player inside `place`, which is in the page, with a film in it. */
export type OpenService = (place: ShadowRoot, id: string, tell: (news: News) => void) => Service;
