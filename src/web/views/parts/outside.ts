import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Closes what is open with a press anywhere but in `place`. */
export function usePressOutside(place: RefObject<Element | null>, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const pressed = ({ target }: Event) => {
      if (target instanceof Node && !place.current?.contains(target)) close();
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [isOpen]);
}
