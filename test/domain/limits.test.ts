import { expect, test } from "bun:test";
import fc from "fast-check";
import { isLimited, isTooOften, type LimitedType, type Recent, remember, WINDOWS } from "../../src/domain/limits.ts";

const type = fc.constantFrom(...(Object.keys(WINDOWS) as LimitedType[]));
const gaps = fc.array(fc.oneof(fc.nat(50), fc.nat(4_000)), { maxLength: 80 });

/** Tries at each instant; answers with those that were let through. */
function letThrough(type: LimitedType, instants: readonly number[]): number[] {
  let recent: Recent = {};
  return instants.filter((now) => {
    if (isTooOften(recent, type, now)) return false;
    recent = remember(recent, type, now);
    return true;
  });
}

const instantsOf = (waits: readonly number[]) =>
  waits.map((_, index) => waits.slice(0, index + 1).reduce((a, b) => a + b));

test("no span of the window ever holds more than the limit", () => {
  fc.assert(
    fc.property(type, gaps, (type, waits) => {
      const { most, span_ms } = WINDOWS[type];
      const accepted = letThrough(type, instantsOf(waits));
      for (const start of accepted) {
        const within = accepted.filter((at) => at >= start && at < start + span_ms);
        expect(within.length).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test("who was refused is let through as soon as the span is over: refused ones don't count", () => {
  fc.assert(
    fc.property(type, gaps, (type, waits) => {
      const { most, span_ms } = WINDOWS[type];
      const instants = instantsOf(waits);
      const accepted = letThrough(type, instants);
      for (const now of instants.filter((at) => !accepted.includes(at)))
        expect(accepted.filter((at) => at > now - span_ms && at <= now).length).toBe(most);
    }),
  );
});

test("5 chat lines in 3 s, 10 reactions in 3 s, 5 requests in 10 s, 10 statuses in 1 s; nothing else is limited", () => {
  const burst = (type: LimitedType) => letThrough(type, Array(50).fill(1_000)).length;
  expect(burst("CHAT")).toBe(5);
  expect(burst("REACTION")).toBe(10);
  expect(burst("REQUEST")).toBe(5);
  expect(burst("VIEWER_STATUS")).toBe(10);
  expect(["PLAY", "PING", "toString", "__proto__"].filter(isLimited)).toEqual([]);
});

test("the sixth line may go 3 s after the first", () => {
  expect(letThrough("CHAT", [0, 0, 0, 0, 0, 2_999, 3_000])).toEqual([0, 0, 0, 0, 0, 3_000]);
});

test("what no longer counts is forgotten", () => {
  let recent: Recent = {};
  for (let now = 0; now < 100_000; now += 1_000) recent = remember(recent, "CHAT", now);
  expect(recent.CHAT?.length).toBeLessThanOrEqual(3);
});
