import { useLayoutEffect, useRef } from "preact/hooks";
import { useCell } from "../../cell.ts";
import { isOutdated } from "../../load-part.ts";
import { TEXTS } from "../../texts/texts.ts";

const { outdated: texts } = TEXTS;

/** Offers to load the page anew where the server has another version of it by now: when, is for the viewer to say. */
export function Outdated() {
  return useCell(isOutdated) ? <Offer /> : null;
}

function Offer() {
  const place = useRef<HTMLDivElement>(null);
  // Above a film that fills the screen, where the browser can do that.
  useLayoutEffect(() => place.current?.showPopover?.(), []);
  return (
    <div ref={place} class="notice outdated" role="alert" popover="manual">
      <span>{texts.words}</span>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {texts.reload}
      </button>
      <button type="button" onClick={() => isOutdated.set(false)}>
        {texts.later}
      </button>
    </div>
  );
}
