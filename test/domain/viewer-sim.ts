import { COMMON_COSTS, type Costs } from "../../src/domain/device-costs.ts";
import { positionAt } from "../../src/domain/playback.ts";
import { hear, serverTime, UNKNOWN_CLOCK } from "../../src/domain/server-clock.ts";
import { follow } from "../../src/domain/sync.ts";
import { type Act, type Follower, newFollower } from "../../src/domain/sync-state.ts";
import type { Playback } from "../../src/protocol/values.ts";
import { EPOCH } from "./people.ts";

/** What a simulated viewer's machine and network are like. Everything is ms, but for rates; the defaults are ideal. */
export type Machine = {
  /** A number from 0 to 1, whenever chance has a word. */
  random: () => number;
  /** The local clock: how much faster than true time it runs, in millionths, and what it showed at the beginning. */
  ppm: number;
  clock_ms: number;
  /** How much faster than true time the player's film runs, in millionths. */
  filmPpm: number;
  /** Least delay there and back, and how much may come on top of either. */
  there_ms: number;
  back_ms: number;
  jitter_ms: number;
  /** How far off the player's word about its position may be. */
  noise_ms: number;
  /** From play() to moving after a plain pause and after a seek, and how much may come on top. */
  start_ms: number;
  movedStart_ms: number;
  startJitter_ms: number;
  /** From a seek to being ready, and how much may come on top. */
  seek_ms: number;
  seekJitter_ms: number;
  canSteer: boolean;
};

export const IDEAL: Machine = {
  random: () => 0.5,
  ppm: 0,
  clock_ms: 12_345,
  filmPpm: 0,
  there_ms: 0,
  back_ms: 0,
  jitter_ms: 0,
  noise_ms: 0,
  start_ms: 15,
  movedStart_ms: 60,
  startJitter_ms: 0,
  seek_ms: 60,
  seekJitter_ms: 0,
  canSteer: true,
};

const PING_MS = 2_000;
const PINGS_AT_FIRST = 24;
const PING_AT_FIRST_MS = 70;
const STEP_MS = 1;

/** An error (ms, positive is behind) at one instant of true time, taken from where the film really is. */
export type Reading = { readonly at_ms: number; readonly error_ms: number; readonly rate: number };

/**
 * A viewer made of numbers: a clock, a network, a player, and the real code that keeps it on the line. True time
 * counts from `EPOCH` and is the server's clock.
 */
