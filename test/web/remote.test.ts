import { describe, expect, test } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { SocketCommand } from "../../src/protocol/commands.ts";
import type { Playback } from "../../src/protocol/values.ts";
import type { Player } from "../../src/web/player.ts";
import { createRemote } from "../../src/web/remote.ts";

const NOW = 1_795_000_000_000;
const [START_MS, MEET_MS] = [50, 300];

/** A host's remote, whose player does nothing but remember the line that it was given. */
function hold(room: Partial<Playback>, film: { at_s: number; duration?: number; ended?: boolean }, isOpen = true) {
  const said: SocketCommand[] = [];
  let led: Playback | null = null;
  let paused = 0;
  const video = { duration: film.duration ?? 3_600, ended: film.ended ?? false, paused: true, seeking: false };
  const line: Playback = { ...NEW_PLAYBACK, effective_at: NOW, ...room };
  const player = {
    video: { ...video, currentTime: film.at_s, pause: () => paused++ },
    followedLine: () => led ?? line,
    isLeading: () => led !== null,
    lead: (next: Playback) => {
      led = next;
    },
    position: () => film.at_s,
    shownPosition: () => film.at_s,
    startCost: () => START_MS,
    meetCost: () => MEET_MS,
  } as unknown as Player;
  const remote = createRemote({
    player,
    clock: { now: () => NOW, roundTrip: () => ({ least_ms: 200, p95_ms: 220 }) },
    isOpen: () => isOpen,
    send: (command) => said.push(command) > 0,
  });
  return {
    remote,
    said,
    get led() {
      return led;
    },
    get pauses() {
      return paused;
    },
    /** Where the last word to the room puts the film at an instant of the server's clock, s. */
    toldAt(instant: number, rate = 1) {
      const last = said.at(-1);
      if (last === undefined || !("at" in last) || last.at === undefined) throw new Error("nothing was told");
      return last.time + (rate * (instant - last.at)) / 1000;
    },
  };
}

describe("the host's own film", () => {
  test("is told to begin when this device really begins, and the room hears of it at once", () => {
    const host = hold({ time: 100 }, { at_s: 100 });
    host.remote.play();
    expect(host.led).toMatchObject({ is_playing: true, time: 100, effective_at: NOW + START_MS });
    expect(host.said.map(({ type }) => type)).toEqual(["PLAY"]);
    expect(host.toldAt(NOW + START_MS)).toBeCloseTo(100, 6);
    host.remote.dispose();
  });

  test("names only instants that the server has seen, and positions that exist", () => {
    const host = hold({ time: 100, is_playing: true }, { at_s: 100 });
    host.remote.seek(700);
    const [seek] = host.said;
    expect(seek).toMatchObject({ type: "SEEK" });
    expect(seek !== undefined && "at" in seek && (seek.at ?? NOW)).toBeLessThan(NOW);
    expect(host.toldAt(NOW + MEET_MS)).toBeCloseTo(700, 6);
    const beginning = hold({ time: 100, is_playing: true }, { at_s: 100 });
    beginning.remote.seek(0);
    expect(beginning.said).toEqual([]);
    expect(beginning.led).toMatchObject({ time: 0, effective_at: NOW + MEET_MS });
    beginning.remote.dispose();
    host.remote.dispose();
  });

  test("begins where a press that follows at once sends it, and the room hears of both", () => {
    const host = hold({ time: 0 }, { at_s: 0 });
    host.remote.play();
    host.remote.seek(30);
    expect(host.said.map(({ type }) => type)).toEqual(["PLAY", "SEEK"]);
    expect(host.led).toMatchObject({ is_playing: true, time: 30 });
    host.remote.dispose();
  });

  test("that is where a press before sent it is pressed from there, though the room has not heard of it yet", () => {
    const host = hold({ time: 100, is_playing: true }, { at_s: 100 });
    host.remote.seek(2_000);
    host.remote.pause();
    expect(host.said.map(({ type }) => type)).toEqual(["SEEK", "PAUSE"]);
    expect(host.said.at(-1)).toMatchObject({ time: 2_000 });
    host.remote.step(5);
    host.remote.step(5);
    expect(host.said.at(-1)).toMatchObject({ type: "SEEK", time: 2_010 });
    host.remote.dispose();
  });

  test("that has yet to get to where the room is does not take the room to where it is", () => {
    const host = hold({ time: 1_000, is_playing: true }, { at_s: 0 });
    host.remote.step(5);
    expect(host.led).toMatchObject({ time: 1_005 });
    host.remote.changeRate(1.5);
    expect(host.toldAt(NOW, 1.5)).toBeGreaterThan(999);
    host.remote.dispose();
  });

  test("that cannot stand before its beginning does not move the room off it", () => {
    // Somebody who watches a second behind the room stands at 0 while the room does, which reads as 1 s of the room's.
    const host = hold({ time: 0 }, { at_s: 1 });
    host.remote.play();
    expect(host.led).toMatchObject({ time: 0 });
    host.remote.dispose();
  });

  test("goes nowhere before its beginning or past its end, whether or not its length is known", () => {
    const host = hold({ time: 2 }, { at_s: 2, duration: Number.POSITIVE_INFINITY });
    host.remote.step(-5);
    expect(host.said.at(-1)).toMatchObject({ type: "SEEK", time: 0 });
    const short = hold({ time: 2 }, { at_s: 2, duration: 60 });
    short.remote.seek(90);
    expect(short.said.at(-1)).toMatchObject({ time: 60 });
  });

  test("obeys nothing that the room cannot hear", () => {
    const host = hold({ time: 100, is_playing: true }, { at_s: 100 }, false);
    host.remote.pause();
    host.remote.seek(7);
    host.remote.changeRate(2);
    expect([host.said, host.led, host.pauses]).toEqual([[], null, 0]);
  });
});
