import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { NEW_PLAYBACK, positionAt } from "../../src/domain/playback.ts";
import {
  type Act,
  follow,
  type Habits,
  hear,
  leaveAlone,
  NEW_HABITS,
  roundTripP95,
  type ServerClock,
  type Sight,
  serverTime,
  UNKNOWN_CLOCK,
} from "../../src/domain/sync.ts";
import type { Playback } from "../../src/protocol/values.ts";
import { EPOCH } from "./people.ts";

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
});

const line = (change: Partial<Playback> = {}): Playback => ({
  ...NEW_PLAYBACK,
  is_playing: true,
  time: 100,
  effective_at: EPOCH,
  ...change,
});

const sight = (change: Partial<Sight> = {}): Sight => ({
  now_ms: EPOCH,
  line: line(),
  position_s: 100,
  duration_s: 3_600,
  is_paused: false,
  is_busy: false,
  buffered_s: [[0, 3_600]],
  ...change,
});

/** A player made of numbers: it obeys each act, with costs and a clock of its own. */
function createPlayer({ start_cost_ms = 60, seek_cost_ms = 90, drift = 0, jitter_ms = (): number => 0 } = {}) {
  let habits: Habits = NEW_HABITS;
  let position = 0;
  let isPaused = true;
  let rate = 1;
  let stillUntil = 0;
  let seekingUntil = 0;
  let now = EPOCH;
  const acts: Act[] = [];

  function advance(ms: number): void {
    const moving = isPaused ? 0 : Math.max(0, now + ms - Math.max(now, stillUntil));
    position += (moving / 1000) * rate * (1 + drift);
    now += ms;
  }
  function obey(act: Act): void {
    if (act.do === "nothing") return;
    acts.push(act);
    if (act.do === "start") [isPaused, stillUntil] = [false, now + start_cost_ms];
    if (act.do === "hold") [isPaused, position] = [true, act.at_s];
    if (act.do === "jump" || act.do === "meet") {
      isPaused = act.do === "meet";
      position = act.to_s;
      seekingUntil = stillUntil = now + seek_cost_ms + jitter_ms();
    }
  }
  return {
    acts,
    /** Follows `course` for so long; answers with the error (ms) after each look. */
    run(course: Playback, ms: number): number[] {
      const errors: number[] = [];
      for (const end = now + ms; now < end; ) {
        const looked = follow(habits, {
          ...sight({ now_ms: now, line: course, position_s: position, is_paused: isPaused }),
          is_busy: now < seekingUntil,
        });
        habits = looked.habits;
        obey(looked.act);
        rate = course.rate * habits.rate;
        advance(Math.max(looked.again_ms, 1));
        errors.push((positionAt(course, now) - position) * 1000);
      }
      return errors;
    },
    stall: (ms: number) => {
      now += ms;
    },
    get position() {
      return position;
    },
    get now() {
      return now;
    },
  };
}

const worst = (errors: readonly number[]) => Math.max(...errors.map(Math.abs));

