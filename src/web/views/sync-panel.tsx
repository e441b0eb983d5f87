import { useLayoutEffect, useRef } from "preact/hooks";
import { useCell } from "../cell.ts";
import type { Player } from "../player.ts";
import type { Screen } from "../screen.ts";
import { amHost, type RoomModel } from "../store/room-model.ts";
import { NO_FIGURES, type SyncFigures } from "../sync-figures.ts";
import { TEXTS } from "../texts/texts.ts";
import { OwnOffset } from "./own-offset.tsx";
import { correctionWords, loadedWords, offsetWords, stateWords, steeringWords, timeWords } from "./sync-words.ts";
import { type Heard, Viewers } from "./viewers.tsx";

const { sync: texts } = TEXTS;

type Props = { id: string; player: Player; model: RoomModel; screen: Screen; heard: Heard; close(): void };

/** How well everyone is kept together: in words, then in numbers, and what can be done about it. */
export function SyncPanel({ id, player, model, screen, heard, close }: Props) {
  const figures = useCell(player.figures);
  const panel = useRef<HTMLDivElement>(null);
  // The focus goes back while it is still here to be seen: an ordinary effect ends after its elements have gone.
  useLayoutEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    // Escape in the chat, or in another dialog, is meant for those.
    const isHere = (focus: Element | null) =>
      focus === null || focus === document.body || focus === before || panel.current?.contains(focus);
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && isHere(document.activeElement) && close();
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
      const hasFocus = panel.current?.contains(document.activeElement);
      if (hasFocus && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div class="sync-panel" id={id} ref={panel} role="dialog" aria-label={texts.open} tabIndex={-1}>
      <header>
        <h2>{texts.open}</h2>
        <button type="button" class="quiet" onClick={close}>
          {TEXTS.close}
        </button>
      </header>
      <p class={figures.state === "astray" ? "state fault" : "state"}>{stateWords(figures, screen)}</p>
      {figures.state === "astray" && <p class="hint">{texts.astrayHint}</p>}
      <Figures figures={figures} isPlaying={screen.isPlaying} />
      <OwnOffset ahead={screen.ahead} setAhead={player.setAhead} />
      {amHost(model) && <Viewers model={model} heard={heard} />}
    </div>
  );
}

function Figures({ figures, isPlaying }: { figures: SyncFigures; isPlaying: boolean }) {
  const { offset_ms, isFromFrames, rtt_ms, buffered_s, rate } = figures;
  const isMeasured = figures !== NO_FIGURES;
  return (
    <dl>
      <dt>{texts.picture}</dt>
      <dd>
        {offset_ms === null ? (isPlaying ? texts.unknown : texts.unmoved) : pictureWords(offset_ms, isFromFrames)}
      </dd>
      <dt>{texts.trip}</dt>
      <dd>{rtt_ms === null ? texts.unknown : timeWords(rtt_ms)}</dd>
      <dt>{texts.loaded}</dt>
      <dd>{isMeasured ? loadedWords(buffered_s) : texts.unknown}</dd>
      <dt>{texts.speed}</dt>
      <dd>{isMeasured ? steeringWords(rate) : texts.unknown}</dd>
      <dt>{texts.corrections}</dt>
      <dd>{isMeasured ? correctionWords(figures) : texts.unknown}</dd>
    </dl>
  );
}

const pictureWords = (offset_ms: number, isFromFrames: boolean) =>
  isFromFrames ? offsetWords(offset_ms) : texts.byPosition(offsetWords(offset_ms));
