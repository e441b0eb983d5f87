import type { Cell } from "./cell.ts";
import type { Remote } from "./remote.ts";
import { isDead, type Screen } from "./screen.ts";
import { amHost, type RoomModel } from "./store/room-model.ts";
import { titleOf } from "./views/film/film-words.ts";

const STEP_S = 10;

type Deps = {
  screen: Cell<Screen>;
  room: Cell<RoomModel>;
  remote: Remote;
  session?: Pick<MediaSession, "metadata" | "playbackState" | "setActionHandler"> | undefined;
};

/**
 * Tells the system what is on, for its lock screen and media keys. What is pressed there moves the film of everyone
 * where it is the host who presses; else nothing: left to itself, a browser would pause this one viewer alone. Call
 * the function that it returns to let go.
 */
export function tendMediaSession({ screen, room, remote, session = navigator.mediaSession }: Deps): () => void {
  // Some browsers have none, whatever the types say.
  if (session === undefined) return () => {};
  const own = session;
  const handlers: readonly [MediaSessionAction, MediaSessionActionHandler][] = [
    ["play", () => !isDead(screen.get()) && remote.play()],
    ["pause", remote.pause],
    ["stop", remote.pause],
    ["seekbackward", ({ seekOffset }) => remote.step(-(seekOffset ?? STEP_S))],
    ["seekforward", ({ seekOffset }) => remote.step(seekOffset ?? STEP_S)],
    ["seekto", ({ seekTime }) => seekTime !== undefined && remote.seek(seekTime)],
  ];
  let said = "";

  function handle(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
    try {
      own.setActionHandler(action, handler);
    } catch {
      // A browser that does not know an action does not offer it.
    }
  }

  function take(): void {
    for (const [action, act] of handlers)
      handle(action, (details) => {
        if (amHost(room.get())) act(details);
      });
  }

  function letGo(): void {
    if (said === "") return;
    said = "";
    own.metadata = null;
    own.playbackState = "none";
    for (const [action] of handlers) handle(action, null);
  }

  function tell(): void {
    const { hasJoined, isPlaying } = screen.get();
    const model = room.get().room;
    if (!hasJoined || model === null || model.playback.media === null) {
      letGo();
      return;
    }
    const title = titleOf(model.playback.media);
    const artist = model.info.name;
    const words = JSON.stringify([title, artist]);
    if (said === "") take();
    if (words !== said) {
      const artwork = [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }];
      own.metadata = new MediaMetadata({ title, artist, artwork });
    }
    said = words;
    const state = isPlaying ? "playing" : "paused";
    if (own.playbackState !== state) own.playbackState = state;
  }

  const unwatch = [screen.watch(tell), room.watch(tell)];
  return () => {
    for (const stop of unwatch) stop();
    letGo();
  };
}
