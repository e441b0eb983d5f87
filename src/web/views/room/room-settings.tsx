import { useId } from "preact/hooks";
import { type Cell, useCell } from "../../cell.ts";
import type { Party } from "../../party.ts";
import { POLICIES, type Policy, type Requests } from "../../requests.ts";
import type { RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { AskFirst, useAct } from "../parts/parts.tsx";
import { choicesWith } from "../stage/rates.ts";

const { room: texts } = TEXTS;
/** How long the party may wait for somebody's film; 0 is not at all. */
const WAITS_S: readonly number[] = [0, 5, 10, 20, 30];

/** The host's switches, and the end of the room. */
export function RoomSettings({ party, model, requests }: { party: Party; model: RoomModel; requests: Requests }) {
  const [problem, run, isBusy] = useAct();
  const info = model.room?.info;
  if (info === undefined) return null;
  const toggle = (name: "is_chat_enabled" | "requires_approval" | "is_public" | "is_queue_open", label: string) => (
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
      {toggle("is_queue_open", texts.queueOpen)}
      <WaitChoice
        seconds={info.wait_seconds}
        change={(wait_seconds) => void run(() => party.api.changeRoom(party.code, { wait_seconds }))}
      />
      <PolicyChoice policy={requests.policy} />
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

/** What becomes of what guests ask for. */
function PolicyChoice({ policy }: { policy: Cell<Policy> }) {
  const { wish } = TEXTS;
  const id = useId();
  const chosen = useCell(policy);
  return (
    <div class="wait-choice">
      <label for={id}>{wish.policy}</label>
      <select
        id={id}
        value={chosen}
        aria-describedby={`${id}-note`}
        onChange={({ currentTarget }) => policy.set(POLICIES.find((each) => each === currentTarget.value) ?? chosen)}
      >
        {POLICIES.map((each) => (
          <option key={each} value={each}>
            {wish.policies[each]}
          </option>
        ))}
      </select>
      <p class="hint" id={`${id}-note`}>
        {wish.policyNote}
      </p>
    </div>
  );
}

type WaitProps = { seconds: number; change(seconds: number): void };

/** Whether the party waits for somebody whose film stalls, and how long. */
function WaitChoice({ seconds, change }: WaitProps) {
  const id = useId();
  // Another page may have set what is not offered here.
  const choices = choicesWith(WAITS_S, seconds);
  return (
    <div class="wait-choice">
      <label for={id}>{texts.stalls}</label>
      <select id={id} value={String(seconds)} onChange={({ currentTarget }) => change(Number(currentTarget.value))}>
        {choices.map((each) => (
          <option key={each} value={each}>
            {each === 0 ? texts.goesOn : texts.waits(each)}
          </option>
        ))}
      </select>
    </div>
  );
}
