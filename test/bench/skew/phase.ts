import type { Gathered } from "./probe.ts";

/** What a phase begins with. */
export type Kind =
  | "play"
  | "pause"
  | "seek near"
  | "seek far"
  | "late join"
  /** A far seek with one viewer on short rations, which is why it does not count as one. */
  | "last seek"
  | "stall"
  | "reconnect"
  | "host reconnect";

/** A stretch of the party, from a press to the next. Times are the machine's wall clock, ms. */
export type Phase = {
  readonly kind: Kind;
  /** The instant of the press in the page; for a network that goes, when it went. */
  readonly from_ms: number;
  readonly to_ms: number;
  /** From when on nothing should move anybody; null for a phase without any such time. */
  readonly steady_ms: number | null;
  /** Who watches together. */
  readonly together: readonly string[];
  /** Whose press or trouble it is. */
  readonly whose: string;
  /** Where the host went. */
  readonly target_s?: number;
  /** Who had that place already: it was no far seek for them. */
  readonly had?: readonly string[];
  /** The share of time that the machine had nothing to do. Busy ones show more than the product does. */
  readonly idle: number;
  /** When the film bytes were let go again, or the network was back. */
  readonly released_ms?: number;
};

/** Everything about one run that analysis needs. */
export type Run = {
  readonly scenario: string;
  readonly film: { readonly what: string; readonly fps: number };
  readonly networks: Readonly<Record<string, string>>;
  readonly machine: string;
  readonly host: string;
  readonly tracks: readonly Track[];
  readonly phases: readonly Phase[];
  /** What its script has happen, as often as it does: each owes its figures. */
  readonly owes: readonly Kind[];
  readonly complaints: readonly string[];
};

/** What was gathered of one viewer. */
export type Track = { readonly name: string } & Gathered;
