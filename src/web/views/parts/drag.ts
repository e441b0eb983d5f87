import type { RefObject, TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { placeAfter } from "../../queue-order.ts";

/** An item on its way: from which place to which, by how many pixels, and how high it is. */
export type Drag = {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly by_px: number;
  readonly height: number;
};

/** So near the edge of what scrolls, it does. */
const EDGE_PX = 44;
const SCROLL_PX = 8;

/**
 * Drags an item of `list` up and down by its handle, with mouse, pen or finger; `drop` hears where it was let go of.
 * While it lasts the rows stay where they are in the page, and only look moved: the handle keeps the pointer.
 */
export function useDrag(list: RefObject<HTMLElement | null>, drop: (id: string, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const end = useRef(() => {});
  // Between the first pixel and the last, the list may have become another.
  const latest = useRef(drop);
  latest.current = drop;
  useEffect(() => () => end.current(), []);

  function begin(event: TargetedPointerEvent<HTMLElement>, id: string, from: number): void {
    const { currentTarget: handle, pointerId, button, clientY } = event;
    const rows = list.current;
    if (button !== 0 || rows === null) return;
    end.current();
    const scroller = rows.closest(".panel") ?? rows;
    const gap = Number.parseFloat(getComputedStyle(rows).rowGap) || 0;
    const heights = [...rows.children].map((row) => row.getBoundingClientRect().height + gap);
    const start = { y: clientY, scroll: scroller.scrollTop };
    let [y, frame] = [clientY, 0];
    let last: Drag = { id, from, to: from, by_px: 0, height: heights[from] ?? 0 };

    function look(): void {
      const by_px = y - start.y + scroller.scrollTop - start.scroll;
      last = { ...last, by_px, to: placeAfter(from, by_px, heights) };
      setDrag(last);
    }
    function scroll(): void {
      // Nobody lets go of a handle that was taken away.
      if (!handle.isConnected) {
        end.current();
        return;
      }
      const { top, bottom } = scroller.getBoundingClientRect();
      const before = scroller.scrollTop;
      if (y < top + EDGE_PX) scroller.scrollTop -= SCROLL_PX;
      else if (y > bottom - EDGE_PX) scroller.scrollTop += SCROLL_PX;
      if (scroller.scrollTop !== before) look();
      frame = requestAnimationFrame(scroll);
    }
    const moved = (event: PointerEvent) => {
      y = event.clientY;
      look();
    };
    const released = () => {
      end.current();
      if (last.to !== from) latest.current(id, last.to);
    };
    const stop = () => end.current();
    const escaped = ({ key }: KeyboardEvent) => key === "Escape" && stop();
    end.current = () => {
      end.current = () => {};
      cancelAnimationFrame(frame);
      handle.removeEventListener("pointermove", moved);
      handle.removeEventListener("pointerup", released);
      handle.removeEventListener("pointercancel", stop);
      document.removeEventListener("keydown", escaped);
      setDrag(null);
    };
    handle.addEventListener("pointermove", moved);
    handle.addEventListener("pointerup", released);
    handle.addEventListener("pointercancel", stop);
    document.addEventListener("keydown", escaped);
    handle.setPointerCapture(pointerId);
    frame = requestAnimationFrame(scroll);
    setDrag(last);
  }

  return { drag, begin };
}
