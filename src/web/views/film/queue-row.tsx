import type { TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import type { QueueItem } from "../../../protocol/values.ts";
import { makesWay } from "../../queue-order.ts";
import { TEXTS } from "../../texts/texts.ts";
import { nameOf } from "../chat/chat-line.tsx";
import type { Drag } from "../parts/drag.ts";
import { Icon } from "../parts/icons.tsx";
import { titleOf } from "./film-words.ts";

const { queue: texts, film } = TEXTS;
const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

type Props = {
  item: QueueItem;
  place: number;
  count: number;
  isHost: boolean;
  drag: Drag | null;
  begin(event: TargetedPointerEvent<HTMLElement>): void;
  move(to: number): void;
  remove(): void;
};

/** One film that waits for its turn; for the host with a handle, and what else can be done about it. */
export function QueueRow({ item, place, count, isHost, drag, begin, move, remove }: Props) {
  const { id, media, added_by } = item;
  const title = titleOf(media);
  const by = nameOf({ user: added_by });
  const kind = film.kinds[media.kind];
  const isDragged = drag?.id === id;
  const shift = drag === null ? 0 : isDragged ? drag.by_px : makesWay(place, drag.from, drag.to, drag.height);
  function pressed(event: TargetedKeyboardEvent<HTMLElement>): void {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(place + step);
  }
  const tool = (words: string, act: () => void, isOff = false) => (
    <button type="button" aria-disabled={isOff} onClick={act}>
      {words}
    </button>
  );
  return (
    <li class={isDragged ? "dragged" : undefined} style={{ transform: shift === 0 ? "" : `translateY(${shift}px)` }}>
      {isHost && (
        <button
          type="button"
          class="handle"
          aria-label={texts.move(title, place + 1, count)}
          aria-description={texts.moveHint}
          title={texts.moveHint}
          onKeyDown={pressed}
          onPointerDown={begin}
        >
          <Icon name="handle" />
        </button>
      )}
      <span class="about">
        <bdi class="film-title">{title}</bdi>
        <span class="facts">{title === kind ? texts.by(by) : texts.from(kind, by)}</span>
      </span>
      {isHost && (
        <details name="queue-tools">
          <summary aria-label={texts.tools(title)}>⋯</summary>
          <div class="tools">
            {tool(texts.up, () => move(place - 1), place === 0)}
            {tool(texts.down, () => move(place + 1), place === count - 1)}
            {tool(texts.remove, remove)}
          </div>
        </details>
      )}
    </li>
  );
}
