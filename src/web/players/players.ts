import type { Media, MediaKind } from "../../protocol/values.ts";
import { ownFiles } from "../own-files.ts";

/** The kinds of elements that show films. They all speak the language of HTML's own media elements. */
export type ElementName = "native" | "hls" | "dash" | "youtube" | "vimeo";

/** Makes an element of a kind; what it is made of is loaded when it is first needed. */
export const ELEMENTS: Record<ElementName, () => Promise<HTMLVideoElement>> = {
  native: async () => Object.assign(document.createElement("video"), { playsInline: true, preload: "auto" }),
  hls: async () => (await import("./hls.ts")).createHlsFilm(),
  dash: async () => (await import("./dash.ts")).createDashFilm(),
  youtube: async () => asVideo((await import("./youtube.ts")).createYouTubeFilm()),
  vimeo: async () => asVideo((await import("./vimeo.ts")).createVimeoFilm()),
};

/** A service's element has everything of a video that the page makes use of. */
const asVideo = (element: HTMLElement) => element as HTMLVideoElement;

/** What plays one kind of media: `address` is what the element loads, null while there is nothing to load. */
type Player = { readonly element: ElementName; readonly address: (media: Media) => string | null };

/** One row a kind of media. */
const PLAYERS: Record<MediaKind, Player | null> = {
  file: { element: "native", address: ({ url }) => url ?? null },
  url: { element: "native", address: ({ src }) => src },
  own: { element: "native", address: ({ src }) => ownFiles.get().get(src)?.address ?? null },
  hls: { element: "hls", address: ({ src }) => src },
  dash: { element: "dash", address: ({ src }) => src },
  youtube: { element: "youtube", address: ({ src }) => src },
  vimeo: { element: "vimeo", address: ({ src }) => src },
};

/** The element that a medium needs; null for none. */
export const elementFor = (media: Media | null): ElementName | null => media && (PLAYERS[media.kind]?.element ?? null);

/** What `element` is to load for a medium; null where it is no medium of its, or there is nothing to load yet. */
export function addressFor(element: ElementName, media: Media | null): string | null {
  const player = media && PLAYERS[media.kind];
  return player?.element === element ? player.address(media as Media) : null;
}
