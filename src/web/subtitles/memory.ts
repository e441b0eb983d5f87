import { keep, recall } from "../kept.ts";

/** How a viewer likes subtitles to look. */
export const SIZES = ["small", "normal", "large", "huge"] as const;
export type Look = { readonly size: (typeof SIZES)[number]; readonly isShaded: boolean };

/** What a viewer likes, from film to film: `lang` is the language that was chosen last. */
export type Taste = Look & { readonly isOn: boolean; readonly lang: string | null };

const TASTE = "subtitles";
const OFFSETS = "subtitles.offsets";
/** Films whose offsets are kept; the longest unchanged make way. */
const OFFSETS_MOST = 100;
const NO_TASTE: Taste = { size: "normal", isShaded: true, isOn: false, lang: null };

/** The fields of what is kept under a name; none where there is nothing. */
function fieldsOf(name: string): Readonly<Record<string, unknown>> {
  const kept = recall(name);
  return typeof kept === "object" && kept !== null ? { ...kept } : {};
}

/** What this device knows of its viewer's taste. */
export function recallTaste(): Taste {
  const { size, isShaded, isOn, lang } = fieldsOf(TASTE);
  return {
    size: SIZES.find((one) => one === size) ?? NO_TASTE.size,
    isShaded: typeof isShaded === "boolean" ? isShaded : NO_TASTE.isShaded,
    isOn: isOn === true,
    lang: typeof lang === "string" ? lang : null,
  };
}

/** Keeps the taste for other films and visits. */
export const keepTaste = (taste: Taste): void => keep(TASTE, taste);

/** How late (s) the subtitles of a film are shown here. */
export function recallOffset(film: string): number {
  const offset = fieldsOf(OFFSETS)[film];
  return typeof offset === "number" && Number.isFinite(offset) ? offset : 0;
}

/** Keeps the offset of one film. */
export function keepOffset(film: string, offset_s: number): void {
  const others = Object.entries(fieldsOf(OFFSETS)).filter(([one]) => one !== film);
  const kept = offset_s === 0 ? others : [...others, [film, offset_s] as const];
  keep(OFFSETS, Object.fromEntries(kept.slice(-OFFSETS_MOST)));
}
