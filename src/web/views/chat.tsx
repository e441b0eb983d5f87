import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ChatLine } from "../../protocol/events.ts";
import { useCell } from "../cell.ts";
import { piecesOf } from "../links.ts";
import type { Party } from "../party.ts";
import { type Draft, inOrder } from "../store/chat-model.ts";
import { amMuted, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts/texts.ts";
import { Composer } from "./composer.tsx";

const { chat: texts } = TEXTS;
const NEAR_PX = 60;
/** Made once: a formatter a line would cost more than all the rest of the chat. */
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

/** The chat. What people write is text and nothing else. */
export function ChatPanel({ party, model, isHidden }: { party: Party; model: RoomModel; isHidden: boolean }) {
  const silence = model.room?.info.is_chat_enabled === false ? texts.off : amMuted(model) ? texts.muted : null;
  return (
    <div class="chat" hidden={isHidden}>
      <Lines party={party} me={model.me.id} isHidden={isHidden} isSilent={silence !== null} />
      <Composer party={party} silence={silence} />
    </div>
  );
}

type LinesProps = { party: Party; me: string; isHidden: boolean; isSilent: boolean };

function Lines({ party, me, isHidden, isSilent }: LinesProps) {
  const chat = useCell(party.chat);
  const { lines, drafts, before } = chat;
  const log = useRef<HTMLDivElement>(null);
  // Where the reader was before this render: at the end, or so far from the end.
  const reader = useRef({ isAtEnd: true, fromEnd: 0 });
  // The size that this was seen at: scrolling that another size brings about is not the reader's.
  const size = useRef("");
  const isLoading = useRef(false);

  useLayoutEffect(() => {
    const list = log.current;
    if (list === null) return;
    const { isAtEnd, fromEnd } = reader.current;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    else if (isLoading.current) list.scrollTop = list.scrollHeight - fromEnd;
  }, [lines, drafts, isHidden]);

  // A keyboard that slides in, or a phone that is turned: whoever was at the end stays there.
  useEffect(() => {
    const list = log.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => {
      size.current = sizeOf(list);
      if (reader.current.isAtEnd) list.scrollTop = list.scrollHeight;
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);

  async function scrolled(): Promise<void> {
    const list = log.current;
    if (list === null) return;
    const { scrollTop, scrollHeight, clientHeight } = list;
    if (sizeOf(list) !== size.current) return;
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
      {inOrder(chat).map((entry) =>
        "id" in entry ? (
          <Line key={entry.id} line={entry} isOwn={entry.user.id === me} />
        ) : (
          <DraftLine key={entry.client_id} draft={entry} party={party} isSilent={isSilent} />
        ),
      )}
    </div>
  );
}

const sizeOf = ({ clientWidth, clientHeight }: Element): string => `${clientWidth} ${clientHeight}`;

function Line({ line: { user, message, created_at }, isOwn }: { line: ChatLine; isOwn: boolean }) {
  return (
    <div class={isOwn ? "line own-line" : "line"}>
      <strong>
        <bdi>{user.display_name}</bdi>
      </strong>{" "}
      <time dateTime={created_at}>{CLOCK.format(new Date(created_at))}</time>
      <Words message={message} />
    </div>
  );
}

/** A line's words, with its web addresses to press. */
function Words({ message }: { message: string }) {
  return (
    <p>
      {piecesOf(message).map(({ text, href }) =>
        href === undefined ? (
          text
        ) : (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        ),
      )}
    </p>
  );
}

type DraftProps = { draft: Draft; party: Party; isSilent: boolean };

function DraftLine({ draft: { client_id, message, error }, party, isSilent }: DraftProps) {
  const again = () => {
    if (party.say(message)) party.unsay(client_id);
  };
  return (
    <div class="line own-line draft">
      <Words message={message} />
      {error === null ? (
        <small>{texts.sending}</small>
      ) : (
        <small class="fault">
          {error}{" "}
          {!isSilent && (
            <button type="button" class="quiet" onClick={again}>
              {TEXTS.tryAgain}
            </button>
          )}
          <button type="button" class="quiet" onClick={() => party.unsay(client_id)}>
            {texts.forget}
          </button>
        </small>
      )}
    </div>
  );
}
