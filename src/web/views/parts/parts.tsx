import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isProblem, type Problem } from "../../problem.ts";
import { LANGUAGE, TEXTS } from "../../texts/texts.ts";

type FieldProps = {
  label: string;
  name: string;
  type?: "text" | "email" | "password" | "url";
  hint?: string;
  fault?: string | undefined;
  autoComplete: string;
  placeholder?: string;
  minLength?: number;
  maxLength?: number;
  defaultValue?: string | undefined;
};

/** A labelled text that has to be given; `fault` is what is wrong with it. */
export function Field({ label, hint, fault, type = "text", ...input }: FieldProps) {
  const id = useId();
  const about = fault ?? hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        // Preact's types tie every type of input to its roles; none is given here, so any of these will do.
        type={type as "text"}
        aria-describedby={about && `${id}-about`}
        aria-invalid={fault !== undefined}
        required
      />
      {about && (
        <p id={`${id}-about`} class={fault === undefined ? "hint" : "fault"}>
          {about}
        </p>
      )}
    </div>
  );
}

/** A form that runs `act` with its fields' texts, one submission at a time, and says what came of it. */
export function Form({
  act,
  button,
  isDanger = false,
  remedy,
  children,
}: {
  act(fields: Readonly<Record<string, string>>): Promise<Problem | null>;
  button: string;
  isDanger?: boolean;
  /** What to say of a problem instead of its own words, where there is something to do about it. */
  remedy?(problem: Problem): ComponentChildren;
  children(faultOf: (field: string) => string | undefined): ComponentChildren;
}) {
  const [problem, run, isBusy] = useAct();
  const faultOf = (field: string) => sentence(problem?.faults.find(({ path }) => path === field)?.message);
  const hasOwnPlace = (problem?.faults.length ?? 0) > 0;
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)] as const);
    void run(() => act(Object.fromEntries(given)));
  };
  return (
    <form onSubmit={submit}>
      {children(faultOf)}
      <p role="alert" class="fault">
        {hasOwnPlace || problem === null ? null : remedy?.(problem) || problem.words}
      </p>
      <button type="submit" class={isDanger ? "danger" : "primary"} disabled={isBusy}>
        {button}
      </button>
    </form>
  );
}

/** The server's word on a field as a sentence of its own. */
export function sentence(words: string | undefined): string | undefined {
  if (words === undefined || words === "") return words;
  return words.charAt(0).toLocaleUpperCase(LANGUAGE) + words.slice(1) + (/[.!?…]$/.test(words) ? "" : ".");
}

type AskFirstProps = {
  button: string;
  /** What a screen reader says in place of the button's words, where several have the same. */
  label?: string;
  sure: string;
  yes: string;
  isDanger?: boolean;
  isOff: boolean;
  act(): void;
};

/** A button for what cannot be taken back: it asks once more before it acts. The focus goes to the question and back. */
export function AskFirst({ button, label, sure, yes, isDanger = false, isOff, act }: AskFirstProps) {
  const [asking, setAsking] = useState<"not yet" | "asked" | "no">("not yet");
  const opener = useRef<HTMLButtonElement>(null);
  const question = useRef<HTMLDivElement>(null);
  const dress = isDanger ? "danger" : undefined;
  useLayoutEffect(() => {
    if (asking === "asked") question.current?.focus();
    if (asking === "no") opener.current?.focus();
  }, [asking]);
  if (asking !== "asked")
    return (
      <button
        type="button"
        class={dress}
        ref={opener}
        aria-label={label}
        disabled={isOff}
        onClick={() => setAsking("asked")}
      >
        {button}
      </button>
    );
  return (
    <div class="ask-first" role="alertdialog" aria-label={sure} tabIndex={-1} ref={question}>
      <p>{sure}</p>
      <button
        type="button"
        class={dress}
        disabled={isOff}
        onClick={() => {
          setAsking("not yet");
          act();
        }}
      >
        {yes}
      </button>
      <button type="button" onClick={() => setAsking("no")}>
        {TEXTS.cancel}
      </button>
    </div>
  );
}

/** Runs requests one at a time; gives the last one's problem, how to run one, and whether one is under way. */
export function useAct(): [Problem | null, (act: () => Promise<unknown>) => Promise<void>, boolean] {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  async function run(act: () => Promise<unknown>): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    setProblem(null);
    const answer = await act();
    setIsBusy(false);
    setProblem(isProblem(answer) ? answer : null);
  }
  return [problem, run, isBusy];
}

/** A whole screen that says one thing, and what can be done about it. */
export function Message({
  title,
  sign,
  children,
}: {
  title: string;
  /** A drawing over the words. */
  sign?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <main class="message card" aria-live="polite">
      {sign}
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** Says that something is under way. */
export function Loading({ words = TEXTS.loading }: { words?: string }) {
  return (
    <p class="loading" role="status">
      {words}
    </p>
  );
}

/** Seconds as a clock shows them: `0:07`, `1:02:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
