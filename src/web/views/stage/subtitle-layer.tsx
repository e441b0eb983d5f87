import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import { type Cue, cuesAt, type Piece, type Place, type Scene } from "../../subtitles/cues.ts";
import type { Subtitles } from "../../subtitles/subtitles.ts";
import { faultWords } from "./subtitle-words.ts";

type Props = {
  video: HTMLVideoElement;
  subtitles: Subtitles;
  /** Whether the words would say anything that is not said elsewhere. */
  isMenuOpen: boolean;
};

const ROWS: readonly Place["row"][] = ["top", "middle", "bottom"];

/**
 * The subtitles over the picture, drawn by the page, so that they are the same over every kind of player. They keep to
 * the picture on this screen. What is spoken is not read out as well.
 */
export function SubtitleLayer({ video, subtitles, isMenuOpen }: Props) {
  const { scenes, offset_s, look, fault } = useCell(subtitles.state);
  const cues = useCues(video, scenes, offset_s);
  // What was said in the menu is not said again when that closes.
  const told = useRef<typeof fault>(null);
  if (isMenuOpen) told.current = fault;
  const dress = ["subtitles", look.size, look.isShaded && "shaded", scenes.length > 0 && "on"];
  return (
    <div class={dress.filter((one) => one !== false).join(" ")}>
      {fault !== null && fault !== told.current && (
        <p class="pill fading slowly" role="alert">
          {faultWords(fault)}
        </p>
      )}
      {cues.length > 0 &&
        ROWS.map((row) => (
          <div key={row} class={`row ${row}`} aria-hidden="true">
            {cues
              .filter(({ place }) => place.row === row)
              .map((cue) => (
                <Words key={cue.id} cue={cue} />
              ))}
          </div>
        ))}
    </div>
  );
}

/** What is to be shown now, looked up with every picture that the browser paints, while there is anything to look up. */
function useCues(video: HTMLVideoElement, scenes: readonly Scene[], offset_s: number): readonly Cue[] {
  const find = () => cuesAt(scenes, video.currentTime - offset_s);
  const [cues, setCues] = useState(find);
  useEffect(() => {
    setCues(find());
    if (scenes.length === 0) return;
    const look = () => {
      // The same list again is no news, and nothing is rendered.
      setCues(find());
      frame = requestAnimationFrame(look);
    };
    let frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [video, scenes, offset_s]);
  return cues;
}

function Words({ cue: { place, lines } }: { cue: Cue }) {
  return (
    <div class={`cue ${place.side}`}>
      {lines.map((line, i) => (
        <p key={i} dir="auto">
          <span>{shown(line)}</span>
        </p>
      ))}
    </div>
  );
}

/** Words as they are, and markup as elements made one by one: nothing of a file is ever read as HTML. */
function shown(pieces: readonly Piece[]): ComponentChildren {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const { tag: Tag, color, pieces } = piece;
    return <Tag class={color === null ? undefined : `cue-${color}`}>{shown(pieces)}</Tag>;
  });
}
