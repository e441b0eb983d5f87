import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Cinema } from "../cinema.ts";

const STEP_S = 5;

/** Goes to full screen with the frame, or back. */
export function toggleFullscreen(frame: RefObject<HTMLElement | null>): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void frame.current?.requestFullscreen?.().catch(() => {});
}

/** Whether a key belongs to what has the focus: text is typed there, or the key presses it. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("textarea, select, input:not(.seek)") !== null) return true;
  return (key === " " || key === "Enter") && target.closest("button, a, summary") !== null;
}

/** The keyboard: space, m, f, and for the host the arrows. */
export function useKeys(props: { cinema: Cinema; isHost: boolean; frame: RefObject<HTMLElement | null> }): void {
  const { cinema, isHost, frame } = props;
  useEffect(() => {
    const { player, remote } = cinema;
    const acts: Record<string, () => void> = {
      m: () => player.setMuted(!player.video.muted),
      f: () => toggleFullscreen(frame),
      ...(isHost && {
        " ": () => (player.screen.get().isPlaying ? remote.pause() : remote.play()),
        ArrowLeft: () => remote.seek(player.video.currentTime - STEP_S),
        ArrowRight: () => remote.seek(player.video.currentTime + STEP_S),
      }),
    };
    function pressed(event: KeyboardEvent): void {
      const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      const { hasJoined, picture, isPlaying } = player.screen.get();
      if (act === undefined || isChord || isTaken(event) || !hasJoined || picture === "empty") return;
      event.preventDefault();
      // A film that cannot be shown is not to be started.
      const isDead = picture === "broken" || picture === "unsupported";
      if (event.key === " " && isDead && !isPlaying) return;
      act();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [cinema, isHost]);
}
