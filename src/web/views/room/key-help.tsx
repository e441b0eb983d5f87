import { TEXTS } from "../../texts/texts.ts";
import { Dialog } from "../parts/dialog.tsx";

const { keys: texts } = TEXTS;

/** The keys that the room takes, and what each does. */
export function KeyHelp({ isHost, close }: { isHost: boolean; close(): void }) {
  const keys = isHost ? [...texts.host, ...texts.everyone] : texts.everyone;
  return (
    <Dialog title={texts.title} close={close}>
      <dl class="key-help">
        {keys.map(([pressed, words]) => (
          <div key={pressed}>
            <dt>
              {pressed.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
