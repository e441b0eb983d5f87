/** How a viewer likes subtitles to look. */
export const SIZES = ["small", "normal", "large", "huge"] as const;
export type Look = { readonly size: (typeof SIZES)[number]; readonly isShaded: boolean };

/** What a viewer likes, from film to film: `lang` is the language that was chosen last. */
export type Taste = Look & { readonly isOn: boolean; readonly lang: string | null };

const TASTE_KEY = "matinee.subtitles";
const OFFSETS_KEY = "matinee.subtitles.offsets";
/** Films whose offsets are kept; the longest unchanged make way. */
const OFFSETS_MOST = 100;
const NO_TASTE: Taste = { size: "normal", isShaded: true, isOn: false, lang: null };

/** What is kept under a key; an empty object where there is nothing, or where nothing may be kept. */
function recall(key: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return typeof kept === "object" && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

function keep(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse; then it holds for this visit alone.
  }
}

/** What this device knows of its viewer's taste. */
export function recallTaste(): Taste {
  const { size, isShaded, isOn, lang } = recall(TASTE_KEY);
  return {
    size: SIZES.find((one) => one === size) ?? NO_TASTE.size,
    isShaded: typeof isShaded === "boolean" ? isShaded : NO_TASTE.isShaded,
    isOn: isOn === true,
    lang: typeof lang === "string" ? lang : null,
  };
}

/** Keeps the taste for other films and visits. */
export const keepTaste = (taste: Taste): void => keep(TASTE_KEY, taste);

/** How late (s) the subtitles of a film are shown here. */
export function recallOffset(film: string): number {
  const offset = recall(OFFSETS_KEY)[film];
  return typeof offset === "number" && Number.isFinite(offset) ? offset : 0;
}

/** Keeps the offset of one film. */
export function keepOffset(film: string, offset_s: number): void {
  const others = Object.entries(recall(OFFSETS_KEY)).filter(([one]) => one !== film);
  const kept = offset_s === 0 ? others : [...others, [film, offset_s] as const];
  keep(OFFSETS_KEY, Object.fromEntries(kept.slice(-OFFSETS_MOST)));
}
