import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type AutoAdvance, type Coming, DECLINE_MS } from "../../auto-advance.ts";
import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { titleOf } from "../film/film-words.ts";
import { useAct } from "../parts/parts.tsx";

const { queue: texts, stage } = TEXTS;
const LOOK_EVERY_MS = 250;

type Props = { cinema: Cinema; model: RoomModel; isHost: boolean; children: ComponentChildren };

/** The film is over: what comes next, and for the host whether it does. */
export function EndCard({ cinema: { queue }, model, isHost, children }: Props) {
  const coming = useCell(queue.coming);
  return (
    <div class="the-end">
      <div role="status">
        <h2>{stage.end}</h2>
        {coming === null ? <Next model={model} /> : <Countdown coming={coming} />}
      </div>
      <div class="choices">
        {isHost && <PlayNext model={model} queue={queue} />}
        {coming !== null && (
          <button type="button" onClick={queue.stay}>
            {texts.stay}
          </button>
        )}
        {coming === null && children}
      </div>
    </div>
  );
}

/** What comes next, if anything does. */
export function Next({ model }: { model: RoomModel }) {
  const [next] = model.room?.queue ?? [];
  return next === undefined ? null : <p>{texts.next(titleOf(next.media))}</p>;
}

/** Lets the host show and play what comes next; nothing where the queue is empty. */
export function PlayNext({ model, queue }: { model: RoomModel; queue: AutoAdvance }) {
  const [problem, run, isBusy] = useAct();
  if (model.room?.queue.length === 0) return null;
  return (
    <>
      {problem !== null && (
        <p role="alert" class="fault">
          {problem.words}
        </p>
      )}
      <button type="button" class="primary" disabled={isBusy} onClick={() => void run(queue.goOn)}>
        {texts.playIt}
      </button>
    </>
  );
}

/** Counts for the eye; whoever listens is told once. */
function Countdown({ coming: { item, at_ms } }: { coming: Coming }) {
  const [now_ms, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const title = titleOf(item.media);
  return (
    <p>
      <span aria-hidden="true">{texts.nextIn(title, Math.max(Math.ceil((at_ms - now_ms) / 1000), 0))}</span>
      <span class="hidden">{texts.nextIn(title, DECLINE_MS / 1000)}</span>
    </p>
  );
}
