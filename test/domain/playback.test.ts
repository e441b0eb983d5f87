import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  changeMedia,
  changeRate,
  freeze,
  leadFor,
  NEW_PLAYBACK,
  pause,
  play,
  positionAt,
  seek,
  stateAt,
} from "../../src/domain/playback.ts";
import { LIMITS } from "../../src/protocol/codes.ts";
import type { Playback } from "../../src/protocol/values.ts";
import { EPOCH, FILM } from "./people.ts";

const lead = fc.integer({ min: LIMITS.lead_ms[0], max: LIMITS.lead_ms[1] });
const wait = fc.integer({ min: 0, max: 20_000 });
const ago = fc.option(fc.integer({ min: 0, max: LIMITS.at_age_ms }), { nil: undefined });
const rate = fc.double({ min: LIMITS.rate[0], max: LIMITS.rate[1], noNaN: true });
const time = fc.double({ min: 0, max: 20_000, noNaN: true });
const act = fc.oneof(
  fc.record({ do: fc.constantFrom("play" as const, "pause" as const, "freeze" as const), ago, lead, wait }),
  fc.record({ do: fc.constant("seek" as const), ago, lead, wait, to: time }),
  fc.record({ do: fc.constant("rate" as const), ago, lead, wait, rate }),
);

/** A host's player: it counts the seconds it plays, and knows nothing of formulas. */
function createPlayer() {
  let position = 0;
  let instant = EPOCH;
  let startsAt = EPOCH;
  let rate = 1;
  let isPlaying = false;
  return {
    /** Plays on until `now`, a tick at a time. */
    playUntil(now: number) {
      while (instant < now) {
        const tick = Math.min(now, instant + 1_000);
        if (isPlaying) position += (rate * Math.max(0, tick - Math.max(instant, startsAt))) / 1000;
        instant = tick;
      }
    },
    get position() {
      return position;
    },
    set(change: { position?: number; isPlaying?: boolean; rate?: number; startsAt: number }) {
      position = change.position ?? position;
      rate = change.rate ?? rate;
      isPlaying = change.isPlaying ?? isPlaying;
      startsAt = change.startsAt;
      // What was already played when the news came.
      if (isPlaying && startsAt < instant) position += (rate * (instant - startsAt)) / 1000;
    },
  };
}

test("the position is the seconds played since the last seek, whatever is done in between", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const player = createPlayer();
      let playback = NEW_PLAYBACK;
      let now = EPOCH;
      for (const one of acts) {
        now += one.wait;
        player.playUntil(now);
        expect(positionAt(playback, now)).toBeCloseTo(player.position, 4);
        const { revision } = playback;
        const at = one.ago === undefined ? undefined : now - one.ago;
        const moved = { time: one.do === "seek" ? one.to : player.position, at };
        const startsAt = at ?? now;
        if (one.do === "play") {
          playback = play(playback, moved, now, one.lead);
          player.set({ isPlaying: true, startsAt: at ?? now + one.lead });
        } else if (one.do === "pause") {
          playback = pause(playback, moved, now);
          player.set({ isPlaying: false, startsAt });
        } else if (one.do === "seek") {
          const { is_playing } = playback;
          playback = seek(playback, moved, now, one.lead);
          player.set({ position: one.to, startsAt: at ?? (is_playing ? now + one.lead : now) });
        } else if (one.do === "rate") {
          playback = changeRate(playback, one.rate, moved, now);
          player.set({ rate: one.rate, startsAt });
        } else {
          playback = freeze(playback, now);
          player.set({ isPlaying: false, startsAt: now });
        }
        expect(playback.revision).toBe(revision + 1);
        expect(positionAt(playback, now)).toBeCloseTo(player.position, 4);
      }
    }),
    { numRuns: 500 },
  );
});

const anyPlayback: fc.Arbitrary<Playback> = fc.record({
  is_playing: fc.boolean(),
  time: fc.oneof(time, fc.constantFrom(0, LIMITS.position_s, LIMITS.position_s - 1)),
  rate,
  effective_at: fc.integer({ min: EPOCH - 100_000, max: EPOCH + 500 }),
  revision: fc.nat(),
  media: fc.constantFrom(null, FILM),
});

test("restating a playback never moves it: not now, not at any later instant", () => {
  fc.assert(
    fc.property(anyPlayback, fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 5 }), (playback, waits) => {
      let restated = playback;
      let now = EPOCH - 1_000;
      for (const ms of waits) {
        now += ms;
        restated = stateAt(restated, now);
        for (const later of [0, 1, 499, 86_400_000])
          expect(positionAt(restated, now + later)).toBeCloseTo(positionAt(playback, now + later), 4);
        const { is_playing, rate, revision, media } = playback;
        expect(restated).toMatchObject({ is_playing, rate, revision, media });
      }
    }),
  );
});

test("position and rate stay within the contract's bounds however long a room plays", () => {
  fc.assert(
    fc.property(anyPlayback, fc.nat(Number.MAX_SAFE_INTEGER), (playback, later) => {
      const now = EPOCH + later;
      for (const { time, rate, revision } of [stateAt(playback, now), freeze(playback, now)]) {
        expect(time).toBeWithin(0, LIMITS.position_s + 1);
        expect(rate).toBeWithin(LIMITS.rate[0], LIMITS.rate[1] + 0.001);
        expect(Number.isSafeInteger(revision)).toBe(true);
      }
    }),
  );
});

describe("`at`, the instant at which the host's player was at `time`,", () => {
  const moved = (at: number) => ({ time: 60, at });
  test.each([
    ["now", EPOCH, EPOCH],
    ["2 s ago", EPOCH - 2_000, EPOCH - 2_000],
    ["more than 2 s ago counts as absent", EPOCH - 2_001, EPOCH + 200],
    ["in the future counts as absent", EPOCH + 1, EPOCH + 200],
  ])("%s", (_, at, effective_at) => {
    expect(play(NEW_PLAYBACK, moved(at), EPOCH, 200)).toMatchObject({ time: 60, effective_at });
  });
});

test("a start lies ahead, until then players hold", () => {
  const started = play(NEW_PLAYBACK, { time: 60 }, EPOCH, 200);
  expect(stateAt(started, EPOCH + 100)).toBe(started);
  expect(positionAt(started, EPOCH + 200)).toBe(60);
  expect(positionAt(started, EPOCH + 1_200)).toBe(61);
});

test("a pause takes effect at once; a paused room that is sought starts nowhere ahead", () => {
  const started = play(NEW_PLAYBACK, { time: 60 }, EPOCH, 200);
  expect(pause(started, { time: 61 }, EPOCH + 1_200)).toMatchObject({ effective_at: EPOCH + 1_200, time: 61 });
  expect(seek(NEW_PLAYBACK, { time: 9 }, EPOCH, 200)).toMatchObject({ effective_at: EPOCH, is_playing: false });
});

test("other media begins at 0, paused, at rate 1, even if it is the same", () => {
  const playing = { ...play(NEW_PLAYBACK, { time: 60 }, EPOCH, 200), rate: 2, media: FILM };
  expect(changeMedia(playing, FILM, EPOCH)).toEqual({
    is_playing: false,
    time: 0,
    rate: 1,
    effective_at: EPOCH,
    revision: playing.revision + 1,
    media: FILM,
  });
});

test("the lead follows the worst round trip, from 150 to 500 ms; 150 while nobody reported one", () => {
  expect(leadFor(undefined)).toBe(150);
  expect(leadFor(10)).toBe(150);
  expect(leadFor(400)).toBe(250);
  expect(leadFor(10_000)).toBe(500);
});
