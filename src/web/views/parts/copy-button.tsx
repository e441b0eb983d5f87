import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { copyText } from "../../clipboard.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useMoment } from "./moment.ts";

const { rooms: texts } = TEXTS;
const SAID_MS = 2_000;

/** Copies a room's link, and says so; where the browser forbids that, it shows the link to be copied by hand. */
export function CopyButton({ code, name }: { code: string; name: string }) {
  const [isCopied, setIsCopied] = useMoment<boolean>(SAID_MS);
  const [isRefused, setIsRefused] = useState(false);
  const byHand = useRef<HTMLInputElement>(null);
  const link = `${location.origin}/r/${code}`;
  // It stands where the button was that had the focus.
  useLayoutEffect(() => {
    if (!isRefused) return;
    byHand.current?.focus();
    byHand.current?.select();
  }, [isRefused]);
  async function copy(): Promise<void> {
    const isDone = await copyText(link);
    setIsCopied(isDone);
    setIsRefused(!isDone);
  }
  if (isRefused) return <input readOnly value={link} aria-label={TEXTS.room.copyByHand} ref={byHand} />;
  return (
    <>
      <button type="button" class="quiet" aria-label={texts.copyOf(name)} onClick={() => void copy()}>
        {isCopied ? texts.copied : texts.copy}
      </button>
      <span class="hidden" role="status">
        {isCopied && texts.copied}
      </span>
    </>
  );
}
