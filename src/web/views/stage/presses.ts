import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Cinema } from "../../cinema.ts";
import { isDead } from "../../screen.ts";
import type { Idle } from "../parts/idle.ts";
import { createClicks } from "./clicks.ts";
import type { FullScreen } from "./full-screen.ts";

type Props = { cinema: Cinema; isHost: boolean; full: FullScreen; idle: Idle };

/** What lies over the picture and waits for an answer. */
const ASKING = ":scope > :not(.video):is(button), :scope > :not(.video) :is(a, button, input, select)";

/** Whether what was pressed is the picture, or no more than words in its place. */
function isPicture(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest(".video, .cover, .the-end") === null) return false;
  return target.closest(".picture")?.querySelector(ASKING) === null;
}

/**
 * Presses on the picture. By mouse, a double click goes to full screen and back, and a click of the host's plays or
 * pauses; in full screen, a tap shows and hides the controls.
 */
export function usePresses(stage: RefObject<HTMLElement | null>, props: Props): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    let isTouch = false;
    let wasIdle = false;

    function playOrPause(): void {
      const { isHost, cinema } = latest.current;
      if (!isHost) return;
      const { player, remote } = cinema;
      if (player.followedLine()?.is_playing === true) remote.pause();
      else if (!isDead(player.screen.get())) remote.play();
    }
    const clicks = createClicks({ single: playOrPause, double: () => latest.current.full.toggle() });

    function down({ pointerType }: PointerEvent): void {
      isTouch = pointerType === "touch";
      wasIdle = latest.current.idle.isIdle;
    }
    function clicked(event: MouseEvent): void {
      const { full, idle } = latest.current;
      // Who could not see the controls has not aimed at one: they are shown, and that is all.
      if (isTouch && wasIdle) {
        wasIdle = false;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (!isPicture(event.target)) return;
      if (!isTouch) clicks.clicked(event.detail);
      else if (full.isFull) idle.hide();
    }
    const cancelled = () => {
      wasIdle = false;
    };
    element.addEventListener("pointerdown", down, true);
    element.addEventListener("pointercancel", cancelled, true);
    element.addEventListener("click", clicked, true);
    return () => {
      clicks.stop();
      element.removeEventListener("pointerdown", down, true);
      element.removeEventListener("pointercancel", cancelled, true);
      element.removeEventListener("click", clicked, true);
    };
  }, []);
}
