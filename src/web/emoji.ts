import { RECENT_EMOJI } from "./device-settings.ts";
import { loadPart } from "./load-part.ts";
import { LANGUAGE } from "./texts/texts.ts";

/** An emoji and the words that it is found by. */
export type Emoji = { readonly unicode: string; readonly label: string; readonly tags: readonly string[] };
/** Emoji of one kind, in their customary order. */
export type EmojiGroup = { readonly kind: EmojiKind; readonly emoji: readonly Emoji[] };

/** The kinds by their number in the data; hair and skin, number 2, are no emoji of their own. */
const KINDS = {
  0: "smileys",
  1: "people",
  3: "nature",
  4: "food",
  5: "travel",
  6: "activities",
  7: "objects",
  8: "symbols",
  9: "flags",
} as const;
export type EmojiKind = (typeof KINDS)[keyof typeof KINDS];

type Entry = { unicode: string; label: string; tags?: string[]; group?: number };

/** The words for emoji in the languages of the page; another language has to make do with the English ones. */
const WORDS: Readonly<Record<string, () => Promise<{ default: Entry[] }>>> = {
  en: () => import("emojibase-data/en/compact.json"),
  de: () => import("emojibase-data/de/compact.json"),
  es: () => import("emojibase-data/es/compact.json"),
};
const ENGLISH = () => import("emojibase-data/en/compact.json") as Promise<{ default: Entry[] }>;

const loaded = new Map<string, Promise<readonly EmojiGroup[]>>();

/** All emoji, with their words in a language. They are loaded once, and again where that failed. */
export function loadEmoji(language: string = LANGUAGE): Promise<readonly EmojiGroup[]> {
  const groups = loaded.get(language) ?? loadPart(WORDS[language] ?? ENGLISH).then((words) => grouped(words.default));
  loaded.set(language, groups);
  groups.catch(() => loaded.delete(language));
  return groups;
}

function grouped(entries: readonly Entry[]): EmojiGroup[] {
  return Object.entries(KINDS).map(([group, kind]) => ({
    kind,
    emoji: entries
      .filter((entry) => entry.group === Number(group))
      .map(({ unicode, label, tags = [] }) => ({ unicode, label, tags })),
  }));
}

/** Letters alone, so that an accent, a capital or its lack hides nothing. */
const bare = (words: string) => words.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text: string) => bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The emoji that every word typed begins a word of; those so named before those so described. */
export function searchEmoji(groups: readonly EmojiGroup[], typed: string): Emoji[] {
  const wanted = wordsOf(typed);
  const all = groups.flatMap(({ emoji }) => emoji);
  if (wanted.length === 0) return all.filter(({ unicode }) => typed.trim() !== "" && unicode === typed.trim());
  const fits = (words: readonly string[]) => wanted.every((want) => words.some((word) => word.startsWith(want)));
  const named = all.filter(({ label }) => fits(wordsOf(label)));
  const isNamed = new Set(named);
  const described = all.filter((emoji) => !isNamed.has(emoji) && fits(wordsOf([emoji.label, ...emoji.tags].join(" "))));
  return [...named, ...described];
}

const RECENT_MOST = 16;

/** Puts an emoji first among those that were last chosen here. */
export function rememberEmoji(unicode: string): void {
  const others = RECENT_EMOJI.get().filter((one) => one !== unicode);
  RECENT_EMOJI.set([unicode, ...others].slice(0, RECENT_MOST));
}

/** The emoji that were last chosen here, the newest first; what is kept but known no more is left out. */
export function recentEmoji(groups: readonly EmojiGroup[]): Emoji[] {
  const known = new Map(groups.flatMap(({ emoji }) => emoji.map((one) => [one.unicode, one])));
  return RECENT_EMOJI.get().flatMap((unicode) => known.get(unicode) ?? []);
}
