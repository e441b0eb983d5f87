import { piecesOf } from "../../links.ts";
import { TEXTS } from "../../texts/texts.ts";

const { chat: texts } = TEXTS;

/** What pressing a time of the film does. */
export type Going = {
  /** The host's film goes there; anyone else asks the host. */
  readonly way: "go" | "ask";
  /** The film's end, in seconds: what lies beyond is no time of it. Null while that is not known. */
  readonly end: number | null;
  to(time: number): void;
};

/** Whether a time can be a place in the film. */
export const isWithin = ({ end }: Going, time: number): boolean => end === null || time <= end;

/** What a press on a time does, in words. */
export const goingWords = ({ way }: Going, time: string): string =>
  way === "go" ? texts.goTo(time) : texts.askGoTo(time);

/** A line's words, with its web addresses and its times of the film to press. */
export function Words({ message, going, tabIndex }: { message: string; going: Going | null; tabIndex?: number }) {
  return (
    <p dir="auto">
      {piecesOf(message).map(({ text, href, time }) => {
        if (href !== undefined)
          return (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          );
        if (time === undefined || going === null || !isWithin(going, time)) return text;
        const label = goingWords(going, text);
        return (
          <button
            type="button"
            class="film-time"
            aria-label={label}
            title={label}
            tabIndex={tabIndex}
            onClick={() => going.to(time)}
          >
            {text}
          </button>
        );
      })}
    </p>
  );
}
