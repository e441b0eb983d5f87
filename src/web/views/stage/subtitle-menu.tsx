import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { useCell } from "../../cell.ts";
import { SIZES } from "../../subtitles/memory.ts";
import type { Choice, Subtitles } from "../../subtitles/subtitles.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Sheet } from "../parts/sheet.tsx";
import { SubtitleTiming } from "./subtitle-timing.tsx";
import { faultWords, languageBeside, subtitleName } from "./subtitle-words.ts";

const { subtitles: texts } = TEXTS;
/** The kinds that can be read; some phones let none but files of known types be picked. */
const ACCEPTED = ".srt,.vtt,text/vtt,text/plain,application/x-subrip";

type Props = { id: string; subtitles: Subtitles; close(): void };

/** Where a viewer chooses subtitles, adds some, and says how they are to look: all of it for themselves alone. */
export function SubtitleMenu({ id, subtitles, close }: Props) {
  const { choices, chosen, isLoading, fault, offset_s, look } = useCell(subtitles.state);
  return (
    <Sheet id={id} class="subtitle-menu" title={texts.open} close={close}>
      <fieldset class="which">
        <legend class="hidden">{texts.which}</legend>
        <Which isChosen={chosen === null} choose={() => subtitles.choose(null)}>
          {texts.off}
        </Which>
        {choices.map((choice) => (
          <Which key={choice.id} isChosen={chosen === choice.id} choose={() => subtitles.choose(choice.id)}>
            <bdi>{subtitleName(choice)}</bdi> <Beside choice={choice} />
          </Which>
        ))}
      </fieldset>
      <p class="hint" role="status" hidden={!isLoading}>
        {isLoading && texts.loading}
      </p>
      <p class="fault" role="alert">
        {fault !== null && faultWords(fault)}
      </p>
      <AddFile add={(file) => void subtitles.add(file)} />
      <Options
        title={texts.size}
        options={SIZES.map((size) => ({ value: size, words: texts.sizes[size] }))}
        chosen={look.size}
        choose={(size) => subtitles.setLook({ size })}
      />
      <Options
        title={texts.behind}
        options={(["none", "shade"] as const).map((value) => ({ value, words: texts.shades[value] }))}
        chosen={look.isShaded ? "shade" : "none"}
        choose={(value) => subtitles.setLook({ isShaded: value === "shade" })}
      />
      <SubtitleTiming offset_s={offset_s} setOffset={subtitles.setOffset} />
    </Sheet>
  );
}

type WhichProps = { isChosen: boolean; choose(): void; children: ComponentChildren };

function Which({ isChosen, choose, children }: WhichProps) {
  return (
    <label>
      <input type="radio" name="subtitles" checked={isChosen} onChange={choose} />
      <span>{children}</span>
    </label>
  );
}

/** What tells subtitles apart whose names do not: their language, or that they are one's own. */
function Beside({ choice }: { choice: Choice }) {
  const words = choice.isOwn ? texts.onlyYou : languageBeside(choice);
  return words === null ? null : <span class="mark">{words}</span>;
}

function AddFile({ add }: { add(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <div class="add-file">
      <button type="button" aria-describedby={id} onClick={() => input.current?.click()}>
        {texts.add}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPTED}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) add(file);
          // The same file can be picked again once it is mended.
          currentTarget.value = "";
        }}
      />
      <p class="hint" id={id}>
        {texts.addNote}
      </p>
    </div>
  );
}

type OptionsProps<Value extends string> = {
  title: string;
  options: readonly { value: Value; words: string }[];
  chosen: Value;
  choose(value: Value): void;
};

/** A few ways side by side, of which one holds. */
function Options<Value extends string>({ title, options, chosen, choose }: OptionsProps<Value>) {
  const id = useId();
  return (
    <section>
      <h3 id={id}>{title}</h3>
      <div class="choice" role="radiogroup" aria-labelledby={id}>
        {options.map(({ value, words }) => (
          <label key={value}>
            <input type="radio" name={id} checked={value === chosen} onChange={() => choose(value)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </section>
  );
}
