import { fixedWords } from "../../figures.ts";
import { OFFSET_MOST_S } from "../../subtitles/subtitles.ts";
import { TEXTS } from "../../texts/texts.ts";
import { offsetWords } from "./subtitle-words.ts";

const { subtitles: texts } = TEXTS;
const STEPS_S = [-0.5, -0.1, 0.1, 0.5] as const;

/** Moves the subtitles against the film, for those that were made for another version of it. */
export function SubtitleTiming({ offset_s, setOffset }: { offset_s: number; setOffset(seconds: number): void }) {
  return (
    <section>
      <h3>{texts.timing}</h3>
      <div class="steps">
        {STEPS_S.map((step) => (
          <button
            key={step}
            type="button"
            aria-label={offsetWords(step)}
            title={offsetWords(step)}
            aria-disabled={step * offset_s > 0 && Math.abs(offset_s) >= OFFSET_MOST_S}
            onClick={() => setOffset(offset_s + step)}
          >
            {(step > 0 ? "+" : "−") + fixedWords(Math.abs(step), 1)}
          </button>
        ))}
      </div>
      <div class="own-words">
        <p role="status">{offsetWords(offset_s)}</p>
        <button type="button" class="quiet" aria-disabled={offset_s === 0} onClick={() => setOffset(0)}>
          {texts.reset}
        </button>
      </div>
      <p class="hint">{texts.timingNote}</p>
    </section>
  );
}
