import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** What is surely no text lies with others to take. */
const isFile = ({ kind, type }: DataTransferItem) => kind === "file" && !/^(video|audio|image)\//.test(type);

/** Takes a file that is dropped onto `frame`; whether one is held over it now. */
export function useSubtitleDrop(
  frame: RefObject<HTMLElement | null>,
  isOpen: boolean,
  add: (file: File) => void,
): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null || !isOpen) return;
    function over(event: DragEvent): void {
      if (event.defaultPrevented || ![...(event.dataTransfer?.items ?? [])].some(isFile)) return;
      event.preventDefault();
      setIsOver(true);
    }
    function left({ relatedTarget }: DragEvent): void {
      if (!(relatedTarget instanceof Node && element?.contains(relatedTarget))) setIsOver(false);
    }
    function dropped(event: DragEvent): void {
      setIsOver(false);
      const file = [...(event.dataTransfer?.items ?? [])].find(isFile)?.getAsFile();
      if (event.defaultPrevented || file === null || file === undefined) return;
      event.preventDefault();
      add(file);
    }
    element.addEventListener("dragenter", over);
    element.addEventListener("dragover", over);
    element.addEventListener("dragleave", left);
    element.addEventListener("drop", dropped);
    return () => {
      setIsOver(false);
      element.removeEventListener("dragenter", over);
      element.removeEventListener("dragover", over);
      element.removeEventListener("dragleave", left);
      element.removeEventListener("drop", dropped);
    };
  }, [isOpen]);
  return isOver;
}
