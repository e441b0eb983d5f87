import { afterAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { medianAndWorst } from "./figures.ts";
import type { Phase, Run, Track } from "./phase.ts";
import { frameAt, placeAt, positionByFrames } from "./playhead.ts";
import type { Frame, Happening, Sample } from "./probe.ts";
import { startProxy } from "./proxy.ts";
import { settlingOf, stallOf } from "./settling.ts";
import { pairs, spreadOf, steadyOf } from "./steady.ts";
import { draw } from "./svg.ts";

const FPS = 24;
const LENGTH_MS = 10_000;

/** A track that is sampled each 50 ms, at instants of its own, and shows 24 frames a second. */
function track(name: string, positionAt: (ms: number) => number | null, happenings: Happening[] = []): Track {
  const samples: Sample[] = [];
  const frames: Frame[] = [];
  for (let ms = name.length; ms <= LENGTH_MS + 100; ms += 50) {
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
    const late = track("B", (ms) => (ms < 400 ? null : ms < 900 ? (ms - 200) / 1_000 : (ms - 100) / 1_000));
    const one = run([track("A", starting(100, 100)), late], {});
    const { all_ms, last } = settlingOf(one, only(one));
    expect(all_ms).toBeWithin(850, 960);
    expect(last).not.toBeNull();
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

test("the drawing is small and names everybody but the host", () => {
  const svg = draw(run([track("A", rolling(0)), track("B", rolling(20)), track("<C>", rolling(500))], {}));
  expect(svg.length).toBeLessThan(60_000);
  expect(svg).toContain(">B</text>");
  expect(svg).toContain("&lt;C></text>");
});

describe("a network", () => {
  const echo = createServer((socket) => socket.pipe(socket));
  afterAll(() => echo.close());

  test("brings everything, in order, a round trip later", async () => {
    await new Promise<void>((listening) => echo.listen(0, "127.0.0.1", listening));
    const address = echo.address();
    const line = await startProxy(typeof address === "object" ? (address?.port ?? 0) : 0, {
      base_ms: 60,
      jitter_ms: 20,
    });
    const said = Array.from({ length: 200 }, (_, i) => `${i};`).join("");
    const heard = Promise.withResolvers<string>();
    let text = "";
    const began_ms = performance.now();
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(line.url).port),
      socket: {
        data(_, bytes) {
          text += bytes.toString();
          if (text.length >= said.length) heard.resolve(text);
        },
      },
    });
    for (const piece of said.match(/.{1,7}/g) ?? []) socket.write(piece);
    expect(await heard.promise).toBe(said);
    expect(performance.now() - began_ms).toBeGreaterThan(80);
    line.close();
  });
});
