import type { TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { LIMITS } from "../../protocol/codes.ts";
import { useCell } from "../cell.ts";
import type { Party } from "../party.ts";
import { charactersOf } from "../store/chat-model.ts";
import { TEXTS } from "../texts/texts.ts";

const { chat: texts } = TEXTS;
/** Far longer than any line may be, so that a long one can still be cut by hand. */
const TYPED_MOST = 4_000;
/** From so few characters left, the rest is counted. */
const NEAR_CHARACTERS = 50;

/** Where a line is typed; `silence` is why nothing may be said. What was typed is kept through it. */
export function Composer({ party, silence }: { party: Party; silence: string | null }) {
  const [typed, setTyped] = useState("");
  const [isKept, setIsKept] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const connection = useCell(party.link.connection);
  useEffect(() => {
    if (connection.state === "open") setIsKept(false);
  }, [connection]);
  if (silence !== null) return <p class="composer hint">{silence}</p>;
  const left = LIMITS.chat_characters - charactersOf(typed);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Whoever pressed the button wants to type on.
    input.current?.focus();
    if (typed.trim() === "" || left < 0) return;
    const isSent = party.say(typed.trim());
    setIsKept(!isSent);
    if (isSent) setTyped("");
  };
  return (
    <form class="composer" onSubmit={submit}>
      {isKept && (
        <p class="hint" role="status">
          {texts.unconnected}
        </p>
      )}
      <p class={left < 0 ? "fault" : "hint"} role="status" hidden={left >= NEAR_CHARACTERS}>
        {left < 0 ? texts.tooLong(-left) : texts.left(left)}
      </p>
      <input
        ref={input}
        aria-label={texts.placeholder}
        placeholder={texts.placeholder}
        value={typed}
        maxLength={TYPED_MOST}
        aria-invalid={left < 0}
        autoComplete="off"
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <button type="submit" class="primary">
        {texts.send}
      </button>
    </form>
  );
}
