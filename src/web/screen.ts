import type { Media } from "../protocol/values.ts";
import { type Lacks, NO_LACKS } from "./playable.ts";
import type { BrokenReason } from "./players/film-element.ts";
import { addressFor, elementFor } from "./players/players.ts";

/** What the viewer is to be told about the picture. */
export type Picture =
  | "empty"
  /** No player for this kind of media. */
  | "unsupported"
  /** The film is one of which everybody brings their own copy, and this device has none yet. */
  | "missing"
  /** The browser lacks what the pictures are made with. */
  | "unplayable"
  | "loading"
  | "ready"
  | "buffering"
  | "broken";

const DEAD: ReadonlySet<Picture> = new Set(["unsupported", "missing", "unplayable", "broken"]);

/** Whether there is something on that cannot be shown here, or not yet. */
export const isDead = ({ picture }: { picture: Picture }): boolean => DEAD.has(picture);

/** The player as the controls show it. Times are seconds. */
export type Screen = {
  readonly picture: Picture;
  /** Why the picture is broken, where its player knows. */
  readonly reason: BrokenReason | null;
  readonly time: number;
  /** Null while it is not known. */
  readonly duration: number | null;
  readonly isPlaying: boolean;
  readonly isMuted: boolean;
  readonly volume: number;
  /** The browser refused to start with sound: one more press is needed. */
  readonly isHushed: boolean;
  /** How far ahead of the room this viewer chose to play, s. */
  readonly ahead: number;
  /** Whether the viewer has pressed "Join with sound". */
  readonly hasJoined: boolean;
  /** What of the film this browser cannot play. */
  readonly lacks: Lacks;
};

/** The screen before anything is shown on it. */
export const DARK: Screen = {
  picture: "empty",
  reason: null,
  time: 0,
  duration: null,
  isPlaying: false,
  isMuted: false,
  volume: 1,
  isHushed: false,
  ahead: 0,
  hasJoined: false,
  lacks: NO_LACKS,
};

/** A film that stands this near its end is over: where exactly it stopped is the media's whim. */
const END_S = 0.5;

/** Whether the film is over, and not just held. */
export function hasEnded({ time, duration, isPlaying }: Screen): boolean {
  return !isPlaying && duration !== null && duration > END_S && time >= duration - END_S;
}

/** Whether two media are the same film; a signed address changes every hour without changing the film. */
export function isSame(a: Media | null, b: Media | null): boolean {
  return a?.kind === b?.kind && a?.src === b?.src;
}

/** What to say of a medium before the player has said anything. */
export function pictureOf(media: Media | null): Picture {
  if (media === null) return "empty";
  const element = elementFor(media);
  if (element === null) return "unsupported";
  return media.kind === "own" && addressFor(element, media) === null ? "missing" : "loading";
}

/** What a viewer chose, which goes with them from one player to the next. */
export type Chosen = Pick<Screen, "isMuted" | "volume" | "ahead" | "hasJoined">;
