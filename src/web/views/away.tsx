import { useCell } from "../cell.ts";
import type { Problem } from "../problem.ts";
import { isReachable } from "../reach.ts";
import { TEXTS } from "../texts/texts.ts";
import { Message } from "./parts.tsx";

const { away: texts } = TEXTS;
const words = () => (navigator.onLine ? texts.server : texts.device);

/** Says that the server cannot be reached, for as long as that is so. */
export function Away() {
  if (useCell(isReachable)) return null;
  return (
    <p class="notice" role="status">
      {words()}
    </p>
  );
}

/** The whole page where nothing is known yet, since the server could not be asked. */
export function AwayPage({ problem, retry }: { problem: Problem; retry(): void }) {
  const isOffline = problem.problem === "offline";
  const title = !isOffline ? texts.troubleTitle : navigator.onLine ? texts.serverTitle : texts.deviceTitle;
  return (
    <Message title={title}>
      <p>{isOffline ? words() : problem.words}</p>
      <p class="projector" aria-hidden="true">
        <i />
        <i />
        <i />
      </p>
      <button type="button" onClick={retry}>
        {TEXTS.tryAgain}
      </button>
    </Message>
  );
}
