import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { COMMON_COSTS, costsFrom, learnReady, learnStart, readyCost } from "../../src/domain/device-costs.ts";
import { NEW_PLAYBACK, positionAt } from "../../src/domain/playback.ts";
import { follow, leaveAlone, meetCost, startCost } from "../../src/domain/sync.ts";
import { newFollower, type Sight } from "../../src/domain/sync-state.ts";
import type { Playback } from "../../src/protocol/values.ts";
import { EPOCH } from "./people.ts";
import { createViewer, IDEAL, type Machine, seeded, settledAfter, steeredShare, worst } from "./viewer-sim.ts";

const FRAME_MS = 1000 / 24;

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
  is_seeking: false,
  is_ready: true,
  rtt_ms: 200,
  buffered_s: [[0, 3_600]],
  ...change,
});

const FRESH = newFollower(COMMON_COSTS);

describe("one look", () => {
  test("while the room is paused the player stands where the room does, and is sent there once", () => {
    const paused = line({ is_playing: false });
    expect(follow(FRESH, sight({ line: paused })).act).toEqual({ do: "pause" });
    const elsewhere = sight({ line: paused, position_s: 7 });
    const first = follow(FRESH, elsewhere);
    expect(first.act).toEqual({ do: "place", at_s: 100 });
    const again = { ...elsewhere, is_paused: true, now_ms: EPOCH + 50 };
    expect(follow(first.follower, again).act).toEqual({ do: "nothing" });
    expect(follow(first.follower, { ...again, now_ms: EPOCH + 5_000 }).act).toEqual({ do: "place", at_s: 100 });
  });

  test("a room that stands beyond the end of this film holds it at its end", () => {
    const past = sight({ line: line({ is_playing: false, time: 5_000 }) });
    expect(follow(FRESH, past).act).toEqual({ do: "place", at_s: 3_600 });
  });

  test("past the end of the film the player rests at its end, and plays its last moments out", () => {
    const over = { line: line({ time: 4_000 }) };
    expect(follow(FRESH, sight(over)).act).toEqual({ do: "place", at_s: 3_600 });
    expect(follow(FRESH, sight({ ...over, position_s: 3_599.9 })).act).toEqual({ do: "nothing" });
  });

  test("a start that lies ahead is waited for, and made in time for the player's own start cost", () => {
    const ahead = line({ effective_at: EPOCH + 400 });
    const early = follow(FRESH, sight({ line: ahead, is_paused: true }));
    expect(early.act).toEqual({ do: "nothing" });
    const due = sight({ line: ahead, is_paused: true, now_ms: EPOCH + 400 - startCost(FRESH) });
    expect(follow(early.follower, due).act).toEqual({ do: "start" });
  });

  test("a start that lies ahead somewhere else is gone to", () => {
    const ahead = line({ time: 300, effective_at: EPOCH + 400 });
    expect(follow(FRESH, sight({ line: ahead })).act).toEqual({ do: "place", at_s: 300 });
  });

  test("where the target is not loaded the player sets out further ahead", () => {
    const sent = (buffered_s: Sight["buffered_s"]) => follow(FRESH, sight({ position_s: 10, buffered_s })).act;
    const [near, far] = [sent([[0, 3_600]]), sent([[0, 20]])];
    expect(near.do === "place" && far.do === "place" && far.at_s - near.at_s).toBeCloseTo(
      (200 + COMMON_COSTS.ready_ms.far - COMMON_COSTS.ready_ms.near) / 1000,
      6,
    );
    expect(meetCost(FRESH, sight(), 300)).toBe(COMMON_COSTS.ready_ms.near + COMMON_COSTS.start_ms.moved);
  });

  test("a player that loads nothing until it is started is started all the same", () => {
    const lazy = sight({ is_paused: true, is_ready: false });
    const first = follow(FRESH, lazy);
    expect(first.act.do).toBe("place");
    const waiting = follow(first.follower, { ...lazy, now_ms: EPOCH + 1_000 });
    expect(waiting.act).toEqual({ do: "nothing" });
    expect(follow(waiting.follower, { ...lazy, now_ms: EPOCH + 5_000 }).act).toEqual({ do: "start" });
  });

  test("a shaken player is not judged while it settles", () => {
    const running = {
      ...FRESH,
      line: line(),
      state: { is: "running", errors_ms: [40, 40, 40, 40], quiet_until_ms: 0, unproved: null, steered_ms: null },
    } as const;
    expect(follow(running, sight({ position_s: 99.96 })).rate).toBeGreaterThan(1);
    expect(follow(leaveAlone(running, EPOCH), sight({ position_s: 99.96 })).rate).toBe(1);
  });
});

