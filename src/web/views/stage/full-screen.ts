import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isDialogOpen } from "../parts/dialog.tsx";

/** Full screen for one frame. */
export type FullScreen = { readonly isFull: boolean; toggle(): void; leave(): void };

/** The browser's own full screen; where a page may not have that, as on some phones, the frame fills the window. */
export function useFullScreen(frame: RefObject<HTMLElement | null>): FullScreen {
  const [isOwn, setIsOwn] = useState(false);
  const [isFilling, setIsFilling] = useState(false);
  useEffect(() => {
    const changed = () => setIsOwn(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  useEffect(() => {
    if (!isFilling) return;
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && !isDialogOpen() && setIsFilling(false);
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [isFilling]);

  function leave(): void {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    setIsFilling(false);
  }
  function enter(): void {
    const element = frame.current;
    if (element?.requestFullscreen === undefined) setIsFilling(true);
    else void element.requestFullscreen().catch(() => setIsFilling(true));
  }
  const isFull = isOwn || isFilling;
  return { isFull, leave, toggle: isFull ? leave : enter };
}
