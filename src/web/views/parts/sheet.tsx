import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { TEXTS } from "../../texts/texts.ts";

type Props = { id: string; class: string; title: string; close(): void; children: ComponentChildren };

/** A panel over the film, a sheet on a phone. It takes the focus, closes with Escape, and gives the focus back. */
export function Sheet({ id, class: name, title, close, children }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  // The focus goes back while it is still here to be seen: an ordinary effect ends after its elements have gone.
  useLayoutEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    // Escape in the chat, or in another dialog, is meant for those.
    const isHere = (focus: Element | null) =>
      focus === null || focus === document.body || focus === before || sheet.current?.contains(focus);
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && isHere(document.activeElement) && close();
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
      const hasFocus = sheet.current?.contains(document.activeElement);
      if (hasFocus && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div class={`sheet ${name}`} id={id} ref={sheet} role="dialog" aria-label={title} tabIndex={-1}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="quiet" onClick={close}>
          {TEXTS.close}
        </button>
      </header>
      {children}
    </div>
  );
}
