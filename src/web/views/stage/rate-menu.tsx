import { numberWords } from "../../figures.ts";
import { TEXTS } from "../../texts/texts.ts";
import { choicesWith, RATES } from "./rates.ts";

const { controls: texts } = TEXTS;

/** How fast the film runs for everyone: the host's to choose. */
export function RateMenu({ rate, isOff, change }: { rate: number; isOff: boolean; change(rate: number): void }) {
  return (
    <select
      class="rate"
      aria-label={texts.rate}
      aria-keyshortcuts="< >"
      title={texts.rate}
      disabled={isOff}
      value={String(rate)}
      onChange={({ currentTarget }) => {
        change(Number(currentTarget.value));
        // Who chose with the mouse goes on with the keys of the film, and not of this menu.
        if (!currentTarget.matches(":focus-visible")) currentTarget.blur();
      }}
    >
      {choicesWith(RATES, rate).map((each) => (
        <option key={each} value={each}>
          {texts.times(numberWords(each))}
        </option>
      ))}
    </select>
  );
}

/** Tells a guest that the film does not run at its own speed. */
export function RateSign({ rate }: { rate: number }) {
  return (
    <span class="rate" title={texts.rateNote(numberWords(rate))}>
      <span aria-hidden="true">{texts.times(numberWords(rate))}</span>
      <span class="hidden">{texts.rateNote(numberWords(rate))}</span>
    </span>
  );
}
