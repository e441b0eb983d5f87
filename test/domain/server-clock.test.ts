import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  hear,
  roundTripLeast,
  roundTripP95,
  type ServerClock,
  serverTime,
  UNKNOWN_CLOCK,
} from "../../src/domain/server-clock.ts";
import { EPOCH } from "./people.ts";
import { seeded } from "./viewer-sim.ts";

const DELAY = { min: 0, max: 400, noNaN: true };

/** Exchanges pings with a server whose clock is `offset` ahead, each with its own delay there and back (ms). */
function exchange(offset: number, delays: readonly (readonly [there: number, back: number])[], every = 100) {
  return delays.reduce<ServerClock>((clock, [there, back], i) => {
    const sent_ms = 1_000 + i * every;
    return hear(clock, { sent_ms, server_ms: sent_ms + there + offset, received_ms: sent_ms + there + back });
  }, UNKNOWN_CLOCK);
}

describe("the server's clock", () => {
  test("is unknown before anything was heard, and exact over a symmetric path", () => {
    expect(serverTime(UNKNOWN_CLOCK, 0)).toBeNull();
    expect(roundTripP95(UNKNOWN_CLOCK)).toBeUndefined();
    expect(serverTime(exchange(EPOCH, [[40, 40]]), 5_000)).toBeCloseTo(EPOCH + 5_000, 6);
  });

  test("is off by no more than half of what the luckiest ways there and back differ", () => {
    const ways = fc.array(fc.tuple(fc.double(DELAY), fc.double(DELAY)), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), ways, (offset, delays) => {
        const clock = exchange(offset, delays);
        const least = [0, 1].map((way) => Math.min(...delays.map((delay) => delay[way] ?? 0)));
        const worst = Math.abs((least[0] ?? 0) - (least[1] ?? 0)) / 2;
        // Samples age by 60 ppm; beyond 1e12 ms a double holds no finer step than 0.0001.
        const slack = 1;
        expect(Math.abs((clock.offset_ms ?? Number.NaN) - offset)).toBeLessThanOrEqual(worst + slack);
      }),
    );
  });

  test("takes the lucky packets of either way, though no one ping was lucky both ways", () => {
    const clock = exchange(EPOCH, [
      [10, 300],
      [300, 10],
    ]);
    expect((clock.offset_ms ?? 0) - EPOCH).toBeCloseTo(0, 1);
  });

  test("once known moves gently, unless it was plainly wrong", () => {
    const steady = exchange(0, Array(40).fill([50, 50]));
    const later = 1_000 + 40 * 100;
    const nudged = hear(steady, { sent_ms: later, server_ms: later + 10, received_ms: later + 60 });
    expect(Math.abs((nudged.offset_ms ?? 0) - (steady.offset_ms ?? 0))).toBeLessThanOrEqual(3);
    const moved = hear(steady, { sent_ms: later, server_ms: later + 1_050, received_ms: later + 100 });
    expect(moved.offset_ms).toBeGreaterThan(400);
  });

  test("a message that nobody asked for is a first guess", () => {
    const guess = hear(UNKNOWN_CLOCK, { server_ms: EPOCH, received_ms: 30 });
    expect(serverTime(guess, 30)).toBe(EPOCH);
  });

  test("the reported round trip is the one that 95 of 100 stayed within", () => {
    const trips = Array.from({ length: 100 }, (_, i) => [i + 1, 0] as const);
    expect(roundTripP95(exchange(EPOCH, trips, 10))).toBeCloseTo(95, 3);
  });

  test("the shortest round trip is the luckiest ping's", () => {
    expect(roundTripLeast(UNKNOWN_CLOCK)).toBeUndefined();
    expect(
      roundTripLeast(
        exchange(EPOCH, [
          [40, 30],
          [20, 30],
          [90, 10],
        ]),
      ),
    ).toBeCloseTo(50, 3);
  });

  /** Pings a server for some minutes over a jittering path; answers with how wrong the clock was at each ping (ms). */
  function keepAsking(seed: number, { ppm = 0, pings = 150, every_ms = 2_000, step = { at: -1, ms: 0 } } = {}) {
    const random = seeded(seed);
    let [clock, offset] = [UNKNOWN_CLOCK, EPOCH];
    return Array.from({ length: pings }, (_, i) => {
      if (i === step.at) offset += step.ms;
      const true_ms = 10_000 + i * (i < 24 ? 70 : every_ms);
      const local = (ms: number) => ms * (1 + ppm / 1e6);
      const [there, back] = [85 + random() * 30, 85 + random() * 30];
      const answer = {
        sent_ms: local(true_ms),
        server_ms: true_ms + there + offset,
        received_ms: local(true_ms + there + back),
      };
      clock = hear(clock, answer);
      const now = true_ms + there + back;
      return Math.abs((serverTime(clock, local(now)) ?? Number.NaN) - (now + offset));
    });
  }

  test("is off by a few ms over a path of 200 ms with 30 ms of jitter, though the clocks drift by 100 ppm", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(-100, -30, 0, 30, 100), (seed, ppm) => {
        const wrong = keepAsking(seed, { ppm })
          .slice(24)
          .toSorted((a, b) => a - b);
        expect(wrong[Math.floor(wrong.length / 2)]).toBeLessThan(6);
        // No lucky packet at all, either way, is the worst that can be: half the jitter.
        expect(wrong.at(-1)).toBeLessThan(20);
      }),
      { numRuns: 60 },
    );
  });

  test("a clock that was set, or slept, is believed again within three answers", () => {
    const steps = fc.oneof(fc.integer({ min: 50, max: 3_600_000 }), fc.integer({ min: -3_600_000, max: -50 }));
    fc.assert(
      fc.property(fc.integer(), steps, (seed, ms) => {
        const wrong = keepAsking(seed, { step: { at: 80, ms } });
        expect(Math.max(...wrong.slice(83, 100))).toBeLessThan(20);
      }),
      { numRuns: 60 },
    );
  });
});
