import { useCell } from "../../cell.ts";
import { isReachable } from "../../reach.ts";
import { TEXTS } from "../../texts/texts.ts";

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
