import { expect, test } from "bun:test";
import { createReactions, MOST_AT_ONCE, RISE_MS } from "../../src/web/store/reactions.ts";

const user = { id: "gil", display_name: "Gil", is_guest: true };

test("reactions rise and are gone, each by itself, and never too many at once", () => {
  const timers: { ms: number; act: () => void }[] = [];
  const { inAir, heard } = createReactions((ms, act) => {
    timers.push({ ms, act });
    return () => {};
  });
  for (let i = 0; i < MOST_AT_ONCE + 5; i++) heard({ type: "REACTION", user, emoji: "👏" });
  expect(inAir.get()).toHaveLength(MOST_AT_ONCE);
  expect(new Set(inAir.get().map(({ id }) => id)).size).toBe(MOST_AT_ONCE);
  expect(inAir.get()[0]).toMatchObject({ id: 6, name: "Gil", emoji: "👏" });
  const before = inAir.get();
  timers[0]?.act();
  expect(inAir.get()).toBe(before);
  for (const { act, ms } of timers) {
    expect(ms).toBe(RISE_MS);
    act();
  }
  expect(inAir.get()).toEqual([]);
});
