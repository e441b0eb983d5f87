import { type Cell, createCell } from "./cell.ts";

/** What somebody chose for this device and browser: a cell whose value is there again at the next visit. */
export type Setting<T> = Cell<T>;

/**
 * Makes a setting that is kept as JSON under `matinee.<name>`. `read` makes a value of whatever is found there, which
 * anybody may have written, or says undefined; then, and where nothing may be kept, it is `fallback`.
 */
export function createSetting<T>(name: string, fallback: T, read: (kept: unknown) => T | undefined): Setting<T> {
  const key = `matinee.${name}`;
  const known = () => recall(key, read) ?? fallback;
  const cell = createCell(known());
  // What is chosen in another tab holds in this one too.
  if (typeof window !== "undefined")
    window.addEventListener("storage", (event) => event.key === key && cell.set(known()));
  return {
    ...cell,
    set(value) {
      keep(key, value);
      cell.set(value);
    },
  };
}

function recall<T>(key: string, read: (kept: unknown) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return undefined;
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse; it then holds for this visit alone.
  }
}

const asBoolean = (kept: unknown) => (typeof kept === "boolean" ? kept : undefined);
const asTexts = (kept: unknown) =>
  Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : undefined;

/** Light or dark: as the system is, or one of the two whatever it is. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME: Setting<Theme> = createSetting<Theme>("theme", "system", (kept) =>
  THEMES.find((theme) => theme === kept),
);

/** Whether a line that somebody says while the page is out of sight makes a soft sound. */
export const CHAT_SOUND: Setting<boolean> = createSetting("chat-sound", true, asBoolean);
/** The emoji that were last chosen here, the newest first. */
export const RECENT_EMOJI: Setting<readonly string[]> = createSetting<readonly string[]>("emoji", [], asTexts);
