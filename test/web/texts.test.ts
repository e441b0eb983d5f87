import { describe, expect, test } from "bun:test";
import { canonicalMedia } from "../../src/domain/media.ts";
import { CHAT_ERRORS, isRefusal, REFUSALS } from "../../src/protocol/codes.ts";
import { ADMIN_QUERIES, BODIES, MESSAGES_QUERY } from "../../src/protocol/rest.ts";
import { MEDIA_KINDS } from "../../src/protocol/values.ts";
import { fixedWords, languageName, listWords, numberWords } from "../../src/web/figures.ts";
import { EN } from "../../src/web/texts/en.ts";
import { LANGUAGES, LOCALE, type Texts, textsIn } from "../../src/web/texts/texts.ts";
import { languageBeside, subtitleName } from "../../src/web/views/stage/subtitle-words.ts";

type Said = string | ((...given: unknown[]) => string);

/** All that is said, by where it stands. What the server says is looked at by itself. */
function wordsOf({ problems, faults, ...texts }: Texts): Map<string, Said> {
  const found = new Map<string, Said>();
  (function look(at: string, value: unknown): void {
    if (typeof value === "string" || typeof value === "function") found.set(at, value as Said);
    else for (const [key, inner] of Object.entries(value as object)) look(`${at}.${key}`, inner);
  })("", texts);
  return found;
}
const kindOf = (said: Said) => (typeof said === "string" ? "words" : `words made of ${said.length}`);

/** What words are made of: mostly numbers and names, which all look alike here, and in some places several names. */
const SEVERAL = ["Ada", "Ben"];
const given = (at: string, count: number): unknown[] =>
  at.startsWith(".holdUp.") ? [SEVERAL] : [711, 722, 733].slice(0, count);

/** Everything that the schemas of requests say of a field. */
function messagesOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return found;
  const { message, entries = {}, pipe = [], wrapped, item } = schema as Record<string, unknown>;
  if (typeof message === "string") found.add(message);
  for (const part of [...Object.values(entries as object), ...(pipe as unknown[]), wrapped, item])
    if (part !== schema) messagesOf(part, found);
  return found;
}

/** All that the server says of a field, in its own words. */
function serverFaults(): string[] {
  const schemas = [...Object.values(BODIES), ...Object.values(ADMIN_QUERIES), MESSAGES_QUERY];
  const media = MEDIA_KINDS.map((kind) =>
    canonicalMedia({ kind, src: "../", subtitles: [{ src: "../", label: "English", lang: "en" }] }),
  );
  return [
    ...schemas.flatMap((schema) => [...messagesOf(schema)]),
    ...media.flatMap((answer) => (isRefusal(answer) ? (answer.errors ?? []) : [])).map(({ message }) => message),
    ...["is not in the library", "must be an object"],
  ];
}

for (const { code, name } of LANGUAGES)
  describe(name, async () => {
    const texts = await textsIn(code);
    const [words, english] = [wordsOf(texts), wordsOf(EN)];

    test("says all that English says, and no more", () => {
      const kinds = (all: typeof words) => Object.fromEntries([...all].map(([at, said]) => [at, kindOf(said)]));
      expect(kinds(words)).toEqual(kinds(english));
    });

    test("leaves nothing empty, and nothing out of what it is given", () => {
      for (const [at, said] of words) {
        if (typeof said === "string") {
          expect(said.trim(), at).not.toBe("");
          continue;
        }
        const args = given(at, said.length);
        const sentence = said(...args);
        for (const each of args.flat()) expect(sentence, at).toInclude(String(each));
        expect(said(...args.map((each) => (typeof each === "number" ? 1 : each))).trim(), at).not.toBe("");
      }
    });

    test.skipIf(code === "en")("has words of its own for whatever the server says", () => {
      expect(Object.keys(texts.problems).sort()).toEqual(
        [...new Set([...Object.keys(REFUSALS), ...Object.keys(CHAT_ERRORS)])].sort(),
      );
      expect(serverFaults().filter((message) => !texts.faults[message])).toEqual([]);
      for (const [said, own] of Object.entries({ ...texts.problems, ...texts.faults }))
        expect(own?.trim(), said).not.toBe("");
    });
  });

describe("what is written otherwise elsewhere", () => {
  test("numbers, lists and languages are the page's", () => {
    expect(LOCALE).toStartWith("en");
    expect([fixedWords(1.25, 2, "de"), fixedWords(0.5, 1, "en"), fixedWords(12.34, 0, "de")]).toEqual([
      "1,25",
      "0.5",
      "12",
    ]);
    expect([numberWords(1.5, "de"), numberWords(12_345, "de")]).toEqual(["1,5", "12.345"]);
    expect(listWords(["one", "two"], "en")).toBe("one, two");
    expect([languageName("fr", "de"), languageName("und"), languageName("no language")]).toEqual([
      "Französisch",
      null,
      null,
    ]);
  });

  test("a label of subtitles that names their language does so in the page's own; any other stays", () => {
    const shown = (label: string, lang: string, isOwn = false) => {
      const choice = { label, lang, isOwn };
      return [subtitleName(choice), languageBeside(choice)];
    };
    expect(shown("Englisch", "en")).toEqual(["English", null]);
    expect(shown("Deutsch (forced)", "de")).toEqual(["German (forced)", null]);
    expect(shown("English (SDH)", "en")).toEqual(["English (SDH)", null]);
    expect(shown("Director's comments", "en")).toEqual(["Director's comments", "English"]);
    expect(shown("Subtitles (forced)", "und")).toEqual(["Subtitles (forced)", null]);
    expect(shown("Englischer Garten", "en")).toEqual(["Englischer Garten", "English"]);
    expect(shown("deutsch.srt", "und", true)).toEqual(["deutsch.srt", null]);
  });
});