export function createViewer(machine: Partial<Machine> = {}, costs: Costs = COMMON_COSTS) {
  const m: Machine = { ...IDEAL, ...machine };
  let now = EPOCH;
  let local = m.clock_ms;
  let clock = UNKNOWN_CLOCK;
  let follower: Follower = newFollower(costs);
  const player = {
    position: 0,
    isPaused: true,
    factor: 1,
    stillUntil: 0,
    seekingUntil: 0,
    isMoved: true,
    stalledUntil: 0,
  };
  const net = { isLost: false, nextPing: EPOCH, sent: 0, answers: [] as { due: number; hear: () => void }[] };
  let lookAt = EPOCH;
  const acts: { at_ms: number; act: Act }[] = [];
  let rateChanges = 0;

  function ping(): void {
    net.nextPing = now + (net.sent++ < PINGS_AT_FIRST ? PING_AT_FIRST_MS : PING_MS);
    if (net.isLost) return;
    const sent_ms = local;
    const there = m.there_ms + m.random() * m.jitter_ms;
    const back = m.back_ms + m.random() * m.jitter_ms;
    const server_ms = now + there;
    net.answers.push({
      due: server_ms + back,
      hear() {
        clock = hear(clock, { sent_ms, server_ms, received_ms: local });
      },
    });
  }

  const isSeeking = () => now < player.seekingUntil;
  const isReady = () => !isSeeking() && now >= player.stalledUntil;

  function obey(act: Act): void {
    if (act.do === "nothing") return;
    acts.push({ at_ms: now, act });
    if (act.do === "pause") player.isPaused = true;
    if (act.do === "place") {
      player.isPaused = true;
      player.position = act.at_s;
      player.isMoved = true;
      player.seekingUntil = now + m.seek_ms + m.random() * m.seekJitter_ms;
    }
    if (act.do === "start" && player.isPaused) {
      player.isPaused = false;
      player.stillUntil = now + (player.isMoved ? m.movedStart_ms : m.start_ms) + m.random() * m.startJitter_ms;
      player.isMoved = false;
    }
  }

  function look(line: Playback): void {
    const now_ms = serverTime(clock, local);
    if (now_ms === null) {
      lookAt = now + 20;
      return;
    }
    const noise_s = player.isPaused ? 0 : ((m.random() * 2 - 1) * m.noise_ms) / 1000;
    const before = follower;
    const done = follow(follower, {
      now_ms,
      line,
      position_s: player.position + noise_s,
      duration_s: 7_200,
      is_paused: player.isPaused,
      is_seeking: isSeeking(),
      is_ready: isReady(),
      rtt_ms: m.there_ms + m.back_ms,
      buffered_s: [[0, 7_200]],
    });
    follower = done.follower;
    obey(done.act);
    if (m.canSteer) {
      if (done.rate !== player.factor) rateChanges++;
      player.factor = done.rate;
    } else if (done.rate !== 1) follower = { ...follower, costs: { ...follower.costs, canSteer: false } };
    if (before.costs !== follower.costs) costs = follower.costs;
    lookAt = now + Math.max(done.again_ms, STEP_MS);
  }

  function advance(rate: number): void {
    const wasBusy = !isReady();
    now += STEP_MS;
    local += STEP_MS * (1 + m.ppm / 1e6);
    const isMoving = !player.isPaused && now > player.stillUntil && isReady();
    if (isMoving) player.position += (STEP_MS / 1000) * rate * player.factor * (1 + m.filmPpm / 1e6);
    // Elements say so when they are ready.
    if (wasBusy && isReady()) lookAt = now;
  }

  return {
    acts,
    get now() {
      return now;
    },
    get costs() {
      return costs;
    },
    get state() {
      return follower.state;
    },
    get rateChanges() {
      return rateChanges;
    },
    /** How often the player was sent elsewhere. */
    get places() {
      return acts.filter(({ act }) => act.do === "place").length;
    },
    /** Follows `line` for so long; the readings are 10 ms apart. */
    run(line: Playback, ms: number): Reading[] {
      const readings: Reading[] = [];
      for (const end = now + ms; now < end; ) {
        if (now >= net.nextPing) ping();
        for (const answer of net.answers.filter(({ due }) => due <= now)) answer.hear();
        net.answers = net.answers.filter(({ due }) => due > now);
        if (now >= lookAt) look(line);
        advance(line.rate);
        if (Math.round(now - EPOCH) % 10 === 0) {
          const error_ms = ((positionAt(line, now) - player.position) * 1000) / line.rate;
          readings.push({ at_ms: now, error_ms, rate: player.isPaused ? 1 : player.factor });
        }
      }
      return readings;
    },
    /** The player has nothing to go on with for so long. */
    stall(ms: number): void {
      player.stalledUntil = now + ms;
    },
    /** The machine sleeps: time passes, but neither its clock nor its player notice. */
    sleep(ms: number): void {
      now += ms;
      net.answers = [];
      net.nextPing = lookAt = now;
    },
    /** The local clock is set. */
    jumpClock(ms: number): void {
      local += ms;
    },
    lose(isLost: boolean): void {
      net.isLost = isLost;
    },
  };
}

/** The greatest error of some readings, ms. */
export const worst = (readings: readonly Reading[]): number =>
  readings.reduce((most, { error_ms }) => Math.max(most, Math.abs(error_ms)), 0);

/** How long it took from the first reading until the error stayed within `within_ms`. */
export function settledAfter(readings: readonly Reading[], within_ms: number): number {
  const [first] = readings;
  const last = readings.findLast(({ error_ms }) => Math.abs(error_ms) > within_ms);
  return first === undefined || last === undefined ? 0 : last.at_ms - first.at_ms;
}

/** The share of readings at which the rate was not the line's own. */
export const steeredShare = (readings: readonly Reading[]): number =>
  readings.filter(({ rate }) => rate !== 1).length / readings.length;

/** A source of chance that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
