import { expect, test } from "bun:test";
import { array, assert, constantFrom, property } from "fast-check";
import { closed, readJson } from "../../src/web/closed.ts";

const [RLE, PDF, RLO, LRI, RLI, PDI] = ["\u202B", "\u202C", "\u202E", "\u2066", "\u2067", "\u2069"];

test.each<[string, string]>([
  ["Ann", "Ann"],
  [`${RLO}gnp.exe`, `${RLO}gnp.exe${PDF}`],
  [`${RLO}a${LRI}${RLI}b`, `${RLO}a${LRI}${RLI}b${PDI}${PDI}${PDF}`],
  [`a${PDI}${PDF}b`, "ab"],
  [`${LRI}a${RLE}b${PDI}c`, `${LRI}a${RLE}b${PDF}${PDI}c`],
  [`${RLI}שלום${PDI}`, `${RLI}שלום${PDI}`],
])("%j keeps its direction to itself as %j", (given, kept) => {
  expect(closed(given)).toBe(kept);
});

test("whatever somebody writes ends all that it begins and no more, and is closed once and for all", () => {
  const pieces = constantFrom("a", "א", " ", RLE, PDF, RLO, LRI, RLI, PDI);
  assert(
    property(array(pieces), (parts) => {
      const kept = closed(parts.join(""));
      const open: string[] = [];
      for (const one of kept) {
        if (one === RLE || one === RLO) open.push(PDF);
        else if (one === LRI || one === RLI) open.push(PDI);
        else if (one === PDF || one === PDI) expect(open.pop()).toBe(one);
      }
      expect(open).toEqual([]);
      expect(closed(kept)).toBe(kept);
      const words = (text: string) => text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, "");
      expect(words(kept)).toBe(words(parts.join("")));
    }),
  );
});

test("of what the server says, only what people wrote is touched", () => {
  const given = { user: { display_name: `${RLO}x` }, media: { title: `${LRI}y`, src: `${RLO}.mp4` }, n: 1 };
  expect(readJson(JSON.stringify(given))).toEqual({
    user: { display_name: `${RLO}x${PDF}` },
    media: { title: `${LRI}y${PDI}`, src: `${RLO}.mp4` },
    n: 1,
  });
});