const machines = fc.record({
  ppm: fc.integer({ min: -100, max: 100 }),
  there_ms: fc.constantFrom(5, 40, 100, 175),
  jitter_ms: fc.constantFrom(0, 5, 15, 30),
  noise_ms: fc.constantFrom(0, 1, 3),
  start_ms: fc.integer({ min: 0, max: 80 }),
  movedStart_ms: fc.integer({ min: 0, max: 150 }),
  startJitter_ms: fc.constantFrom(0, 5, 15),
  seek_ms: fc.integer({ min: 20, max: 250 }),
  seekJitter_ms: fc.constantFrom(0, 30, 60),
});
/** Some machine, on a path that takes as long there as back: what differs cannot be seen from an end. */
const some = fc
  .tuple(machines, fc.integer())
  .map(([machine, seed]): Partial<Machine> => ({ ...machine, back_ms: machine.there_ms, random: seeded(seed) }));

describe("any viewer", () => {
  test("who comes late is within a frame in five seconds, on any machine, and stays", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 3_000 }), (machine, late_s) => {
        const course = line({ effective_at: EPOCH - late_s * 1000 });
        const viewer = createViewer(machine);
        expect(settledAfter(viewer.run(course, 8_000), FRAME_MS)).toBeLessThan(5_000);
        expect(worst(viewer.run(course, 20_000))).toBeLessThan(FRAME_MS);
      }),
      { numRuns: 80 },
    );
  });

  test("left undisturbed for ten minutes is never sent anywhere, and hardly ever steered", () => {
    fc.assert(
      fc.property(some, (machine) => {
        const viewer = createViewer(machine);
        const course = line();
        viewer.run(course, 10_000);
        const before = viewer.places;
        const calm = viewer.run(course, 600_000);
        expect(worst(calm)).toBeLessThan(FRAME_MS / 2);
        expect(viewer.places).toBe(before);
        expect(steeredShare(calm)).toBeLessThan(0.01);
      }),
      { numRuns: 15 },
    );
  });

  test("who is told of another line during a stall goes there at once, whatever the stall was waiting for", () => {
    const viewer = createViewer();
    viewer.run(line(), 5_000);
    viewer.stall(60_000);
    viewer.run(line(), 1_000);
    const before = viewer.places;
    viewer.run(line({ time: 900, effective_at: viewer.now, revision: 1 }), 500);
    expect(viewer.places).toBe(before + 1);
  });

  test("who chose an offset below the film's beginning stands at it, and is sent there no more than a few times", () => {
    const viewer = createViewer();
    viewer.run(line({ is_playing: false, time: -2 }), 60_000);
    expect(viewer.places).toBeLessThanOrEqual(3);
  });

  test("whose player is told to play and does not move is not left without end", () => {
    const viewer = createViewer({ start_ms: 1e9, movedStart_ms: 1e9 });
    viewer.run(line(), 3_000);
    expect(viewer.state.is).toBe("starting");
    viewer.run(line(), 20_000);
    expect(viewer.state.is).not.toBe("starting");
  });

  test("whose player stalled for two seconds is back half a second after it could go on", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const viewer = createViewer({
          ...IDEAL,
          random: seeded(seed),
          there_ms: 100,
          back_ms: 100,
          jitter_ms: 15,
          noise_ms: 2,
          startJitter_ms: 10,
          seekJitter_ms: 40,
        });
        const course = line();
        viewer.run(course, 5_000);
        viewer.stall(2_000);
        expect(settledAfter(viewer.run(course, 6_000), FRAME_MS)).toBeLessThan(2_500);
      }),
      { numRuns: 40 },
    );
  });

  test("who hears nothing for a minute plays on, and is not thrown when the news comes back", () => {
    fc.assert(
      fc.property(some, (machine) => {
        const viewer = createViewer(machine);
        const course = line();
        viewer.run(course, 30_000);
        const before = viewer.places;
        viewer.lose(true);
        const lost = viewer.run(course, 60_000);
        viewer.lose(false);
        const back = viewer.run(course, 30_000);
        expect(worst([...lost, ...back])).toBeLessThan(FRAME_MS);
        expect(viewer.places).toBe(before);
      }),
      { numRuns: 25 },
    );
  });

  test("whose clock is set, or who slept, finds the line again by itself", () => {
    const away = fc.record({
      jump_ms: fc.integer({ min: -5_000, max: 5_000 }),
      sleep_ms: fc.integer({ min: 0, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(some, away, (machine, { jump_ms, sleep_ms }) => {
        const viewer = createViewer(machine);
        const course = line({ effective_at: EPOCH });
        viewer.run(course, 20_000);
        viewer.jumpClock(jump_ms);
        viewer.sleep(sleep_ms);
        viewer.run(course, 30_000);
        expect(worst(viewer.run(course, 10_000))).toBeLessThan(FRAME_MS);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a difficult player", () => {
  test("that runs wrong is steered, by no more than 3 %, and never sent anywhere", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000, max: 2_000 }), (filmPpm) => {
        const viewer = createViewer({ filmPpm });
        viewer.run(line(), 5_000);
        const before = viewer.places;
        const readings = viewer.run(line(), 120_000);
        expect(worst(readings)).toBeLessThan(FRAME_MS / 2);
        expect(viewer.places).toBe(before);
        expect(readings.every(({ rate }) => Math.abs(rate - 1) <= 0.03 + 1e-9)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("that cannot be steered is sent back where it strays too far, and otherwise left alone", () => {
    const viewer = createViewer({ canSteer: false, filmPpm: -1_000 });
    const readings = viewer.run(line(), 300_000);
    // While it waits ahead of the line it is off, but not for long.
    const apart = readings.filter(({ error_ms }) => Math.abs(error_ms) > 130);
    expect(apart.length / readings.length).toBeLessThan(0.01);
    expect(steeredShare(readings)).toBe(0);
    expect(viewer.places).toBeLessThan(8);
  });

  test("that cannot be steered and starts unevenly is sent about less than one that can be, and stays near", () => {
    const placesOf = (canSteer: boolean) => {
      let places = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const service = { noise_ms: 8, movedStart_ms: 120, startJitter_ms: 60, seek_ms: 150, seekJitter_ms: 200 };
        const viewer = createViewer({ random: seeded(seed), canSteer, ...service }, { ...COMMON_COSTS, canSteer });
        const readings = viewer.run(line(), 60_000);
        expect(worst(readings.slice(1_000))).toBeLessThan(100);
        places += viewer.places;
      }
      return places;
    };
    expect(placesOf(false)).toBeLessThan(placesOf(true) * 0.8);
  });

  test("that gets its film more slowly than it plays is left to play what it has", () => {
    const viewer = createViewer();
    const states = new Set<string>();
    for (let i = 0; i < 30; i++) {
      viewer.stall(1_500);
      viewer.run(line(), 2_500);
      states.add(viewer.state.is);
    }
    expect(states).toContain("astray");
    expect(viewer.places).toBeLessThan(20);
  });

  test("that never gets where it is sent in time is given up for a while, and said to be", () => {
    const random = seeded(7);
    const viewer = createViewer({ random, seek_ms: 0, seekJitter_ms: 500, startJitter_ms: 900 });
    const states = new Set<string>();
    for (let i = 0; i < 60; i++) {
      viewer.run(line(), 1_000);
      states.add(viewer.state.is);
    }
    expect(states).toContain("astray");
    expect(viewer.places).toBeLessThan(30);
  });

  test("is known the better the longer it is used", () => {
    const machine = { movedStart_ms: 140, start_ms: 90, seek_ms: 220 };
    const viewer = createViewer(machine);
    for (let i = 0; i < 12; i++) {
      const begins = line({ time: 50 * i, effective_at: viewer.now - 400 });
      viewer.run(begins, 3_000);
      viewer.run({ ...begins, is_playing: false, time: positionAt(begins, viewer.now) }, 500);
    }
    expect(viewer.costs.start_ms.moved).toBeCloseTo(140, -1.3);
    const another = createViewer(machine, viewer.costs);
    expect(settledAfter(another.run(line({ effective_at: EPOCH - 60_000 }), 5_000), FRAME_MS / 2)).toBeLessThan(600);
  });
});

describe("a new line", () => {
  test("that only restates the old one disturbs nothing", () => {
    const viewer = createViewer();
    viewer.run(line(), 5_000);
    const [places, changes] = [viewer.places, viewer.rateChanges];
    const restated = line({ time: positionAt(line(), viewer.now), effective_at: viewer.now, revision: 9 });
    expect(worst(viewer.run(restated, 3_000))).toBeLessThan(10);
    expect([viewer.places, viewer.rateChanges]).toEqual([places, changes]);
  });

  test("at another rate is followed without being sent anywhere", () => {
    const viewer = createViewer();
    viewer.run(line(), 5_000);
    const before = viewer.places;
    const faster = line({ time: positionAt(line(), viewer.now), effective_at: viewer.now, rate: 1.5, revision: 1 });
    viewer.run(faster, 2_000);
    expect(worst(viewer.run(faster, 10_000))).toBeLessThan(FRAME_MS / 2);
    expect(viewer.places).toBe(before);
  });

  test("somewhere else is met there, with a single move", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600 }), fc.integer({ min: 0, max: 300 }), (time, ago_ms) => {
        const viewer = createViewer();
        viewer.run(line(), 5_000);
        const before = viewer.places;
        const course = line({ time, effective_at: viewer.now - ago_ms, revision: 1 });
        if (Math.abs(positionAt(course, viewer.now) - positionAt(line(), viewer.now)) < 0.2) return;
        expect(settledAfter(viewer.run(course, 5_000), FRAME_MS)).toBeLessThan(600);
        expect(viewer.places).toBe(before + 1);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what a device takes", () => {
  test("a start that came late is begun sooner, one that came early later, and no one outcome counts for much", () => {
    const after = (error_ms: number) => learnStart(COMMON_COSTS, "moved", error_ms).start_ms.moved;
    expect(after(30)).toBeGreaterThan(COMMON_COSTS.start_ms.moved);
    expect(after(-30)).toBeLessThan(COMMON_COSTS.start_ms.moved);
    expect(after(60_000)).toBe(after(200));
    expect(after(-60_000)).toBeGreaterThanOrEqual(0);
  });

  test("more time is taken at once where it was too little, and given back by and by", () => {
    const longer = learnReady(COMMON_COSTS, "near", 400, 50);
    expect(longer.ready_ms.near).toBeGreaterThan(400);
    expect(learnReady(COMMON_COSTS, "near", 3_600_000, 50).ready_ms.near).toBeLessThan(1_000);
    const shorter = learnReady(longer, "near", 100, 50);
    expect(shorter.ready_ms.near).toBeLessThan(longer.ready_ms.near);
    expect(shorter.ready_ms.near).toBeGreaterThan(300);
    const fetched = learnReady(COMMON_COSTS, "far", 900, 500);
    expect(readyCost(fetched, "far", 40)).toBeLessThan(readyCost(fetched, "far", 500) - 400);
  });

  test("is kept and recalled, and nothing else is taken for it", () => {
    expect(costsFrom(JSON.parse(JSON.stringify(COMMON_COSTS)))).toEqual(COMMON_COSTS);
    fc.assert(
      fc.property(fc.jsonValue(), (kept) => {
        expect(costsFrom(kept)).toBeNull();
      }),
    );
    const broken = { ...COMMON_COSTS, start_ms: { paused: -1, moved: Number.NaN } };
    expect(costsFrom(broken)).toBeNull();
  });
});
