import { stateMediator } from "media-chrome/dist/media-store/state-mediator.js";
import { type Cell, createCell } from "./cell.ts";

/*
 * Of media-chrome only what it knows of browsers. Its controller would have to move the element, which unloads a
 * service's frame, and sets sound and volume by habits of its own; its store can play, pause and seek. This cannot.
 */
const { mediaIsPip, mediaPipUnavailable, mediaAirplayUnavailable, mediaIsAirplaying } = stateMediator;

/** Where besides in the page this viewer can have the film. */
export type Places = {
  /** A small window over everything else; null where none is to be had. */
  readonly window: "open" | "closed" | null;
  /** Whether there is a television to send it to. */
  readonly hasTelevision: boolean;
};

/** What a viewer does with the picture on their own account; the film goes on as the room says. */
export type Elsewhere = {
  readonly places: Cell<Places>;
  toggleWindow(): void;
  /** Lets the viewer choose a television. */
  chooseTelevision(): void;
  stop(): void;
};

/** Looks where else than in the page `video` can be shown; `stop` brings it back. */
export function createElsewhere(video: HTMLVideoElement): Elsewhere {
  const owners = { media: video, documentElement: document };
  const isOpen = () => mediaIsPip.get(owners);
  const isPossible = document.pictureInPictureEnabled && mediaPipUnavailable.get(owners) === undefined;
  const places = createCell<Places>({ window: null, hasTelevision: false });

  function looked(): void {
    places.set({ ...places.get(), window: isPossible ? (isOpen() ? "open" : "closed") : null });
  }

  /** Nothing is known of televisions until the browser says something. */
  function heard(event: Event): void {
    const said = event as Event & { target: EventTarget };
    const hasTelevision = mediaAirplayUnavailable.get(owners, said) === undefined;
    places.set({ ...places.get(), hasTelevision });
  }

  const listeners: readonly [string, EventListener][] = [
    ...(mediaIsPip.mediaEvents ?? []).map((type): [string, EventListener] => [type, looked]),
    ...(mediaAirplayUnavailable.mediaEvents ?? []).map((type): [string, EventListener] => [type, heard]),
  ];
  // Some elements hold the video that these happen to, and not all of them bubble.
  for (const [type, listener] of listeners) video.addEventListener(type, listener, true);
  looked();

  return {
    places,
    toggleWindow() {
      const asked = isOpen() ? document.exitPictureInPicture() : video.requestPictureInPicture();
      // A film without pictures, or one not loaded yet, has no window.
      Promise.resolve(asked).catch(() => {});
    },
    chooseTelevision: () => mediaIsAirplaying.set(true, owners),
    stop() {
      for (const [type, listener] of listeners) video.removeEventListener(type, listener, true);
      if (isOpen()) document.exitPictureInPicture().catch(() => {});
    },
  };
}
