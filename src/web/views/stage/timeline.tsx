import { useEffect, useState } from "preact/hooks";
import type { Remote } from "../../remote.ts";
import type { Screen } from "../../screen.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useMoment } from "../parts/moment.ts";
import { clockTime } from "../parts/parts.tsx";
import { Slider } from "../parts/slider.tsx";

const { controls: texts } = TEXTS;
const ASKED_MS = 3_000;
/** A place that nobody asks for is forgotten. */
const FORGOTTEN_MS = 12_000;

type Props = {
  screen: Screen;
  /** Moves the film; null for whoever may not, at the moment or at all. */
  seek: Remote["seek"] | null;
  /** Asks the host to go somewhere; null for the host, and while nobody could hear it. */
  ask: ((time: number) => boolean) | null;
};

/** Where the film is. While somebody drags, the slider shows where it would go; a guest then asks for it. */
export function Timeline({ screen, seek, ask }: Props) {
  const [aim, setAim] = useState<number | null>(null);
  const { time, duration } = screen;
  const shown = aim ?? time;
  const words = duration === null ? clockTime(shown) : `${clockTime(shown)} / ${clockTime(duration)}`;
  const isOff = duration === null || (seek === null && ask === null);
  useEffect(() => {
    if (isOff) setAim(null);
  }, [isOff]);
  useEffect(() => {
    if (aim === null || ask === null) return;
    const timer = setTimeout(() => setAim(null), FORGOTTEN_MS);
    return () => clearTimeout(timer);
  }, [aim, ask === null]);
  return (
    <>
      <span class="timeline">
        <Slider
          class="seek"
          label={texts.seek}
          value={shown}
          most={duration ?? 0}
          // A guest's aim waits for its button, and is moved by the keyboard in steps that one can count.
          step={seek === null && aim !== null ? 1 : 0.1}
          spoken={words}
          isDisabled={isOff}
          onInput={setAim}
          onChange={(to) => {
            if (seek === null) return;
            setAim(null);
            seek(to);
          }}
        />
        <span class="time">{words}</span>
      </span>
      {ask !== null && <AskPlace aim={aim} ask={ask} forget={() => setAim(null)} />}
    </>
  );
}

type AskProps = { aim: number | null; ask(time: number): boolean; forget(): void };

/** What a guest can do about the place that they have chosen on the line. */
function AskPlace({ aim, ask, forget }: AskProps) {
  const [isAsked, setIsAsked] = useMoment<boolean>(ASKED_MS);
  const isOpen = aim !== null;
  return (
    <span class={isOpen || isAsked ? "ask-place" : "hidden"}>
      {isOpen && (
        <>
          <button
            type="button"
            class="primary"
            onClick={() => {
              setIsAsked(ask(aim));
              forget();
            }}
          >
            {texts.askSeek(clockTime(aim))}
          </button>
          <button type="button" class="quiet" onClick={forget}>
            {TEXTS.cancel}
          </button>
        </>
      )}
      <span role="status">{isAsked && !isOpen && texts.asked}</span>
    </span>
  );
}
