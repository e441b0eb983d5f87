import { useEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import type { Party } from "../../party.ts";
import { newestId } from "../../store/chat-model.ts";

const LINES_MOST = 4;
const SHOWN_MS = 8_000;

/** What was just said, over the film, for those who have the chat out of sight. The chat itself is what is read out. */
export function ChatPeek({ party }: { party: Party }) {
  const chat = useCell(party.chat);
  const newest = newestId(chat) ?? 0;
  const isKnown = chat.before !== undefined;
  // What was said before is not news.
  const [seen, setSeen] = useState<number | null>(null);
  const latest = useRef(newest);
  latest.current = newest;
  useEffect(() => {
    if (isKnown && seen === null) setSeen(newest);
  }, [isKnown]);
  useEffect(() => {
    if (seen === null || newest === seen) return;
    const timer = setTimeout(() => setSeen(latest.current), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [newest, seen]);
  const lines = seen === null ? [] : chat.lines.filter(({ id }) => id > seen).slice(-LINES_MOST);
  return (
    <div class="chat-peek" aria-hidden="true">
      {lines.map(({ id, user, message }) => (
        <p key={id}>
          <bdi>{user.display_name}</bdi> <bdi>{message}</bdi>
        </p>
      ))}
    </div>
  );
}
