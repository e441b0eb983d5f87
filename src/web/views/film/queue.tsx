import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { QueueItem } from "../../../protocol/values.ts";
import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import { QUEUE_GOES_ON } from "../../device-settings.ts";
import type { Party } from "../../party.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { createMover, withMoves } from "../../queue-order.ts";
import { amHost, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useDrag } from "../parts/drag.ts";
import { titleOf } from "./film-words.ts";
import { QueueRow } from "./queue-row.tsx";

const { queue: texts } = TEXTS;

type Props = { party: Party; cinema: Cinema; model: RoomModel };

/** What plays next, in order. The host orders it by dragging, by the keyboard or by buttons; it moves here at once. */
export function Queue({ party, cinema, model }: Props) {
  const { api, code } = party;
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [mover] = useState(() => createMover(({ id, position }) => api.moveInQueue(code, id, position)));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const isHost = amHost(model);
  const queue = withMoves(model.room?.queue ?? [], useCell(mover.moves));
  const { drag, begin } = useDrag(list, move);
  // A row that changes its place in the page loses the focus on the way.
  const focused = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (focused.current !== null && document.activeElement !== focused.current) focused.current.focus();
    focused.current = null;
  });

  async function told(answer: Promise<unknown>, words?: string): Promise<void> {
    setProblem(null);
    const came = await answer;
    if (isProblem(came)) setProblem(came);
    else if (words !== undefined) setSaid(words);
  }
  function move(item_id: string, to: number): void {
    const item = queue.find((one) => one.id === item_id);
    if (item === undefined || to < 0 || to >= queue.length || queue[to] === item) return;
    focused.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSaid(texts.moved(titleOf(item.media), to + 1, queue.length));
    void told(mover.move({ id: item_id, position: to }));
  }
  function remove({ id, media }: QueueItem): void {
    heading.current?.focus();
    void told(api.removeFromQueue(code, id), texts.removed(titleOf(media)));
  }

  return (
    <section class="queue" aria-labelledby={id}>
      <h3 id={id} ref={heading} tabIndex={-1}>
        {texts.title}
      </h3>
      {queue.length === 0 && (
        <p class="hint">{isHost ? texts.emptyHost : model.room?.info.is_queue_open ? texts.emptyGuest : texts.empty}</p>
      )}
      <ul ref={list} class={drag === null ? undefined : "dragging"}>
        {queue.map((item, place) => (
          <QueueRow
            key={item.id}
            {...{ item, place, drag, isHost }}
            count={queue.length}
            begin={(event) => begin(event, item.id, place)}
            move={(to) => move(item.id, to)}
            remove={() => remove(item)}
          />
        ))}
      </ul>
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      <p role="status" class="hidden">
        {said}
      </p>
      {isHost ? (
        <div class="queue-host">
          {queue.length > 0 && (
            <button type="button" onClick={() => void told(cinema.queue.goOn())}>
              {texts.playNext}
            </button>
          )}
          <GoesOn />
        </div>
      ) : (
        model.room?.info.is_queue_open === false && <p class="hint">{texts.closed}</p>
      )}
    </section>
  );
}

function GoesOn() {
  const isOn = useCell(QUEUE_GOES_ON);
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ currentTarget }) => QUEUE_GOES_ON.set(currentTarget.checked)}
      />
      <span>{texts.goesOn}</span>
    </label>
  );
}
