import { describe, expect, test } from "bun:test";
import { figuresOf } from "./figures.ts";
import type { Phase, Run, Track } from "./phase.ts";
import { frameAt, placeAt, positionByFrames } from "./playhead.ts";
import type { Frame, Happening, Sample } from "./probe.ts";
import { owedBy, type Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { settlingOf } from "./settling.ts";
import { pairs, spreadOf, steadyOf } from "./steady.ts";
import { draw } from "./svg.ts";
import { reconnectOf, stallOf } from "./trouble.ts";
import { medianAndWorst } from "./verdict.ts";

const FPS = 24;
const LENGTH_MS = 10_000;

/** A track that is sampled each 50 ms, at instants of its own, and shows 24 frames a second. */
function track(name: string, positionAt: (ms: number) => number | null, happenings: Happening[] = []): Track {
  const samples: Sample[] = [];
  const frames: Frame[] = [];
  for (let ms = name.length - 50; ms <= LENGTH_MS + 100; ms += 50) {
    const at_s = positionAt(ms);
    samples.push([ms, at_s ?? 0, at_s === null, false, 4, 1]);
  }
  for (let ms = 0; ms <= LENGTH_MS; ms += 1_000 / FPS) {
    const at_s = positionAt(ms);
    if (at_s !== null && at_s !== positionAt(ms - 1)) frames.push([ms, Math.floor(at_s * FPS + 1e-6) / FPS]);
  }
  return { name, samples, frames, happenings };
}

function run(tracks: Track[], phase: Partial<Phase>): Run {
  const together = tracks.map(({ name }) => name);
  const whole = {
    kind: "play",
    from_ms: 0,
    to_ms: LENGTH_MS,
    steady_ms: 3_000,
    together,
    whose: "A",
    idle: 1,
  } as const;
  return {
    scenario: "test",
    film: { what: "none", fps: FPS },
    networks: {},
    machine: "none",
    host: "A",
    tracks,
    phases: [{ ...whole, ...phase }],
    owes: [phase.kind ?? "play"],
    complaints: [],
  };
}

const only = ({ phases: [phase] }: Run): Phase => phase as Phase;
const rolling = (late_ms: number) => (ms: number) => (ms - late_ms) / 1_000;
/** Stands until `start_ms`, and plays as if it had started `as_ms`. */
const starting = (start_ms: number, as_ms: number) => (ms: number) => (ms < start_ms ? null : (ms - as_ms) / 1_000);

describe("a playhead", () => {
  const samples: Sample[] = [
    [0, 1, false, false, 4, 1],
    [50, 1.05, false, false, 4, 1],
    [100, 1.1, true, false, 4, 1],
    [150, 1.1, true, false, 4, 1],
    [200, 9, true, true, 1, 1],
  ];

  test("lies on the line between samples of one state", () => {
    expect(placeAt(samples, 20)).toEqual({ position_s: 1.02, isPlaying: true });
    expect(placeAt(samples, 120)).toEqual({ position_s: 1.1, isPlaying: false });
  });

  test("is nowhere while it changes, seeks, jumps, or is not looked at", () => {
    for (const at_ms of [-5, 70, 170, 250]) expect(placeAt(samples, at_ms)).toBeNull();
    expect(
      placeAt(
        [
          [0, 1, false, false, 4, 1],
          [50, 3, false, false, 4, 1],
        ],
        20,
      ),
    ).toBeNull();
    expect(
      placeAt(
        [
          [0, 1, false, false, 4, 1],
          [900, 1.9, false, false, 4, 1],
        ],
        20,
      ),
    ).toBeNull();
  });

  test("is finer than a frame by the frames shown", () => {
    const { frames } = track("A", rolling(10));
    expect(frameAt(frames, 1_000, FPS)).toBe(23);
    const apart_s =
      (positionByFrames(frames, 5_000) ?? 0) - (positionByFrames(track("B", rolling(10)).frames, 5_000) ?? 0);
    expect(apart_s).toBeCloseTo(0, 6);
    expect(positionByFrames(frames.slice(0, 2), 0)).toBeNull();
  });
});

describe("steady time", () => {
  test("tells how far apart all pairs are", () => {
    expect(pairs([1, 1.01, 1.03]).map(Math.round)).toEqual([10, 30, 20]);
    expect(spreadOf([])).toBeNull();
    const one = run([track("A", rolling(0)), track("BB", rolling(30)), track("CCC", rolling(60))], {});
    const { byPosition, within, length_s } = steadyOf(one, one.phases);
    expect(byPosition?.max).toBeCloseTo(60);
    expect(byPosition?.p50).toBeCloseTo(30);
    expect(within).toBe(0);
    expect(length_s).toBe(7);
  });

  test("counts a player that stands as apart, and its corrections", () => {
    const seeking: Happening[] = [{ wall_ms: 5_000, type: "seeking", where: "video" }];
    const gone = track("B", (ms) => (ms > 6_500 ? null : ms / 1_000), seeking);
    const one = run([track("A", rolling(0)), gone], {});
    const { within, perViewer } = steadyOf(one, one.phases);
    expect(within).toBeCloseTo(0.5, 1);
    expect(perViewer.B).toMatchObject({ seeks: 1, rateChanges: 0, offRate: 0 });
  });
});

describe("settling", () => {
  test("lasts until the last player is within a frame for good", () => {
    const late = track("B", (ms) => (ms < 400 ? null : ms < 900 ? (ms - 160) / 1_000 : (ms - 100) / 1_000));
    const one = run([track("A", starting(100, 100)), late, track("CCC", starting(500, 100))], {});
    const { all_ms, each_ms, last } = settlingOf(one, only(one));
    expect(all_ms).toBeWithin(850, 960);
    expect(each_ms.CCC).toBeWithin(450, 560);
    expect(last).toBe("B");
  });

  test("names nobody where nobody was off", () => {
    const one = run([track("A", rolling(-5_000)), track("B", rolling(-5_010))], { kind: "late join", from_ms: 500 });
    expect(settlingOf(one, only(one))).toMatchObject({ all_ms: 0, last: null });
  });

  test("of PLAY begins where the player was last seen, not at the film's beginning", () => {
    const at_s = (ms: number) => 100 + Math.max(0, ms - 400) / 1_000;
    const host: Track = {
      ...track("A", at_s),
      samples: track("A", at_s).samples.map(([ms, s]) => [ms, s, ms < 300, false, 4, 1]),
    };
    // The press lies between a standing and a playing sample, where there is no line to tell the place.
    const one = run([host, track("B", at_s)], { from_ms: 270 });
    const { obeys_ms, shows_ms } = settlingOf(one, only(one));
    expect(obeys_ms).toBeWithin(130, 190);
    expect(shows_ms).toBeWithin(130, 190);
  });

  test("of PAUSE waits until all stand on the same frame or its neighbour", () => {
    const standing = (stands_s: number, goes_s: number) => {
      const at_s = (ms: number) => (ms < 300 ? ms / 1_000 : ms < 800 ? stands_s : goes_s);
      const one = track(String(goes_s), at_s);
      const samples = one.samples.map(([ms, s]): Sample => [ms, s, ms >= 300, false, 4, 1]);
      return { ...one, samples, frames: [0, 300, 800].map((ms): Frame => [ms, Math.floor(at_s(ms) * FPS) / FPS]) };
    };
    const settled = (other_s: number) => {
      const one = run([standing(0.29, 0.3), standing(0.44, other_s)], { kind: "pause" });
      return settlingOf(one, only(one)).all_ms;
    };
    expect(settled(0.31)).toBeWithin(790, 900);
    // A neighbour, and the one behind it.
    expect(settled(0.29)).toBeWithin(790, 900);
    expect(settled(0.24)).toBeNull();
  });

  test("is not in time where it does not come", () => {
    const one = run([track("A", starting(100, 100)), track("B", starting(400, 300))], {});
    expect(settlingOf(one, only(one)).all_ms).toBeNull();
  });

  test("of a seek waits for the new place", () => {
    const there = (moved_ms: number) => (ms: number) => (ms < moved_ms ? ms : ms + 20_000) / 1_000;
    const one = run([track("A", there(100)), track("B", there(700))], { kind: "seek near", target_s: 20 });
    expect(settlingOf(one, only(one)).all_ms).toBeWithin(690, 800);
  });

  test("takes what never came as the worst", () => {
    expect(medianAndWorst([300, null, 200])).toEqual({ median: 300, worst: null });
  });
});

test("a stall begins with the last frame shown, and ends within a frame of the others", () => {
  const stalling = (ms: number) => (ms < 2_000 ? ms : ms < 4_200 ? 2_000 : ms) / 1_000;
  const shaken: Happening[] = [{ wall_ms: 3_000, type: "ratechange", where: "video" }];
  const tracks = [track("A", rolling(0)), track("B", stalling), track("C", rolling(5), shaken)];
  const one = run(tracks, { kind: "stall", from_ms: 500, whose: "B", released_ms: 4_000 });
  const stall = stallOf(one, only(one));
  expect(stall?.began_ms).toBeWithin(1_450, 1_600);
  expect(stall?.back_ms).toBeWithin(2_100, 2_300);
  expect(stall?.disturbed).toEqual(["C: 1 rate changes"]);
});

test("a reconnect lasts from when the network is back, and not at all where nobody left the frame", () => {
  const gone = (late_ms: number) => (ms: number) => (ms > 1_000 && ms < 4_300 ? ms - late_ms : ms) / 1_000;
  const back_ms = (late_ms: number) => {
    const tracks = [track("A", rolling(0)), track("B", gone(late_ms))];
    const one = run(tracks, { kind: "reconnect", from_ms: 500, whose: "B", released_ms: 4_000 });
    return reconnectOf(one, only(one))?.back_ms;
  };
  expect(back_ms(100)).toBeWithin(290, 400);
  expect(back_ms(20)).toBe(0);
});

describe("the verdict", () => {
  const figure = (one: Run, name: string) => figuresOf(one).verdict.find((line) => line.name.startsWith(name));
  const two = (late_ms: number) => [track("A", rolling(-5_000)), track("BB", rolling(late_ms - 5_000))];
  const after = { target_s: 5, kind: "seek near" } as const;

  test("is met, or missed, by what was measured", () => {
    const [near, far] = [run(two(10), after), run(two(100), after)];
    for (const name of ["steady skew", "steady pictures", "settled after a near SEEK"]) {
      expect(figure(near, name)?.isMet).toBe(true);
      expect(figure(far, name)?.isMet).toBe(false);
    }
  });

  test("does not take for met what was not measured", () => {
    const one = { ...run(two(10), after), owes: ["seek near", "pause", "late join", "stall", "reconnect"] } as const;
    for (const name of [
      "settled after PAUSE",
      "settled after a late",
      "others",
      "back after a stall",
      "back after a rec",
    ])
      expect(figure(one, name)).toMatchObject({ measured: "not measured", isMet: false });
    const empty = { ...one, phases: [], scenario: "calm" };
    expect(figuresOf(empty).verdict.filter((line) => line.isMet || line.measured !== "not measured")).toEqual([]);
  });

  test("wants what the script has happen", async () => {
    const owed = async (name: string) => owedBy((scenarios(false)[name] as Scenario).script);
    expect(await owed("calm")).toEqual(["play"]);
    expect((await owed("party")).filter((kind) => kind === "late join").length).toBe(3);
    expect(await owed("party")).toContainValues(["pause", "stall", "reconnect", "host reconnect"]);
  });
});

test("the drawing is small and names everybody but the host", () => {
  const svg = draw(run([track("A", rolling(0)), track("B", rolling(20)), track("<C>", rolling(500))], {}));
  expect(svg.length).toBeLessThan(60_000);
  expect(svg).toContain(">B</text>");
  expect(svg).toContain("&lt;C></text>");
});
