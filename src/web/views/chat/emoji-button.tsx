import { useRef, useState } from "preact/hooks";
import { loadPart } from "../../load-part.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { usePressOutside } from "../parts/outside.ts";

type Picker = typeof import("./emoji-picker.tsx");
const loadPicker = () => loadPart(() => import("./emoji-picker.tsx"));

/** A button that opens the emoji, which are loaded when they are first asked for. `back` takes the focus after a choice. */
export function EmojiButton({ insert, back }: { insert(emoji: string): void; back(): void }) {
  const [isOpen, setIsOpen] = useState(false);
  const [picker, setPicker] = useState<Picker | null>(null);
  const place = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  function toggle(): void {
    setIsOpen(!isOpen);
    // A part that could not be loaded is asked for again with the next press.
    if (picker === null) loadPicker().then(setPicker, () => setIsOpen(false));
  }

  usePressOutside(place, isOpen, () => setIsOpen(false));

  return (
    <span class="emoji-place" ref={place}>
      <button
        ref={button}
        type="button"
        class="quiet"
        aria-label={TEXTS.chat.emoji}
        title={TEXTS.chat.emoji}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={toggle}
      >
        <Icon name="smile" />
      </button>
      {isOpen && picker !== null && (
        <picker.EmojiPicker
          choose={(emoji) => {
            insert(emoji);
            setIsOpen(false);
            back();
          }}
          close={() => {
            setIsOpen(false);
            button.current?.focus();
          }}
        />
      )}
    </span>
  );
}
