import { type Cell, createCell } from "./cell.ts";
import { keep, recall, watchKept } from "./kept.ts";

/** What somebody chose for this device and browser: a cell whose value is there again at the next visit. */
export type Setting<T> = Cell<T>;

/**
 * Makes a setting that is kept as JSON under `matinee.<name>`. `read` makes a value of whatever is found there, which
 * anybody may have written, or says undefined; then, and where nothing may be kept, it is `fallback`.
 */
export function createSetting<T>(name: string, fallback: T, read: (kept: unknown) => T | undefined): Setting<T> {
  const known = () => read(recall(name)) ?? fallback;
  const cell = createCell(known());
  // What is chosen in another tab holds in this one too.
  watchKept(name, () => cell.set(known()));
  return {
    ...cell,
    set(value) {
      keep(name, value);
      cell.set(value);
    },
  };
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
/** Whether this device, where it is the host's, goes on with the queue when a film is over. */
export const QUEUE_GOES_ON: Setting<boolean> = createSetting("queue-goes-on", true, asBoolean);
