import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { heardOf, positionIn, type Reckoning, running, standing } from "../../src/web/players/stepping-clock.ts";

/** A film that runs from 10 s at the instant 1,000 on, and reports of it that come late. */
const FROM = { at_s: 10, now_ms: 1_000 };
const truth = (now_ms: number, rate: number) => FROM.at_s + ((now_ms - FROM.now_ms) / 1000) * rate;
const reportsOf = fc.array(fc.record({ every_ms: fc.integer({ min: 200, max: 300 }), late_ms: fc.nat({ max: 50 }) }), {
  minLength: 8,
  maxLength: 60,
});
const rates = fc.constantFrom(0.5, 1, 1.25, 2);

/** The reckoning after each report, and when it was made. */
function heard(rate: number, reports: readonly { every_ms: number; late_ms: number }[]) {
  let reckoning: Reckoning = running(FROM.at_s, FROM.now_ms, rate);
  let said_ms = FROM.now_ms;
  return reports.map(({ every_ms, late_ms }) => {
    said_ms += every_ms;
    reckoning = heardOf(reckoning, truth(said_ms, rate), said_ms + late_ms);
    return { reckoning, now_ms: said_ms + late_ms, late_ms };
  });
}

describe("a clock that is heard of in steps", () => {
  test("is never ahead of the film, and behind by no more than the least of the last delays", () => {
    fc.assert(
      fc.property(rates, reportsOf, fc.nat({ max: 200 }), (rate, reports, later_ms) => {
        const all = heard(rate, reports);
        for (const [i, { reckoning, now_ms }] of all.entries()) {
          const behind_ms = ((truth(now_ms + later_ms, rate) - positionIn(reckoning, now_ms + later_ms)) / rate) * 1000;
          const least_ms = Math.min(...all.slice(Math.max(i - 4, 0), i + 1).map(({ late_ms }) => late_ms));
          expect(behind_ms).toBeGreaterThan(-0.001);
          expect(behind_ms).toBeLessThan(least_ms + 0.001);
        }
      }),
    );
  });

  test("goes on between two reports, and never back", () => {
    fc.assert(
      fc.property(rates, reportsOf, (rate, reports) => {
        let before_s = FROM.at_s;
        for (const { reckoning, now_ms } of heard(rate, reports).slice(4)) {
          const [at_s, later_s] = [positionIn(reckoning, now_ms), positionIn(reckoning, now_ms + 100)];
          expect(at_s).toBeGreaterThan(before_s);
          expect(later_s - at_s).toBeCloseTo(0.1 * rate);
          before_s = at_s;
        }
      }),
    );
  });

  test("follows a film that stood still for a moment from the second report on", () => {
    const before = heard(1, Array(6).fill({ every_ms: 250, late_ms: 10 })).at(-1);
    if (before === undefined) throw new Error("nothing was heard");
    const stood_s = 0.2;
    let { reckoning, now_ms } = before;
    for (let i = 0; i < 2; i++) {
      now_ms += 250;
      reckoning = heardOf(reckoning, truth(now_ms, 1) - stood_s, now_ms);
    }
    expect(positionIn(reckoning, now_ms)).toBeCloseTo(truth(now_ms, 1) - stood_s);
  });

  test("does not run on for ever when nothing more is heard", () => {
    const reckoning = heardOf(running(10, 1_000, 1), 10.25, 1_250);
    expect(positionIn(reckoning, 2_000)).toBeCloseTo(11);
    expect(positionIn(reckoning, 60_000)).toBe(positionIn(reckoning, 30_000));
  });

  test("stands where it was told to", () => {
    expect(positionIn(standing(7), 99_000)).toBe(7);
    expect(positionIn(heardOf(standing(7), 7.5, 1_000), 99_000)).toBe(7.5);
  });
});
