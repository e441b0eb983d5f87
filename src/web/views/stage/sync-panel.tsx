import { useCell } from "../../cell.ts";
import type { Player } from "../../player.ts";
import type { Screen } from "../../screen.ts";
import { amHost, type RoomModel } from "../../store/room-model.ts";
import { NO_FIGURES, type SyncFigures } from "../../sync-figures.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Sheet } from "../parts/sheet.tsx";
import { OwnOffset } from "./own-offset.tsx";
import { correctionWords, loadedWords, offsetWords, stateWords, steeringWords, timeWords } from "./sync-words.ts";
import { type Heard, Viewers } from "./viewers.tsx";

const { sync: texts } = TEXTS;

type Props = { id: string; player: Player; model: RoomModel; screen: Screen; heard: Heard; close(): void };

/** How well everyone is kept together: in words, then in numbers, and what can be done about it. */
export function SyncPanel({ id, player, model, screen, heard, close }: Props) {
  const figures = useCell(player.figures);
  return (
    <Sheet id={id} class="sync-panel" title={texts.open} close={close}>
      <p class={figures.state === "astray" ? "state fault" : "state"}>{stateWords(figures, screen)}</p>
      {figures.state === "astray" && <p class="hint">{texts.astrayHint}</p>}
      <Figures figures={figures} isPlaying={screen.isPlaying} />
      <OwnOffset ahead={screen.ahead} setAhead={player.setAhead} />
      {amHost(model) && <Viewers model={model} heard={heard} />}
    </Sheet>
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
