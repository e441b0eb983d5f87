import { useEffect, useRef, useState } from "preact/hooks";
import { isLoopback } from "../../address.ts";
import { copyText } from "../../clipboard.ts";
import { TEXTS } from "../../texts/texts.ts";
import { isDialogOpen } from "../parts/dialog.tsx";
import { Icon } from "../parts/icons.tsx";
import { Later } from "../parts/later.tsx";
import { useMoment } from "../parts/moment.ts";

const { room: texts } = TEXTS;
const SAID_MS = 2_000;

/** Copies the invite link, and shows it: to be scanned, sent on, or copied by hand where nothing else can. */
export function Invite({ code }: { code: string }) {
  const [open, setOpen] = useState<"copied" | "by hand" | null>(null);
  const [isCopied, setIsCopied] = useMoment<boolean>(SAID_MS);
  const button = useRef<HTMLButtonElement>(null);
  const link = `${location.origin}/r/${code}`;

  async function copy(): Promise<void> {
    const isDone = await copyText(link);
    setIsCopied(isDone);
    setOpen(isDone ? "copied" : "by hand");
  }
  function close(): void {
    setOpen(null);
    button.current?.focus();
  }
  return (
    <div class="invite-place">
      <button
        type="button"
        class="invite"
        ref={button}
        aria-expanded={open !== null}
        onClick={() => void copy()}
        title={link}
      >
        <Icon name="link" />
        <span class="invite-words">{texts.copy}</span>
        {isCopied ? <strong>{texts.copied}</strong> : <code>{code}</code>}
      </button>
      <span class="hidden" role="status">
        {isCopied && texts.copied}
      </span>
      {open !== null && <Popover key={open} link={link} isCopied={open === "copied"} close={close} />}
    </div>
  );
}

/** The link in every way in which it can be handed on. */
function Popover({ link, isCopied, close }: { link: string; isCopied: boolean; close(): void }) {
  const popover = useRef<HTMLDivElement>(null);
  const shown = useRef<HTMLInputElement>(null);
  const canShare = navigator.share !== undefined;
  useEffect(() => {
    // What could not be copied is there to be copied by hand.
    if (isCopied) popover.current?.focus();
    else shown.current?.focus();
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && !isDialogOpen() && close();
    const pointed = ({ target }: PointerEvent) => {
      const isOutside = target instanceof Element && target.closest(".invite-place") === null;
      if (isOutside) close();
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("pointerdown", pointed);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("pointerdown", pointed);
    };
  }, []);
  return (
    <div class="popover" role="dialog" aria-label={texts.link} ref={popover} tabIndex={-1}>
      <p class="hint">{texts.scan}</p>
      <Later load={loadQrCode}>{({ QrCode }) => <QrCode text={link} label={texts.qr} />}</Later>
      <label>
        {texts.copyByHand}
        <input ref={shown} readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      {isLoopback(location.hostname) && <p>{texts.thisComputer}</p>}
      <div class="choices">
        {canShare && (
          <button type="button" class="primary" onClick={() => void navigator.share({ url: link }).catch(() => {})}>
            {texts.share}
          </button>
        )}
        <button type="button" onClick={close}>
          {TEXTS.close}
        </button>
      </div>
    </div>
  );
}

const loadQrCode = () => import("./qr-code.tsx");
