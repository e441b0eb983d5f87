import { useEffect, useRef, useState } from "preact/hooks";
import { TEXTS } from "../texts.ts";

const { room: texts } = TEXTS;
const SAID_MS = 2_000;

/** Copies the invite link. Where the browser gives no clipboard (plain http), the link is shown to be copied by hand. */
export function CopyLink({ code }: { code: string }) {
  const [state, setState] = useState<"idle" | "copied" | "shown">("idle");
  const shown = useRef<HTMLInputElement>(null);
  const link = `${location.origin}/r/${code}`;
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      setState("copied");
    } catch {
      setState("shown");
    }
  }
  useEffect(() => {
    if (state === "shown") shown.current?.select();
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("idle"), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  if (state === "shown") return <input ref={shown} class="invite-link" readOnly aria-label={texts.link} value={link} />;
  return (
    <button type="button" class="invite" onClick={() => void copy()} title={link}>
      <span aria-live="polite">{state === "copied" ? texts.copied : texts.copy}</span>
      <code>{code}</code>
    </button>
  );
}
