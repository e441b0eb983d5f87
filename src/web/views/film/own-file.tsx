import { useRef, useState } from "preact/hooks";
import { LIMITS } from "../../../protocol/codes.ts";
import { lookAt, writeOwn } from "../../own-file.ts";
import { keepCopy } from "../../own-files.ts";
import type { Party } from "../../party.ts";
import { isProblem } from "../../problem.ts";
import { TEXTS } from "../../texts/texts.ts";

const { ownFile: texts } = TEXTS;

/** A file's name as a title may be: in one line, and not too long. */
export function titleOf(fileName: string): string | undefined {
  const line = fileName.replaceAll(/\p{Cc}/gu, " ").trim();
  return [...line].slice(0, LIMITS.title_characters).join("") || undefined;
}

/** The host chooses a film of their own device: everybody will play a copy of their own, and nothing is uploaded. */
export function OwnFilePicker({ party }: { party: Party }) {
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function choose(file: File): Promise<void> {
    setIsBusy(true);
    setFault(null);
    const seen = await lookAt(file);
    if (seen === null) setFault(texts.unread(file.name));
    else {
      const [src, title] = [writeOwn(seen), titleOf(file.name)];
      keepCopy(src, file);
      const answer = await party.api.setMedia(party.code, { kind: "own", src, ...(title !== undefined && { title }) });
      if (isProblem(answer)) setFault(answer.words);
    }
    setIsBusy(false);
  }
  return (
    <div class="own-picker">
      <FileButton words={isBusy ? texts.looking : texts.choose} isOff={isBusy} choose={(file) => void choose(file)} />
      <p class="hint">{texts.chooseNote}</p>
      <p role="alert" class="fault">
        {fault}
      </p>
    </div>
  );
}

type ButtonProps = { words: string; isOff: boolean; isMain?: boolean; choose(file: File): void };

/** A button that opens the device's own way to choose a film. */
export function FileButton({ words, isOff, isMain = false, choose }: ButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={isMain ? "primary choose-file" : "choose-file"}
        disabled={isOff}
        onClick={() => input.current?.click()}
      >
        {words}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        accept="video/*,audio/*,.mkv"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file may be chosen again.
          if (file !== undefined) choose(file);
          currentTarget.value = "";
        }}
      />
    </>
  );
}
