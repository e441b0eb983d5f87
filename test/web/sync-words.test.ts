import { describe, expect, test } from "bun:test";
import { DARK, type Screen } from "../../src/web/screen.ts";
import { NO_FIGURES, type SyncState } from "../../src/web/sync-figures.ts";
import { TEXTS } from "../../src/web/texts/texts.ts";
import { choicesWith, nextRate, RATES } from "../../src/web/views/stage/rates.ts";
import {
  correctionWords,
  isApart,
  loadedWords,
  offsetWords,
  ownWords,
  stateWords,
  steeringWords,
} from "../../src/web/views/stage/sync-words.ts";

describe("how well the film keeps to the room, in words", () => {
  test("says what the player does before any number", () => {
    const words = (state: SyncState, screen: Partial<Screen> = {}) =>
      stateWords({ ...NO_FIGURES, state }, { ...DARK, picture: "ready", isPlaying: true, ...screen });
    expect(words("together")).toBe("Together with the room");
    expect(words("joining")).toBe("Catching up");
    expect(words("astray")).toStartWith("Cannot keep up");
    expect(words("still", { isPlaying: false })).toBe("Paused");
    expect(words("still")).toBe("Not started yet");
    expect(words("together", { picture: "buffering" })).toBe("Waiting for your film to load");
  });

  test("says which way the pictures are off, and by how much", () => {
    expect([3.4, -12, 0.4, -0.4, 999, 999.6, -1_250].map(offsetWords)).toEqual([
      "3 ms behind",
      "12 ms ahead",
      "exactly on time",
      "exactly on time",
      "999 ms behind",
      "1.0 s behind",
      "1.3 s ahead",
    ]);
    expect([42, -42, 43, -43].map(isApart)).toEqual([false, false, true, true]);
  });

  test("rounds what nobody reads to the last digit", () => {
    expect([0, 2.345, 31.2].map(loadedWords)).toEqual(["0.0 s", "2.3 s", "31 s"]);
    expect([1, 1.0004, 1.012, 0.98].map(steeringWords)).toEqual([
      "as the room's",
      "as the room's",
      "1.2 % faster",
      "2.0 % slower",
    ]);
    expect(correctionWords(NO_FIGURES)).toBe("none so far");
    expect(correctionWords({ ...NO_FIGURES, seeks: 1, rateChanges: 12 })).toBe("moved once, adjusted 12 times");
    expect(correctionWords({ ...NO_FIGURES, rateChanges: 1 })).toBe("adjusted once");
  });

  test("says where somebody moved their own picture", () => {
    expect([0.3, -0.05, 0].map(ownWords)).toEqual([
      "Your picture 0.30 s earlier than the room's",
      "Your picture 0.05 s later than the room's",
      "Your picture keeps to the room's",
    ]);
  });
});

test("those who are waited for are named, and a crowd is counted", () => {
  const { buffering, waiting } = TEXTS.holdUp;
  expect([["Bob"], ["Bob", "Ann"], ["Bob", "Ann", "Cy"]].map(buffering)).toEqual([
    "Bob is buffering",
    "Bob and Ann are buffering",
    "Bob and 2 others are buffering",
  ]);
  expect(waiting(["Bob", "Ann"])).toBe("Waiting for Bob and Ann");
});

test("the rates are gone through one by one, and one from elsewhere has its place among them", () => {
  expect([
    nextRate(1, 1),
    nextRate(1, -1),
    nextRate(2, 1),
    nextRate(0.5, -1),
    nextRate(1.1, 1),
    nextRate(1.1, -1),
  ]).toEqual([1.25, 0.75, 2, 0.5, 1.25, 1]);
  expect(choicesWith(RATES, 1)).toEqual([...RATES]);
  expect(choicesWith(RATES, 1.1)).toEqual([0.5, 0.75, 1, 1.1, 1.25, 1.5, 1.75, 2]);
});
