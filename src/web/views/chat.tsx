import type { TargetedSubmitEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatLine } from "../../protocol/events.ts";
import { useCell } from "../cell.ts";
import type { Party } from "../party.ts";
import type { Draft } from "../store/chat-model.ts";
import { amMuted, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";

const { chat: texts } = TEXTS;
const NEAR_PX = 60;

/** The chat. What people write is text and nothing else. */
export function ChatPanel({ party, model, isHidden }: { party: Party; model: RoomModel; isHidden: boolean }) {
  return (
    <div class="chat" hidden={isHidden}>
      <Lines party={party} me={model.me.id} isHidden={isHidden} />
      <Composer party={party} model={model} />
    </div>
  );
}

function Lines({ party, me, isHidden }: { party: Party; me: string; isHidden: boolean }) {
  const { lines, drafts, before } = useCell(party.chat);
  const log = useRef<HTMLDivElement>(null);
  // Where the reader was before this render: at the end, or so far from the end.
  const reader = useRef({ isAtEnd: true, fromEnd: 0 });
  const isLoading = useRef(false);

  useLayoutEffect(() => {
    const list = log.current;
    if (list === null) return;
    const { isAtEnd, fromEnd } = reader.current;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    else if (isLoading.current) list.scrollTop = list.scrollHeight - fromEnd;
  }, [lines, drafts, isHidden]);

  async function scrolled(): Promise<void> {
    const list = log.current;
    if (list === null) return;
    const { scrollTop, scrollHeight, clientHeight } = list;
    reader.current = {
      isAtEnd: scrollHeight - scrollTop - clientHeight < NEAR_PX,
      fromEnd: scrollHeight - scrollTop,
    };
    if (scrollTop < NEAR_PX && typeof before === "number" && !isLoading.current) await loadOlder();
  }
  async function loadOlder(): Promise<void> {
    isLoading.current = true;
    await party.loadOlder();
    isLoading.current = false;
  }
  const isEmpty = lines.length + drafts.length === 0 && before === null;
  return (
    <div class="lines" ref={log} role="log" aria-label={texts.log} onScroll={() => void scrolled()}>
      {typeof before === "number" && (
        <div>
          <button type="button" class="quiet" onClick={() => void loadOlder()}>
            {texts.older}
          </button>
        </div>
      )}
      {isEmpty && <div class="hint">{texts.empty}</div>}
      {lines.map((line) => (
        <Line key={line.id} line={line} isOwn={line.user.id === me} />
      ))}
      {drafts.map((draft) => (
        <DraftLine key={draft.client_id} draft={draft} party={party} />
      ))}
    </div>
  );
}

function Line({ line: { user, message, created_at }, isOwn }: { line: ChatLine; isOwn: boolean }) {
  const time = new Date(created_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return (
    <div class={isOwn ? "line own-line" : "line"}>
      <strong>{user.display_name}</strong> <time dateTime={created_at}>{time}</time>
      <p>{message}</p>
    </div>
  );
}

function DraftLine({ draft: { client_id, message, error }, party }: { draft: Draft; party: Party }) {
  const again = () => {
    if (party.say(message)) party.unsay(client_id);
  };
  return (
    <div class="line own-line draft">
      <p>{message}</p>
      {error === null ? (
        <small>{texts.sending}</small>
      ) : (
        <small class="fault">
          {error}{" "}
          <button type="button" class="quiet" onClick={again}>
            {TEXTS.tryAgain}
          </button>
          <button type="button" class="quiet" onClick={() => party.unsay(client_id)}>
            {texts.forget}
          </button>
        </small>
      )}
    </div>
  );
}

/** Longer than any line may be, counted as browsers count; the server says how long is too long. */
const TYPED_MOST = 2_000;

function Composer({ party, model }: { party: Party; model: RoomModel }) {
  const [typed, setTyped] = useState("");
  const [isKept, setIsKept] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const connection = useCell(party.link.connection);
  useEffect(() => {
    if (connection.state === "open") setIsKept(false);
  }, [connection]);
  if (model.room?.info.is_chat_enabled === false) return <p class="composer hint">{texts.off}</p>;
  if (amMuted(model)) return <p class="composer hint">{texts.muted}</p>;
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typed.trim() === "") return;
    const isSent = party.say(typed.trim());
    setIsKept(!isSent);
    if (isSent) setTyped("");
    // Whoever pressed the button wants to type on.
    input.current?.focus();
  };
  return (
    <form class="composer" onSubmit={submit}>
      {isKept && (
        <p class="hint" role="status">
          {texts.unconnected}
        </p>
      )}
      <input
        ref={input}
        aria-label={texts.placeholder}
        placeholder={texts.placeholder}
        value={typed}
        maxLength={TYPED_MOST}
        autoComplete="off"
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <button type="submit" class="primary">
        {texts.send}
      </button>
    </form>
  );
}
