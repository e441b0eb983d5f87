import { useId, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import { CHAT_SOUND, THEME, THEMES } from "../../device-settings.ts";
import { installer } from "../../install.ts";
import { chooseLanguage, chosenLanguage, LANGUAGES, TEXTS } from "../../texts/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icons.tsx";

const { device: texts } = TEXTS;

/** What this one device is told to do; for anybody, signed in or not. */
export function DeviceSettings() {
  const isSounding = useCell(CHAT_SOUND);
  return (
    <div class="device">
      <LanguageChoice />
      <ThemeChoice />
      <label class="switch">
        <input
          type="checkbox"
          checked={isSounding}
          onChange={({ currentTarget }) => CHAT_SOUND.set(currentTarget.checked)}
        />
        <span>{texts.chatSound}</span>
      </label>
      <Install />
    </div>
  );
}

function LanguageChoice() {
  const id = useId();
  function choose(code: string): void {
    chooseLanguage(LANGUAGES.find((language) => language.code === code)?.code ?? null);
    // Words are taken up once, at the load of the page.
    location.reload();
  }
  return (
    <div class="field">
      <label for={id}>{texts.language}</label>
      <select id={id} value={chosenLanguage() ?? ""} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">{texts.languageSystem}</option>
        {LANGUAGES.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function ThemeChoice() {
  const chosen = useCell(THEME);
  const name = useId();
  return (
    <fieldset class="themes">
      <legend>{texts.theme}</legend>
      <div class="choice">
        {THEMES.map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={each === chosen} onChange={() => THEME.set(each)} />
            <span>{texts.themes[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Offered where the browser can do it, and has not done it yet. */
function Install() {
  const offer = useCell(installer);
  if (offer === null) return null;
  return (
    <div>
      <button type="button" onClick={() => void offer()}>
        {texts.install}
      </button>
      <p class="hint">{texts.installNote}</p>
    </div>
  );
}

/** The way to the device's settings from any place. */
export function DeviceButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="quiet gear"
        aria-label={texts.open}
        title={texts.open}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <Icon name="gear" />
      </button>
      {isOpen && (
        <Dialog title={texts.title} close={() => setIsOpen(false)}>
          <DeviceSettings />
        </Dialog>
      )}
    </>
  );
}
