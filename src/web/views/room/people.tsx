import { idOf } from "../../../domain/room.ts";
import type { Participant } from "../../../protocol/values.ts";
import type { Party } from "../../party.ts";
import { amHost, peopleHere, peopleWith, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { AskFirst, useAct } from "../parts/parts.tsx";

const { people: texts, knock } = TEXTS;

/** Who is here; for the host, what to do about them, and who waits or is banned. */
export function People({ party, model }: { party: Party; model: RoomModel }) {
  const [problem, run, isBusy] = useAct();
  const { api, code } = party;
  const change = (id: string, to: { status?: "approved" | "rejected" | "banned"; is_muted?: boolean }) =>
    void run(() => api.changeParticipant(code, id, to));
  const act = (words: string, onClick: () => void) => (
    <button type="button" key={words} disabled={isBusy} onClick={onClick}>
      {words}
    </button>
  );
  const isHost = amHost(model);
  const pending = peopleWith(model, "pending");
  const banned = peopleWith(model, "banned");

  function tools({ user, is_muted }: Participant) {
    const id = idOf(user);
    return (
      <details name="person-tools">
        <summary aria-label={texts.more(user.display_name)}>⋯</summary>
        <div class="tools">
          {act(is_muted ? texts.unmute : texts.mute, () => change(id, { is_muted: !is_muted }))}
          {act(texts.remove, () => void run(() => api.removeParticipant(code, id)))}
          <AskFirst
            button={texts.handOver}
            sure={texts.handOverSure(user.display_name)}
            yes={texts.handOverYes}
            isOff={isBusy || user.is_guest}
            act={() => void run(() => api.handOver(code, id))}
          />
          <AskFirst
            button={texts.ban}
            sure={texts.banSure(user.display_name)}
            yes={texts.banYes}
            isDanger
            isOff={isBusy}
            act={() => change(id, { status: "banned" })}
          />
        </div>
        {user.is_guest && <p class="hint">{texts.guestHost}</p>}
      </details>
    );
  }

  return (
    <div class="people">
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      {isHost && pending.length > 0 && (
        <section>
          <h3>{texts.pending}</h3>
          <ul>
            {pending.map(({ user }) => (
              <li key={user.id}>
                <bdi class="person">{user.display_name}</bdi>
                {act(knock.letIn, () => change(idOf(user), { status: "approved" }))}
                {act(knock.turnAway, () => change(idOf(user), { status: "rejected" }))}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{texts.here}</h3>
        <ul>
          {peopleHere(model).map((participant) => (
            <li key={participant.user.id}>
              <Person participant={participant} model={model} />
              {isHost && participant.role !== "host" && tools(participant)}
            </li>
          ))}
        </ul>
      </section>
      {isHost && banned.length > 0 && (
        <section>
          <h3>{texts.banned}</h3>
          <ul>
            {banned.map(({ user }) => (
              <li key={user.id}>
                <bdi class="person">{user.display_name}</bdi>
                {act(texts.unban, () => change(idOf(user), { status: "approved" }))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Person({ participant: { user, role, is_muted }, model }: { participant: Participant; model: RoomModel }) {
  const marks = [
    user.id === model.me.id && texts.you,
    role === "host" && texts.host,
    user.is_guest && TEXTS.guest,
    is_muted && texts.muted,
    model.reports.get(idOf(user))?.status === "buffering" && texts.buffering,
  ].filter((mark) => mark !== false);
  return (
    <span class="person">
      <bdi>{user.display_name}</bdi>
      {marks.map((mark) => (
        <span class="mark" key={mark}>
          {mark}
        </span>
      ))}
    </span>
  );
}
