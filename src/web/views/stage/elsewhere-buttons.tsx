import { useEffect, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import type { Elsewhere } from "../../elsewhere.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import type { FullScreen } from "./full-screen.ts";

const { controls: texts } = TEXTS;

type Props = { video: HTMLVideoElement; full: FullScreen };

/** Buttons for the places besides the page where this viewer can have the film, as far as there are any. */
export function ElsewhereButtons({ video, full }: Props) {
  const elsewhere = useElsewhere(video);
  return elsewhere && <Buttons elsewhere={elsewhere} full={full} />;
}

/** What it takes to know is loaded once there is a film. Nobody misses it where that fails. */
function useElsewhere(video: HTMLVideoElement): Elsewhere | null {
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  useEffect(() => {
    let made: Elsewhere | null = null;
    let isOver = false;
    async function load(): Promise<void> {
      const { createElsewhere } = await import("../../elsewhere.ts");
      if (isOver) return;
      made = createElsewhere(video);
      setElsewhere(made);
    }
    load().catch(() => {});
    return () => {
      isOver = true;
      made?.stop();
      setElsewhere(null);
    };
  }, [video]);
  return elsewhere;
}

function Buttons({
  elsewhere: { places, toggleWindow, chooseTelevision },
  full,
}: Pick<Props, "full"> & { elsewhere: Elsewhere }) {
  const { window, hasTelevision } = useCell(places);
  const windowWords = window === "open" ? texts.leaveWindow : texts.window;
  /** The film cannot fill the screen and lie in a corner of it. */
  function pressWindow(): void {
    full.leave();
    toggleWindow();
  }
  return (
    <>
      {window !== null && (
        <button
          type="button"
          class={window === "open" ? "on" : undefined}
          aria-label={windowWords}
          title={windowWords}
          onClick={pressWindow}
        >
          <Icon name="window" />
        </button>
      )}
      {hasTelevision && (
        <button type="button" aria-label={texts.television} title={texts.television} onClick={chooseTelevision}>
          <Icon name="television" />
        </button>
      )}
    </>
  );
}
