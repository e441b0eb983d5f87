import { idOf } from "../../domain/room.ts";
import type { Party } from "../party.ts";
import type { Remote } from "../remote.ts";
import { peopleWith, type RoomModel, type Wish } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { clockTime, useAct } from "./parts.tsx";

const { wish: wishes, knock } = TEXTS;

/** What wants the host's attention: who stands at the door, and what people ask for. */
export function HostNotices({ party, model, remote }: { party: Party; model: RoomModel; remote: Remote }) {
  const [problem, run, isBusy] = useAct();
  const decide = (id: string, status: "approved" | "rejected") =>
    void run(() => party.api.changeParticipant(party.code, id, { status }));
  function grant({ id, action, time }: Wish): void {
    party.dismiss(id);
    if (action === "play") remote.play();
    else if (action === "pause") remote.pause();
    else if (time !== undefined) remote.seek(time);
  }
  return (
    <div class="host-notices" role="status">
      {peopleWith(model, "pending").map(({ user }) => (
        <div class="notice" key={user.id}>
          <span>{knock.wants(user.display_name)}</span>
          <button type="button" class="primary" disabled={isBusy} onClick={() => decide(idOf(user), "approved")}>
            {knock.letIn}
          </button>
          <button type="button" disabled={isBusy} onClick={() => decide(idOf(user), "rejected")}>
            {knock.turnAway}
          </button>
        </div>
      ))}
      {model.wishes.map((wish) => (
        <div class="notice" key={wish.id}>
          <span>{wishes[wish.action](wish.user.display_name, clockTime(wish.time ?? 0))}</span>
          <button type="button" class="primary" onClick={() => grant(wish)}>
            {wishes.do}
          </button>
          <button type="button" onClick={() => party.dismiss(wish.id)}>
            {wishes.dismiss}
          </button>
        </div>
      ))}
      {problem !== null && <p class="fault">{problem.words}</p>}
    </div>
  );
}
