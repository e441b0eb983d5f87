import type { LibraryItem } from "../protocol/rest.ts";
import { LOCALE } from "./texts/texts.ts";

/** The films of one folder; `folder` is empty for those that lie in none. */
export type Group = { readonly folder: string; readonly films: readonly LibraryItem[] };

/** As people compare words: `amelie 2` finds `Amélie/Part 2`. */
const plain = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

const collator = new Intl.Collator(LOCALE, { numeric: true, sensitivity: "base" });

/** Finds the films that hold all words of `query` in their title or path, by folder, in the order people count. */
export function groupsOf(films: readonly LibraryItem[], query = ""): Group[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = films.filter(({ path, title }) => {
    const text = plain(`${path} ${title}`);
    return words.every((word) => text.includes(word));
  });
  const folders = Map.groupBy(found, ({ path }) => path.split("/").slice(0, -1).join("/"));
  return [...folders]
    .map(([folder, films]) => ({ folder, films: films.toSorted((a, b) => collator.compare(a.title, b.title)) }))
    .sort((a, b) => collator.compare(a.folder, b.folder));
}

/** The first so many films, in their groups. */
export function firstOf(groups: readonly Group[], most: number): Group[] {
  let left = most;
  return groups.flatMap(({ folder, films }) => {
    const some = films.slice(0, left);
    left -= some.length;
    return some.length === 0 ? [] : [{ folder, films: some }];
  });
}
