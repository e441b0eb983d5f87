import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ChatLine } from "../../src/protocol/events.ts";
import { countUpTo, type FilmLines, withFilmLines } from "../../src/web/store/replay-model.ts";

const line = (id: number, media_time: number | null): ChatLine => ({
  id,
  user: { id: "somebody", display_name: "Somebody", is_guest: false },
  message: `line ${id}`,
  created_at: "2026-01-01T00:00:00.000Z",
  media_time,
});
const anyTime = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
/** Ids are the server's: one line has one time. */
const anyLines = fc
  .array(anyTime, { maxLength: 40 })
  .map((times) => times.map((media_time, i) => line(i + 1, media_time)));
const shown = (lines: FilmLines, position: number) => lines.slice(0, countUpTo(lines, position)).map(({ id }) => id);

describe("the chat as it was said", () => {
  test("a line is there once the film gets to it, and goes when the film goes back", () => {
    const lines = withFilmLines([], [line(1, 40), line(2, 10), line(3, null), line(4, 10), line(5, 25)]);
    expect(shown(lines, 0)).toEqual([]);
    expect(shown(lines, 10)).toEqual([2, 4]);
    expect(shown(lines, 30)).toEqual([2, 4, 5]);
    expect(shown(lines, 5_000)).toEqual([2, 4, 5, 1]);
    expect(shown(lines, 12)).toEqual([2, 4]);
  });

  test("what is said now belongs in at once, where the film is by now", () => {
    const before = withFilmLines([], [line(1, 40), line(2, 10)]);
    const after = withFilmLines(before, [line(3, 12.4)]);
    expect(shown(after, 12)).toEqual([2, 3]);
    expect(withFilmLines(after, [line(3, 12.4), line(4, null)])).toBe(after);
  });

  test("however lines arrive, those up to a position are the ones said by then, in the order of the film", () => {
    fc.assert(
      fc.property(
        anyLines,
        fc.infiniteStream(fc.nat(3)),
        fc.double({ min: 0, max: 110, noNaN: true }),
        (all, dice, at) => {
          const pages: ChatLine[][] = [[], [], [], []];
          for (const one of all) pages[dice.next().value ?? 0]?.push(one);
          const lines = [...pages, all].reduce<FilmLines>(withFilmLines, []);
          const due = lines.slice(0, countUpTo(lines, at));
          const wanted = all.filter(({ media_time }) => media_time !== null && media_time <= at + 1);
          expect(new Set(due.map(({ id }) => id))).toEqual(new Set(wanted.map(({ id }) => id)));
          for (const [i, one] of due.entries()) {
            const next = due[i + 1];
            if (next === undefined) continue;
            expect(one.media_time).toBeLessThanOrEqual(next.media_time);
            if (one.media_time === next.media_time) expect(one.id).toBeLessThan(next.id);
          }
        },
      ),
    );
  });
});
