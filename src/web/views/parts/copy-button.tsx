import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { copyText } from "../../clipboard.ts";
import { TEXTS } from "../../texts/texts.ts";

const { rooms: texts } = TEXTS;
const SAID_MS = 2_000;

/** Copies a room's link, and says so; where the browser forbids that, it shows the link to be copied by hand. */
export function CopyButton({ code, name }: { code: string; name: string }) {
  const [outcome, setOutcome] = useState<"none" | "copied" | "refused">("none");
  const byHand = useRef<HTMLInputElement>(null);
  const link = `${location.origin}/r/${code}`;
  // It stands where the button was that had the focus.
  useLayoutEffect(() => {
    if (outcome !== "refused") return;
    byHand.current?.focus();
    byHand.current?.select();
  }, [outcome]);
  useEffect(() => {
    if (outcome !== "copied") return;
    const timer = setTimeout(() => setOutcome("none"), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (outcome === "refused") return <input readOnly value={link} aria-label={TEXTS.room.copyByHand} ref={byHand} />;
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={texts.copyOf(name)}
        onClick={async () => setOutcome((await copyText(link)) ? "copied" : "refused")}
      >
        {outcome === "copied" ? texts.copied : texts.copy}
      </button>
      <span class="hidden" role="status">
        {outcome === "copied" && texts.copied}
      </span>
    </>
  );
}
