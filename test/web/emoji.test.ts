import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createBell } from "../../src/web/chime.ts";
import { createSetting, RECENT_EMOJI } from "../../src/web/device-settings.ts";
import { loadEmoji, recentEmoji, rememberEmoji, searchEmoji } from "../../src/web/emoji.ts";
import { movedInGrids } from "../../src/web/views/parts/grid-moves.ts";

const groups = await loadEmoji("en");
const found = (typed: string) => searchEmoji(groups, typed).map(({ unicode }) => unicode);

describe("emoji", () => {
  test("are all there in nine kinds, and no bare hair or skin among them", () => {
    const all = groups.flatMap(({ emoji }) => emoji);
    const kinds = "smileys people nature food travel activities objects symbols flags";
    expect(groups.map(({ kind }) => kind).join(" ")).toBe(kinds);
    expect(all.length).toBeGreaterThan(1_850);
    expect(new Set(all.map(({ unicode }) => unicode)).size).toBe(all.length);
    expect(all.some(({ unicode }) => unicode === "🏿" || unicode === "🇦")).toBe(false);
  });

  test("are found by the beginnings of their words, those so named first", () => {
    expect(found("popcorn")[0]).toBe("🍿");
    expect(found("POPC")).toContain("🍿");
    expect(found("red heart")[0]).toBe("❤️");
    expect(found("movie")).toContain("🍿");
    expect(found("opcorn")).toEqual([]);
    expect(found("🍿")).toEqual(["🍿"]);
    expect(found("  ")).toEqual([]);
  });

  test("are found in the page's language, with accents or without", async () => {
    const german = await loadEmoji("de");
    expect(searchEmoji(german, "herz").length).toBeGreaterThan(5);
    const spanish = await loadEmoji("es");
    expect(searchEmoji(spanish, "corazon")).toEqual(searchEmoji(spanish, "Corazón"));
    expect(searchEmoji(spanish, "corazon").length).toBeGreaterThan(5);
    expect((await loadEmoji("xx")).length).toBe(groups.length);
  });

  test("that were chosen are remembered, the newest first, each once", () => {
    RECENT_EMOJI.set(["no emoji"]);
    for (const one of ["🍿", "🎉", "🍿"]) rememberEmoji(one);
    expect(recentEmoji(groups).map(({ unicode }) => unicode)).toEqual(["🍿", "🎉"]);
  });
});

describe("the grid of emoji", () => {
  test("arrows lead from one to the next, also into the next group, and End and Home to the ends", () => {
    const to = (grid: number, cell: number, key: string) => movedInGrids([10, 3], 4, { grid, cell }, key);
    expect(to(0, 1, "ArrowDown")).toEqual({ grid: 0, cell: 5 });
    expect(to(0, 7, "ArrowDown")).toEqual({ grid: 0, cell: 9 });
    expect(to(0, 9, "ArrowDown")).toEqual({ grid: 1, cell: 1 });
    expect(to(1, 2, "ArrowUp")).toEqual({ grid: 0, cell: 9 });
    expect(to(0, 9, "ArrowRight")).toEqual({ grid: 1, cell: 0 });
    expect(to(0, 0, "ArrowUp")).toBeNull();
    expect(to(0, 0, "ArrowLeft")).toBeNull();
    expect(to(0, 5, "End")).toEqual({ grid: 1, cell: 2 });
    expect(to(1, 2, "Home")).toEqual({ grid: 0, cell: 0 });
  });

  test("no key leads out of it, and down and right get to the end from anywhere", () => {
    const sizes = fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }).filter((all) => all.some((size) => size > 0));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (all, columns) => {
        const last = movedInGrids(all, columns, { grid: 0, cell: 0 }, "End");
        for (const keys of [["ArrowRight"], ["ArrowDown", "ArrowRight"]]) {
          let place = movedInGrids(all, columns, { grid: 0, cell: 0 }, "Home");
          for (let steps = 0; place !== null; steps++) {
            expect(place.cell).toBeLessThan(all[place.grid] ?? 0);
            expect(steps).toBeLessThan(200);
            const from = place;
            place = keys.map((key) => movedInGrids(all, columns, from, key)).find((next) => next !== null) ?? null;
            if (place === null) expect(from).toEqual(last as typeof from);
          }
        }
      }),
    );
  });
});

test("however much is said, the bell rings once in two seconds", () => {
  let [now_ms, rings] = [0, 0];
  const ring = createBell(
    () => rings++,
    () => now_ms,
  );
  for (now_ms = 0; now_ms < 10_000; now_ms += 100) ring();
  expect(rings).toBe(5);
});

test("a setting holds what it is given, and its fallback where nothing can be kept", () => {
  const setting = createSetting("test", true, (kept) => (typeof kept === "boolean" ? kept : undefined));
  expect(setting.get()).toBe(true);
  const heard: boolean[] = [];
  setting.watch((value) => heard.push(value));
  setting.set(false);
  expect([setting.get(), heard]).toEqual([false, [true, false]]);
});
