import { type Cell, createCell } from "./cell.ts";

/** One of a few choices that this device keeps, under a name of its own; `initial` where nothing is kept, or may be. */
export function createDeviceChoice<Choice extends string>(
  key: string,
  choices: readonly Choice[],
  initial: Choice,
): Cell<Choice> {
  const cell = createCell<Choice>(choices.find((choice) => choice === recall(key)) ?? initial);
  return {
    ...cell,
    set(choice) {
      cell.set(choice);
      keep(key, choice);
    },
  };
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Private windows may refuse; the choice lasts as long as the page.
  }
}
