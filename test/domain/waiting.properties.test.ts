import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { MINUTE, type Options, SECOND, underway } from "./slow-party.ts";

const IDS = ["ann", "bob", "cleo", "dan"] as const;
const act = fc.record({
  after_ms: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 4_000 }) }, fc.integer({ min: 0, max: 40_000 })),
  who: fc.constantFrom(...IDS),
  does: fc.constantFrom<(boolean | undefined)[]>(true, true, false, false, undefined),
});
const press = fc.record({
  after_ms: fc.integer({ min: 0, max: 5_000 }),
  what: fc.constantFrom("play" as const, "play" as const, "pause" as const, "seek" as const),
  where: fc.constantFrom("here" as const, "elsewhere" as const),
});
/** A pause on another device at the very beginning of a wait cannot be told from a twin's. */
const plainPress = press.map((one) => (one.what === "pause" ? { ...one, where: "here" as const } : one));
const options = fc.record({ wait_s: fc.integer({ min: 1, max: 60 }), latency_ms: fc.integer({ min: 50, max: 900 }) });
const acts = fc.array(act, { minLength: 10, maxLength: 120 });

type Event = { after_ms: number } & Partial<{ who: string; does: boolean | undefined; back_ms: number }> &
  Partial<{ what: "play" | "pause" | "seek"; where: "here" | "elsewhere" }>;

function story(events: readonly Event[], given: Options) {
  const party = underway(IDS, given);
  for (const { after_ms, who, does, what, where, back_ms } of events) {
    party.run(after_ms);
    if (who !== undefined) party.are({ [who]: does });
    if (what !== undefined) party.press(what, where);
    if (back_ms !== undefined) party.setBack(back_ms);
  }
  return party.run(10 * MINUTE);
}

describe("whatever people's players do,", () => {
  test("no wait is longer than was set, and the party plays half of the time", () => {
    fc.assert(
      fc.property(acts, options, (events, given) => {
        const party = story(events, given);
        const most_ms = given.wait_s * SECOND;
        for (const { began_ms, ended_ms } of party.waits) {
          const until_ms = Math.max(most_ms, given.latency_ms);
          expect(ended_ms - began_ms).toBeLessThanOrEqual(until_ms);
        }
        expect(party.held_ms).toBeLessThanOrEqual(party.now / 2 + most_ms + given.latency_ms);
        expect([party.isPlaying, party.said.length % 2]).toEqual([true, 0]);
        expect(party.says.every((say, index) => say === (index % 2 === 0 ? "pause" : "play"))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("nobody is waited for a third time within a minute of two waits", () => {
    fc.assert(
      fc.property(acts, options, (events, given) => {
        const { waits } = story(events, given);
        for (const id of IDS) {
          const theirs = waits.flatMap(({ for: ids, ended_ms }) => {
            const began_ms = ids.get(id);
            return began_ms === undefined ? [] : [{ began_ms, ended_ms }];
          });
          for (const [index, third] of theirs.entries()) {
            const [first, second] = [theirs[index - 2], theirs[index - 1]];
            if (first === undefined || second === undefined) continue;
            const isOften = second.began_ms - first.ended_ms < MINUTE;
            const wasSparedLately = third.began_ms - second.ended_ms < MINUTE;
            expect(isOften && wasSparedLately).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the page never goes on after the host's word, and never pauses against it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: act }, plainPress), { maxLength: 80 }),
        options,
        (events, given) => {
          // The party itself expects, at each word, that the room stands as the page's own last word left it.
          const { waits, says } = story(events, given);
          expect(says.filter((say) => say === "pause").length).toBe(waits.length);
          const resumed = waits.filter(({ by }) => by === "page").length;
          expect(says.filter((say) => say === "play").length).toBe(resumed);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a clock that is set back, by however much, no more than begins a wait anew", () => {
    const back = fc.record({
      after_ms: fc.integer({ min: 0, max: 3_000 }),
      back_ms: fc.integer({ min: 0, max: 10 * MINUTE }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(act, back), { maxLength: 80 }), options, (events, given) => {
        const { waits, setBacks } = story(events, given);
        for (const { began_ms, ended_ms } of waits) {
          const times = 1 + setBacks.filter((at_ms) => at_ms >= began_ms && at_ms <= ended_ms).length;
          expect(ended_ms - began_ms).toBeLessThanOrEqual(times * (given.wait_s * SECOND) + given.latency_ms);
        }
      }),
      { numRuns: 200 },
    );
  });
});
