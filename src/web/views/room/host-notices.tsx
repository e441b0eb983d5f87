import { useState } from "preact/hooks";
import { idOf } from "../../../domain/room.ts";
import type { Participant } from "../../../protocol/values.ts";
import { useCell } from "../../cell.ts";
import type { Party } from "../../party.ts";
import { isProblem } from "../../problem.ts";
import type { Requests } from "../../requests.ts";
import { peopleWith, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { clockTime, useAct } from "../parts/parts.tsx";

const { wish: wishes, knock, people } = TEXTS;
const DONE = { play: wishes.played, pause: wishes.paused, seek: wishes.went };

type Props = { party: Party; model: RoomModel; requests: Requests; see(): void };

/** What wants the host's attention: who stands at the door, and what people ask for. `see` shows the people. */
export function HostNotices({ party, model, requests, see }: Props) {
  return (
    <div class="host-notices" role="status">
      <Knocks party={party} pending={peopleWith(model, "pending")} see={see} />
      {model.wishes.map((wish) => (
        <div class="notice" key={wish.id}>
          <span>{wishes[wish.action](wish.user.display_name, clockTime(wish.time ?? 0))}</span>
          <button type="button" class="primary" onClick={() => requests.grant(wish)}>
            {wishes.do}
          </button>
          <button type="button" onClick={() => party.dismiss(wish.id)}>
            {wishes.dismiss}
          </button>
        </div>
      ))}
    </div>
  );
}

/** Says for a moment what was done because a guest asked for it. */
export function Granted({ requests }: { requests: Requests }) {
  const wish = useCell(requests.granted);
  return (
    <div role="status">
      {wish !== null && (
        <p class="pill" key={wish.id}>
          {DONE[wish.action](wish.user.display_name, clockTime(wish.time ?? 0))}
        </p>
      )}
    </div>
  );
}

/** One person at the door, or how many there are. */
function Knocks({ party, pending, see }: { party: Party; pending: readonly Participant[]; see(): void }) {
  const [problem, run, isBusy] = useAct();
  const [first] = pending;
  if (first === undefined) return null;
  const isOne = pending.length === 1;
  const decide = (id: string, status: "approved" | "rejected") =>
    party.api.changeParticipant(party.code, id, { status });
  async function letAllIn() {
    for (const { user } of pending) {
      const answer = await decide(idOf(user), "approved");
      // Whoever has left meanwhile is nobody to let in.
      if (isProblem(answer) && answer.problem !== "participant_not_found") return answer;
    }
    return null;
  }
  const other = isOne ? () => void run(() => decide(idOf(first.user), "rejected")) : see;
  return (
    <>
      <div class="notice">
        <span>{isOne ? knock.wants(first.user.display_name) : knock.several(pending.length)}</span>
        <button type="button" class="primary" disabled={isBusy} onClick={() => void run(letAllIn)}>
          {isOne ? knock.letIn : knock.letAllIn}
        </button>
        <button type="button" disabled={isBusy} onClick={other}>
          {isOne ? knock.turnAway : knock.see}
        </button>
      </div>
      {problem !== null && <p class="fault">{problem.words}</p>}
    </>
  );
}

/** Tells somebody whom the room was handed to, until they have read it. */
export function NewHost() {
  const [isRead, setIsRead] = useState(false);
  if (isRead) return null;
  return (
    <div class="host-notices" role="status">
      <div class="notice">
        <span>{people.nowHost}</span>
        <button type="button" class="primary" onClick={() => setIsRead(true)}>
          {people.nowHostRead}
        </button>
      </div>
    </div>
  );
}
