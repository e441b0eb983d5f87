import { useEffect, useState } from "preact/hooks";
import { type Cell, useCell } from "../../cell.ts";
import type { Remote } from "../../remote.ts";
import { namesStalled, type RoomModel } from "../../store/room-model.ts";
import type { SyncFigures } from "../../sync-figures.ts";
import { TEXTS } from "../../texts/texts.ts";
import type { WaitingFor } from "../../waiting.ts";

const { holdUp: texts } = TEXTS;
/** What is over sooner is not worth a word. */
const MOMENT_MS = 700;

type Props = { model: RoomModel; waiting: Cell<WaitingFor | null>; remote: Remote };

/** Says whose film has stalled, and lets the host go on where the party waits. One's own has a cover of its own. */
export function HoldUps({ model, waiting, remote }: Props) {
  const wait = useCell(waiting);
  const names = namesStalled(model);
  const words = useLasting(names.length === 0 ? "" : texts.buffering(names));
  if (wait !== null)
    return (
      <p class="pill waiting">
        <span role="status">{texts.waiting(wait.for)}</span>
        <button type="button" class="primary" onClick={remote.play}>
          {texts.goOn}
        </button>
      </p>
    );
  return <div role="status">{words !== "" && <p class="pill">{words}</p>}</div>;
}

/** Says, once a film, that the own player has given up for now; the panel says more for as long as it lasts. */
export function Astray({ figures }: { figures: Cell<SyncFigures> }) {
  const [wasAstray, setWasAstray] = useState(false);
  useEffect(() => figures.watch(({ state }) => state === "astray" && setWasAstray(true)), [figures]);
  return <div role="status">{wasAstray && <p class="pill fading slowly">{texts.astray}</p>}</div>;
}

/** `words` once they have stayed the same for a moment. */
function useLasting(words: string): string {
  const [lasting, setLasting] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(words), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return lasting;
}
