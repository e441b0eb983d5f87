import { useId, useRef } from "preact/hooks";
import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import { newestId, unreadSince } from "../../store/chat-model.ts";
import { amHost, peopleHere, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { ChatPanel } from "../chat/chat.tsx";
import { Later } from "../parts/later.tsx";
import { People } from "./people.tsx";
import { RoomSettings } from "./room-settings.tsx";
import { badge } from "./use-title.ts";

const { tabs: texts } = TEXTS;
/** The panels beside the film. */
export type Tab = "chat" | "people" | "film" | "room";

type Props = { party: Party; cinema: Cinema; model: RoomModel; wanted: Tab; turnTo(tab: Tab): void };

const loadFilmPanel = () => import("../film/film-panel.tsx");

/** What stands beside the film, one panel at a time. */
export function Side({ party, cinema, model, wanted, turnTo }: Props) {
  const id = useId();
  const tabs: readonly Tab[] = amHost(model) ? ["chat", "people", "film", "room"] : ["chat", "people", "film"];
  // Whoever hands the room over loses the host's panels with it.
  const open = tabs.includes(wanted) ? wanted : "chat";
  function move(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.stopPropagation();
    const next = tabs.at((tabs.indexOf(open) + by) % tabs.length) ?? "chat";
    turnTo(next);
    document.getElementById(`${id}-${next}`)?.focus();
  }
  return (
    <aside class="side">
      <div class="tabs" role="tablist" aria-label={texts.label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-${tab}`}
            aria-selected={tab === open}
            aria-controls={`${id}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => turnTo(tab)}
          >
            {texts[tab]}
            {tab === "chat" && <Unread party={party} me={model.me.id} isOpen={open === "chat"} />}
            {tab === "people" && <span class="count">{peopleHere(model).length}</span>}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {/* The chat stays in place behind the others, and with it what is typed but not sent. */}
        <ChatPanel party={party} cinema={cinema} model={model} isHidden={open !== "chat"} />
        {open === "people" && <People party={party} model={model} />}
        {open === "film" && (
          <Later load={loadFilmPanel}>{({ FilmPanel }) => <FilmPanel {...{ party, cinema, model }} />}</Later>
        )}
        {open === "room" && <RoomSettings party={party} model={model} requests={cinema.requests} />}
      </div>
    </aside>
  );
}

/** How many lines others have said behind another panel. */
function Unread({ party, me, isOpen }: { party: Party; me: string; isOpen: boolean }) {
  const chat = useCell(party.chat);
  const seen = useRef<number | null>(null);
  const isKnown = chat.before !== undefined;
  // What was said before the visit is not news.
  if (isKnown && (isOpen || seen.current === null)) seen.current = newestId(chat) ?? 0;
  const count = isOpen || seen.current === null ? 0 : unreadSince(chat, seen.current, me);
  if (count === 0) return null;
  return (
    <span class="count new">
      {badge(count)}
      <span class="hidden"> {TEXTS.chat.unread}</span>
    </span>
  );
}