describe("following the line", () => {
  test("while the room is paused the player stands where the room does", () => {
    const paused = line({ is_playing: false });
    expect(follow(NEW_HABITS, sight({ line: paused })).act).toEqual({ do: "hold", at_s: 100 });
    const past = sight({ line: line({ is_playing: false, time: 5_000 }) });
    expect(follow(NEW_HABITS, past).act).toEqual({ do: "hold", at_s: 3_600 });
  });

  test("a start that lies ahead is waited for, and made in time for the player's own start cost", () => {
    const ahead = line({ effective_at: EPOCH + 400 });
    const early = follow(NEW_HABITS, sight({ line: ahead, is_paused: true }));
    expect(early.act).toEqual({ do: "hold", at_s: 100 });
    const due = sight({ line: ahead, is_paused: true, now_ms: EPOCH + 400 - NEW_HABITS.start_cost_ms });
    expect(follow(early.habits, due).act).toEqual({ do: "start" });
  });

  test("past the end of the film the player rests at its end, and plays its last moments out", () => {
    const over = { line: line({ time: 4_000 }) };
    expect(follow(NEW_HABITS, sight(over)).act).toEqual({ do: "hold", at_s: 3_600 });
    expect(follow(NEW_HABITS, sight({ ...over, position_s: 3_599.9 })).act).toEqual({ do: "nothing" });
  });

  test("a player that is busy, or was shaken, is left alone", () => {
    expect(follow(NEW_HABITS, sight({ position_s: 0, is_busy: true })).act).toEqual({ do: "nothing" });
    const shaken = leaveAlone({ ...NEW_HABITS, line: line() }, EPOCH);
    expect(follow(shaken, sight({ position_s: 0 })).act).toEqual({ do: "nothing" });
  });

  test("a player that loads nothing until it is started is started all the same", () => {
    const lazy = sight({ is_paused: true, is_busy: true });
    const first = follow(NEW_HABITS, lazy);
    expect(first.act).toEqual({ do: "nothing" });
    expect(follow(first.habits, { ...lazy, now_ms: EPOCH + 5_000 }).act).toEqual({ do: "start" });
  });

  test("whoever comes late is on the line within two seconds, and stays", () => {
    const cost = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(cost, cost, fc.integer({ min: 0, max: 3_000 }), (start_cost_ms, seek_cost_ms, late_s) => {
        const player = createPlayer({ start_cost_ms, seek_cost_ms });
        const course = line({ effective_at: EPOCH - late_s * 1000 });
        player.run(course, 2_000);
        expect(worst(player.run(course, 10_000))).toBeLessThan(150);
        expect(worst(player.run(course, 5_000))).toBeLessThan(42);
      }),
      { numRuns: 200 },
    );
  });

  test("a player whose clock runs wrong is steered, by no more than 3 %, and never made to jump", () => {
    fc.assert(
      fc.property(fc.double({ min: -0.01, max: 0.01, noNaN: true }), (drift) => {
        const player = createPlayer({ drift });
        player.run(line(), 5_000);
        const before = player.acts.length;
        expect(worst(player.run(line(), 60_000))).toBeLessThan(60);
        const acts = player.acts.slice(before);
        expect(acts.every((act) => act.do === "steer" && Math.abs(act.rate - 1) <= 0.03 + 1e-9)).toBe(true);
      }),
    );
  });

  test("after a stall one seek brings it back", () => {
    const player = createPlayer();
    const course = line();
    player.run(course, 5_000);
    const before = player.acts.length;
    player.stall(2_000);
    player.run(course, 2_500);
    expect(worst(player.run(course, 5_000))).toBeLessThan(120);
    expect(player.acts.slice(before).filter(({ do: what }) => what === "jump").length).toBeLessThanOrEqual(2);
  });

  test("seeks that do not help become rare instead of a loop", () => {
    let wild = 0;
    const player = createPlayer({ jitter_ms: () => (wild++ % 2) * 900 });
    const course = line();
    player.run(course, 2_000);
    player.stall(5_000);
    player.run(course, 60_000);
    const seeks = player.acts.filter(({ do: what }) => what === "jump" || what === "meet").length;
    expect(seeks).toBeLessThan(14);
  });

  test("where the target is not loaded yet the player pauses ahead of the line and waits for it", () => {
    let { habits } = follow(NEW_HABITS, sight());
    const behind = { position_s: 90, buffered_s: [[0, 95]] as const };
    let act: Act = { do: "nothing" };
    for (let i = 1; i <= 4 && act.do === "nothing"; i++) {
      const now_ms = EPOCH + i * 100;
      const course = habits.line ?? line();
      ({ habits, act } = follow(habits, sight({ ...behind, line: course, now_ms, position_s: 90 + i / 10 })));
    }
    expect(act.do).toBe("meet");
    expect(act.do === "meet" && act.to_s).toBeGreaterThan(100.3);
  });

  test("a message that only restates the line disturbs nothing", () => {
    const player = createPlayer();
    player.run(line(), 5_000);
    const before = player.acts.length;
    const restated = line({ time: positionAt(line(), player.now), effective_at: player.now, revision: 9 });
    expect(worst(player.run(restated, 3_000))).toBeLessThan(60);
    expect(player.acts.slice(before).every(({ do: what }) => what === "steer")).toBe(true);
  });
});
