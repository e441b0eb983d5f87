import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { TEXTS } from "../../texts/texts.ts";

/** Whether a dialog has the page to itself: then no key is meant for what lies behind it. */
export const isDialogOpen = (): boolean => document.querySelector("dialog[open]") !== null;

type Props = { title: string; close(): void; children: ComponentChildren };

/** A dialog above everything else, also in full screen. It has the focus until it is closed, and then gives it back. */
export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser gives the focus back when a dialog closes, not when it is taken away.
    return () => element?.close();
  }, []);
  return (
    // Where browsers know it, a press beside the dialog closes it too.
    <dialog ref={dialog} class="dialog" aria-label={title} onClose={close} {...{ closedby: "any" }}>
      <div>
        <header>
          <h2>{title}</h2>
          <button type="button" class="quiet" onClick={close}>
            {TEXTS.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
