import { keep, recall } from "../kept.ts";
import { EN } from "./en.ts";

/** Every word that the page says. A translation is one file of this shape. */
export type Texts = typeof EN;

/** The languages that the page speaks: their own names for themselves, and where their words are. */
const SPOKEN = {
  en: { name: "English", load: async (): Promise<Texts> => EN },
  de: { name: "Deutsch", load: () => import("./de.ts").then(({ DE }) => DE) },
  es: { name: "Español", load: () => import("./es.ts").then(({ ES }) => ES) },
} as const;

export type Language = keyof typeof SPOKEN;
/** All words in a language. */
export const textsIn = (language: Language): Promise<Texts> => SPOKEN[language].load();
export const LANGUAGES = Object.entries(SPOKEN).map(([code, { name }]) => ({ code: code as Language, name }));

const NAME = "language";
const isSpoken = (code: unknown): code is Language => typeof code === "string" && Object.hasOwn(SPOKEN, code);

/** What was chosen on this device; null where the browser's own wish is followed. */
export function chosenLanguage(): Language | null {
  const chosen = recall(NAME);
  return isSpoken(chosen) ? chosen : null;
}

/** Chooses a language for this device, or (null) what the browser wishes for. The words change with the next load. */
export const chooseLanguage = (language: Language | null): void => keep(NAME, language);

const wishes = (): readonly string[] => globalThis.navigator?.languages ?? [];

function wishedLanguage(): Language {
  return (
    wishes()
      .map((wish) => wish.split("-")[0])
      .find(isSpoken) ?? "en"
  );
}

/** The language of this page, from its load to its end. */
export const LANGUAGE: Language = chosenLanguage() ?? wishedLanguage();
/** How this page writes numbers, dates and lists: its language, as the browser's owner has it where that is the same. */
export const LOCALE: string = wishes().find((wish) => wish.split("-")[0] === LANGUAGE) ?? LANGUAGE;
/** The words of this page; English where those of another language cannot be loaded. */
export const TEXTS: Texts = await textsIn(LANGUAGE).catch(() => EN);
