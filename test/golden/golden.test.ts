import { describe, expect, test } from "bun:test";
import { readChangelog, readSeal } from "./changelog.ts";
import { currentShapes } from "./shapes.ts";

const entries = readChangelog();
const seal = readSeal();

describe("CHANGELOG.md", () => {
  test("has its newest entry on top", () => {
    const dates = entries.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(entries.length).toBeGreaterThan(0);
  });

  test("states intent, guarantees, constraints and explicit non-behaviour in each entry, in this order", () => {
    const sections = ["### Intent", "### Guarantees", "### Constraints", "### Explicit non-behaviour"];
    for (const { heading, body } of entries)
      expect({ heading, sections: body.split("\n").filter((line) => line.startsWith("### ")) }).toEqual({
        heading,
        sections,
      });
  });

  test("keeps every sealed entry to the letter", () => {
    const current = Object.fromEntries(entries.map(({ heading, hash }) => [heading, hash]));
    expect(current).toMatchObject(seal.changelog);
  });

  test("adds entries above the sealed ones only", () => {
    const isSealed = entries.map(({ heading }) => heading in seal.changelog);
    expect(isSealed).toEqual(isSealed.toSorted((a, b) => Number(a) - Number(b)));
  });
});

test("the shape of no message, body, refusal or close code changes without a new changelog entry and `npm run seal`", () => {
  expect(currentShapes() as unknown).toEqual(seal.shapes);
});
