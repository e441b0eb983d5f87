import { useCell } from "../../cell.ts";
import { CHAT_SOUND } from "../../device-settings.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";

const { chat: texts } = TEXTS;

type Props = {
  /** Whether the chat is shown as it was said; null where no film is on that it could have been said to. */
  isReplay: boolean | null;
  setReplay(isReplay: boolean): void;
};

/** What one can choose about the chat, for oneself alone. */
export function ChatHead({ isReplay, setReplay }: Props) {
  const hasSound = useCell(CHAT_SOUND);
  const soundWords = hasSound ? texts.soundOn : texts.soundOff;
  return (
    <div class="chat-head">
      {isReplay !== null && (
        <label class="switch" title={texts.replayNote}>
          <input
            type="checkbox"
            checked={isReplay}
            onChange={({ currentTarget }) => setReplay(currentTarget.checked)}
          />
          {texts.replay}
        </label>
      )}
      <button
        type="button"
        class="quiet bell"
        aria-label={soundWords}
        title={soundWords}
        aria-description={texts.soundNote}
        onClick={() => CHAT_SOUND.set(!hasSound)}
      >
        <Icon name={hasSound ? "bell" : "bellOff"} />
      </button>
    </div>
  );
}
