import type { TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { LIMITS } from "../../../protocol/codes.ts";
import type { ChatLine } from "../../../protocol/events.ts";
import { useCell } from "../../cell.ts";
import type { Party } from "../../party.ts";
import { charactersOf } from "../../store/chat-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { nameOf, Snippet } from "./chat-line.tsx";
import { EmojiButton } from "./emoji-button.tsx";

const { chat: texts } = TEXTS;
/** Far longer than any line may be, so that a long one can still be cut by hand. */
const TYPED_MOST = 4_000;
/** From so few characters left, the rest is counted. */
const NEAR_CHARACTERS = 50;

type Props = {
  party: Party;
  /** Why nothing may be said; what was typed is kept through it. */
  silence: string | null;
  /** The line that is being answered. */
  answered: ChatLine | null;
  answer(line: ChatLine | null): void;
};

/** Where a line is typed. */
export function Composer({ party, silence, answered, answer }: Props) {
  const [typed, setTyped] = useState("");
  const [isKept, setIsKept] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const connection = useCell(party.link.connection);
  useEffect(() => {
    if (connection.state === "open") setIsKept(false);
  }, [connection]);
  // Whoever answers wants to type.
  useEffect(() => {
    if (answered !== null) input.current?.focus();
  }, [answered]);
  if (silence !== null) return <p class="composer hint">{silence}</p>;
  const left = LIMITS.chat_characters - charactersOf(typed);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Whoever pressed the button wants to type on.
    input.current?.focus();
    if (typed.trim() === "" || left < 0) return;
    const isSent = party.say(typed.trim(), answered?.id);
    setIsKept(!isSent);
    if (!isSent) return;
    setTyped("");
    answer(null);
  };
  const stopAnswering = () => {
    answer(null);
    input.current?.focus();
  };
  /** Puts an emoji where the caret is, or in the place of what is selected. */
  function insert(emoji: string): void {
    const box = input.current;
    if (box === null) return;
    const [from, to] = [box.selectionStart ?? typed.length, box.selectionEnd ?? typed.length];
    box.setRangeText(emoji, from, to, "end");
    setTyped(box.value);
  }
  return (
    <form class="composer" onSubmit={submit}>
      {answered !== null && (
        <div class="answered">
          <span class="hidden" role="status">
            {texts.replying(nameOf(answered))}
          </span>
          <Icon name="reply" />
          <Snippet line={answered} />
          <button type="button" class="quiet" aria-label={texts.noReply} title={texts.noReply} onClick={stopAnswering}>
            <Icon name="close" />
          </button>
        </div>
      )}
      {isKept && (
        <p class="hint" role="status">
          {texts.unconnected}
        </p>
      )}
      <p class={left < 0 ? "fault" : "hint"} role="status" hidden={left >= NEAR_CHARACTERS}>
        {left < 0 ? texts.tooLong(-left) : texts.left(left)}
      </p>
      <div class="typed">
        <input
          ref={input}
          aria-label={texts.placeholder}
          placeholder={texts.placeholder}
          value={typed}
          maxLength={TYPED_MOST}
          aria-invalid={left < 0}
          autoComplete="off"
          dir="auto"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={({ key }) => key === "Escape" && answered !== null && stopAnswering()}
        />
        <EmojiButton insert={insert} back={() => input.current?.focus()} />
      </div>
      <button type="submit" class="primary send">
        <Icon name="send" />
        <span>{texts.send}</span>
      </button>
    </form>
  );
}
