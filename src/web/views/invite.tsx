import { useEffect, useRef, useState } from "preact/hooks";
import { isLoopback } from "../address.ts";
import { copyText } from "../clipboard.ts";
import { TEXTS } from "../texts/texts.ts";
import { Icon } from "./icons.tsx";

const { room: texts } = TEXTS;
const SAID_MS = 2_000;

/** Hands the invite link on: by the phone's own sheet, by the clipboard, or shown to be copied by hand. */
export function CopyLink({ code }: { code: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const [popover, setPopover] = useState<"link" | "note" | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const link = `${location.origin}/r/${code}`;
  const isLocal = isLoopback(location.hostname);

  async function hand(): Promise<void> {
    if (!isLocal && (await share(link))) return;
    const isDone = await copyText(link);
    setIsCopied(isDone);
    setPopover(isDone ? (isLocal ? "note" : null) : "link");
  }
  function close(): void {
    setPopover(null);
    button.current?.focus();
  }
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <div class="invite-place">
      <button type="button" class="invite" ref={button} onClick={() => void hand()} title={link}>
        <Icon name="link" />
        <span class="invite-words">{texts.copy}</span>
        {isCopied ? <strong>{texts.copied}</strong> : <code>{code}</code>}
      </button>
      <span class="hidden" role="status">
        {isCopied && texts.copied}
      </span>
      {popover !== null && <Popover link={link} isLinkShown={popover === "link"} isLocal={isLocal} close={close} />}
    </div>
  );
}

type PopoverProps = { link: string; isLinkShown: boolean; isLocal: boolean; close(): void };

/** What has to be said about the link, beside it. */
function Popover({ link, isLinkShown, isLocal, close }: PopoverProps) {
  const shown = useRef<HTMLInputElement>(null);
  useEffect(() => {
    shown.current?.focus();
    shown.current?.select();
  }, [isLinkShown]);
  useEffect(() => {
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && close();
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return (
    <div class="popover" role="dialog" aria-label={texts.link}>
      {isLinkShown && (
        <label>
          {texts.copyByHand}
          <input ref={shown} class="invite-link" readOnly value={link} />
        </label>
      )}
      {isLocal && <p>{texts.thisComputer}</p>}
      <button type="button" onClick={close}>
        {TEXTS.close}
      </button>
    </div>
  );
}

/** Whether the device's own sheet took the link, or was closed by the person; on phones alone, where it is at home. */
async function share(url: string): Promise<boolean> {
  if (navigator.share === undefined || !matchMedia("(pointer: coarse)").matches) return false;
  try {
    await navigator.share({ url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}
