import type { Party } from "../party.ts";
import type { RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { AskFirst, useAct } from "./parts.tsx";

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
      <AskFirst
        button={texts.delete}
        sure={texts.deleteSure}
        yes={texts.deleteYes}
        isDanger
        isOff={isBusy}
        act={() => void run(() => party.api.deleteRoom(party.code))}
      />
    </div>
  );
}
