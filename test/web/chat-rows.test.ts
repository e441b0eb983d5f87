import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Entry } from "../../src/web/store/chat-model.ts";
import { rowsOf } from "../../src/web/store/chat-rows.ts";

const NOON_MS = new Date(2026, 10, 23, 12).getTime();
const line = (
  id: number,
  author: string | null,
  after_s: number,
  more: { media_time?: number; reply_to?: number } = {},
) => ({
  id,
  user: { id: author, display_name: "Somebody", is_guest: false },
  message: `line ${id}`,
  created_at: new Date(NOON_MS + after_s * 1000).toISOString(),
  media_time: null,
  ...more,
});
const at = (after_s: number) => new Date(NOON_MS + after_s * 1000);
const firsts = (entries: Entry[]) => rowsOf(entries, at(0)).map(({ isFirst }) => isFirst);

test("what one person says within two minutes is a group under one name", () => {
  const said = [line(1, "ann", 0), line(2, "ann", 90), line(3, "ann", 230), line(4, "bob", 231), line(5, "ann", 232)];
  expect(firsts(said)).toEqual([true, false, true, true, true]);
});

test("an answer begins anew, and people without an account are not taken for one another", () => {
  expect(firsts([line(1, "ann", 0), line(2, "ann", 1, { reply_to: 1 }), line(3, "ann", 2)])).toEqual([
    true,
    true,
    false,
  ]);
  expect(firsts([line(1, null, 0), line(2, null, 1)])).toEqual([true, true]);
});

test("the date stands where another day begins, and above what is older than today", () => {
  const day_s = 86_400;
  const days = (entries: Entry[], now_s: number) => rowsOf(entries, at(now_s)).map(({ opensDay }) => opensDay);
  const said = [line(1, "ann", 0), line(2, "ann", 1), line(3, "ann", day_s), line(4, "ann", 3 * day_s)];
  expect(days(said, 3 * day_s)).toEqual([true, false, true, true]);
  expect(days(said.slice(3), 3 * day_s)).toEqual([false]);
});

test("within a group the film's time is said again only where it moved on", () => {
  const said = [1, 1.9, 2].map((media_time, i) => line(i + 1, "ann", i, { media_time }));
  expect(rowsOf(said, at(0)).map(({ movesFilm }) => movesFilm)).toEqual([true, false, true]);
});

test("every entry has its row, and the first of each person's lines has the name", () => {
  const entry = fc.record({ author: fc.constantFrom("ann", "bob", null), wait_s: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(entry), (given) => {
      let after_s = 0;
      const entries = given.map(({ author, wait_s }, i) => {
        after_s += wait_s;
        return line(i + 1, author, after_s);
      });
      const rows = rowsOf(entries, at(after_s));
      expect(rows.map((row) => row.entry)).toEqual(entries);
      for (const [i, { isFirst }] of rows.entries())
        if (entries[i]?.user.id !== entries[i - 1]?.user.id) expect(isFirst).toBe(true);
    }),
  );
});
