import { useState } from "preact/hooks";
import type { Party } from "../party.ts";
import type { RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { useAct } from "./parts.tsx";

const { room: texts } = TEXTS;

/** The host's switches, and the end of the room. */
export function RoomSettings({ party, model }: { party: Party; model: RoomModel }) {
  const [problem, run, isBusy] = useAct();
  const info = model.room?.info;
  if (info === undefined) return null;
  const toggle = (name: "is_chat_enabled" | "requires_approval" | "is_public", label: string) => (
    <label class="switch">
      <input
        type="checkbox"
        checked={info[name]}
        disabled={isBusy}
        onChange={({ currentTarget }) =>
          void run(() => party.api.changeRoom(party.code, { [name]: currentTarget.checked }))
        }
      />
      <span>{label}</span>
    </label>
  );
  return (
    <div class="room-settings">
      {toggle("is_chat_enabled", texts.chat)}
      {toggle("requires_approval", texts.approval)}
      {toggle("is_public", texts.listed)}
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      <DeleteRoom isBusy={isBusy} remove={() => void run(() => party.api.deleteRoom(party.code))} />
    </div>
  );
}

function DeleteRoom({ isBusy, remove }: { isBusy: boolean; remove(): void }) {
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" class="danger" onClick={() => setIsAsking(true)}>
        {texts.delete}
      </button>
    );
  return (
    <div class="ask" role="alertdialog" aria-label={texts.deleteSure}>
      <p>{texts.deleteSure}</p>
      <button type="button" class="danger" disabled={isBusy} onClick={remove}>
        {texts.deleteYes}
      </button>
      <button type="button" onClick={() => setIsAsking(false)}>
        {TEXTS.cancel}
      </button>
    </div>
  );
}
