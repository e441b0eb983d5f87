import { expect, test } from "bun:test";
import type { LibraryItem } from "../../src/protocol/rest.ts";
import { firstOf, groupsOf } from "../../src/web/library.ts";

const film = (path: string): LibraryItem => ({
  path,
  title:
    path
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") ?? "",
  kind: "file",
  size: 1,
  subtitles: [],
});
const films = ["Show/S1/Part 10.mp4", "Zoo.mp4", "Show/S1/Part 2.mp4", "Amélie.mkv", "Show/Extras.mp4"].map(film);
const shown = (query?: string) =>
  groupsOf(films, query).map(({ folder, films }) => [folder, ...films.map((f) => f.title)]);

test("films stand by folder, in the order in which people count", () => {
  expect(shown()).toEqual([
    ["", "Amélie", "Zoo"],
    ["Show", "Extras"],
    ["Show/S1", "Part 2", "Part 10"],
  ]);
});

test("a film is found by all words that were typed, in its name or its folders', without accents or capitals", () => {
  expect(shown("amelie")).toEqual([["", "Amélie"]]);
  expect(shown("  PART   show 10 ")).toEqual([["Show/S1", "Part 10"]]);
  expect(shown("nothing of this")).toEqual([]);
});

test("a long list is cut to its first films, wherever their folders begin", () => {
  const cut = firstOf(groupsOf(films), 3).map(({ folder, films }) => [folder, films.length]);
  expect(cut).toEqual([
    ["", 2],
    ["Show", 1],
  ]);
});
