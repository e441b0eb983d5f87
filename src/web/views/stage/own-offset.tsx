import type { Player } from "../../player.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Slider } from "../parts/slider.tsx";
import { ownWords } from "./sync-words.ts";

const { sync: texts } = TEXTS;
const MOST_S = 2;
const STEPS_A_SECOND = 20;

/** Moves the own picture against the room's, for another cut of the film or a slow television. */
export function OwnOffset({ ahead, setAhead }: { ahead: number; setAhead: Player["setAhead"] }) {
  const words = ownWords(ahead);
  /** Sums of 0.05 are not quite what they look like. */
  const set = (seconds: number) => setAhead(Math.round(seconds * STEPS_A_SECOND) / STEPS_A_SECOND);
  const step = (label: string, sign: string, by: 1 | -1) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={by * ahead >= MOST_S}
      onClick={() => set(ahead + by / STEPS_A_SECOND)}
    >
      {sign}
    </button>
  );
  return (
    <section>
      <h3>{texts.own}</h3>
      <div class="own-offset">
        {step(texts.later, "−", -1)}
        <Slider
          class="ahead"
          label={texts.own}
          value={ahead}
          least={-MOST_S}
          most={MOST_S}
          step={1 / STEPS_A_SECOND}
          spoken={words}
          onInput={set}
        />
        {step(texts.earlier, "+", 1)}
      </div>
      <div class="own-words">
        <p>{words}</p>
        <button type="button" class="quiet" aria-disabled={ahead === 0} onClick={() => set(0)}>
          {texts.reset}
        </button>
      </div>
      <p class="hint">{texts.ownNote}</p>
    </section>
  );
}
