import { useId, useState } from "preact/hooks";
import type { Party } from "../party.ts";
import { amHost, peopleHere, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { ChatPanel } from "./chat.tsx";
import { FilmPicker } from "./film-picker.tsx";
import { People } from "./people.tsx";
import { RoomSettings } from "./room-settings.tsx";

const { tabs: texts } = TEXTS;
type Tab = "chat" | "people" | "film" | "room";

/** What stands beside the film, one panel at a time. */
export function Side({ party, model }: { party: Party; model: RoomModel }) {
  const [wanted, setWanted] = useState<Tab>("chat");
  const id = useId();
  const tabs: readonly Tab[] = amHost(model) ? ["chat", "people", "film", "room"] : ["chat", "people"];
  // Whoever hands the room over loses the host's panels with it.
  const open = tabs.includes(wanted) ? wanted : "chat";
  function move(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.stopPropagation();
    const next = tabs.at((tabs.indexOf(open) + by) % tabs.length) ?? "chat";
    setWanted(next);
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
            onClick={() => setWanted(tab)}
          >
            {texts[tab]}
            {tab === "people" && <span class="count">{peopleHere(model).length}</span>}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {/* The chat stays in place behind the others, and with it what is typed but not sent. */}
        <ChatPanel party={party} model={model} isHidden={open !== "chat"} />
        {open === "people" && <People party={party} model={model} />}
        {open === "film" && <FilmPicker party={party} media={model.room?.playback.media ?? null} />}
        {open === "room" && <RoomSettings party={party} model={model} />}
      </div>
    </aside>
  );
}
