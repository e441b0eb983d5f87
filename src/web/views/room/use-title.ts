import { useEffect } from "preact/hooks";
import { chime, createBell } from "../../chime.ts";
import { CHAT_SOUND } from "../../device-settings.ts";
import type { Party } from "../../party.ts";
import { newestId, unreadSince } from "../../store/chat-model.ts";
import { TEXTS } from "../../texts/texts.ts";

const COUNTED_MOST = 99;

/** A number of lines as a badge shows it. */
export const badge = (count: number): string => (count > COUNTED_MOST ? `${COUNTED_MOST}+` : String(count));

/** Whether the page is out of sight, now and whenever that changes; the function that it returns ends it. */
function watchHidden(heard: (isHidden: boolean) => void): () => void {
  const tell = () => heard(document.visibilityState === "hidden");
  tell();
  document.addEventListener("visibilitychange", tell);
  return () => document.removeEventListener("visibilitychange", tell);
}

/** The page's title names the room, and while the page is out of sight, how many lines others have said meanwhile. */
export function useTitle(party: Party, name: string | undefined): void {
  useEffect(() => {
    if (name === undefined) return;
    const title = `${name} · ${TEXTS.name}`;
    /** The newest line that was seen; null while all are, or none is known yet. */
    let seen: number | null = null;
    let isHidden = false;
    function show(): void {
      const chat = party.chat.get();
      const isKnown = chat.before !== undefined;
      if (!isHidden) seen = null;
      else if (isKnown) seen ??= newestId(chat) ?? 0;
      const count = seen === null ? 0 : unreadSince(chat, seen, party.room.get().me.id);
      document.title = count === 0 ? title : TEXTS.chat.titleUnread(badge(count), title);
    }
    const unwatch = watchHidden((is) => {
      isHidden = is;
      show();
    });
    const unfollow = party.chat.watch(show);
    return () => {
      unwatch();
      unfollow();
      document.title = TEXTS.name;
    };
  }, [party, name]);
}

/** A soft sound for what others say while the page is out of sight, unless this device is to be silent. */
export function useChime(party: Party): void {
  useEffect(() => {
    const ring = createBell(chime);
    return party.onLine(({ user }) => {
      const isWanted = document.visibilityState === "hidden" && CHAT_SOUND.get();
      if (isWanted && user.id !== party.room.get().me.id) ring();
    });
  }, [party]);
}
