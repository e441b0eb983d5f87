import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const IDLE_MS = 3_000;

export type Idle = {
  readonly isIdle: boolean;
  /** Does not wait until it is. */
  hide(): void;
};

/** Whether nobody has moved, touched, pressed or focused anything in `frame` for a while; never while not `isWatching`. */
export function useIdle(frame: RefObject<HTMLElement | null>, isWatching: boolean): Idle {
  const [isIdle, setIsIdle] = useState(false);
  const hide = useRef(() => {});
  useEffect(() => {
    const element = frame.current;
    if (!isWatching || element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = "";
    function wake(): void {
      clearTimeout(timer);
      setIsIdle(false);
      timer = setTimeout(() => setIsIdle(true), IDLE_MS);
    }
    /** Some browsers report a pointer that only the page moved under. */
    function moved({ screenX, screenY }: PointerEvent): void {
      const at = `${screenX} ${screenY}`;
      if (at !== last) wake();
      last = at;
    }
    hide.current = () => {
      clearTimeout(timer);
      setIsIdle(true);
    };
    element.addEventListener("pointermove", moved);
    element.addEventListener("pointerdown", wake);
    element.addEventListener("focusin", wake);
    document.addEventListener("keydown", wake);
    wake();
    return () => {
      hide.current = () => {};
      clearTimeout(timer);
      setIsIdle(false);
      element.removeEventListener("pointermove", moved);
      element.removeEventListener("pointerdown", wake);
      element.removeEventListener("focusin", wake);
      document.removeEventListener("keydown", wake);
    };
  }, [isWatching]);
  return { isIdle, hide: () => hide.current() };
}
