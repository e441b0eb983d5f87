/** A room in which films stall, and the page of its host, to whose clock everything happens. */
import { expect } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import { attend, hostPressed, NOT_WAITING, type Waiting } from "../../src/domain/waiting.ts";
import { EPOCH, FILM } from "./people.ts";

export const SECOND = 1_000;
export const MINUTE = 60_000;

export type Options = { wait_s?: number; latency_ms?: number };
type Wait = { began_ms: number; ended_ms: number; by: "page" | "host"; for: Map<string, number> };

/** A room with a host's page that looks when it hears something or when it said it would, and at no other time. */
export function createParty({ wait_s = 10, latency_ms = 100 }: Options = {}) {
  let state: Waiting = NOT_WAITING;
  let line = { ...NEW_PLAYBACK, media: FILM, is_playing: true, revision: 1 };
  let real_ms = 0;
  let skew_ms = EPOCH;
  let lookAt_ms = Number.POSITIVE_INFINITY;
  let held_ms = 0;
  let isHeldByPage = false;
  let isDeaf = false;
  const viewers = new Map<string, boolean>();
  const underWay: { at_ms: number; is_playing: boolean; by: "page" | "host"; time?: number; rate?: number }[] = [];
  const said: [at_ms: number, say: string][] = [];
  const waits: Wait[] = [];
  const setBacks: number[] = [];
  let shown: ReturnType<typeof attend>["waiting"] = null;

  const current = () => waits.find(({ ended_ms }) => ended_ms === Number.POSITIVE_INFINITY);

  function look(): void {
    const looked = attend(state, { now_ms: real_ms + skew_ms, line, wait_s, viewers });
    ({ state, waiting: shown } = looked);
    lookAt_ms = looked.again_ms === null ? Number.POSITIVE_INFINITY : real_ms + looked.again_ms;
    const isWaiting = shown !== null;
    const { say } = looked;
    if (say === "pause") {
      waits.push({ began_ms: real_ms, ended_ms: Number.POSITIVE_INFINITY, by: "page", for: new Map() });
      // It speaks to a room that plays, for somebody who stalls.
      expect(line.is_playing).toBe(true);
      expect(wait_s).toBeGreaterThan(0);
      expect([...viewers.values()]).toContain(true);
    }
    if (say === "play") expect([line.is_playing, isHeldByPage]).toEqual([false, true]);
    const wait = current();
    for (const id of looked.waiting?.for ?? []) if (wait?.for.has(id) === false) wait.for.set(id, real_ms);
    if (wait !== undefined && !isWaiting)
      Object.assign(wait, { ended_ms: real_ms, by: say === "play" ? "page" : "host" });
    if (say === null) return;
    said.push([real_ms, say]);
    if (!isDeaf) underWay.push({ at_ms: real_ms + latency_ms, is_playing: say === "play", by: "page" });
  }

  function deliver(): void {
    for (const { is_playing, by, time = line.time, rate = line.rate } of underWay.filter(
      ({ at_ms }) => at_ms <= real_ms,
    )) {
      line = { ...line, is_playing, time, rate, revision: line.revision + 1 };
      isHeldByPage = by === "page" && !is_playing;
      look();
    }
    underWay.splice(0, underWay.length, ...underWay.filter(({ at_ms }) => at_ms > real_ms));
  }

  const party = {
    said,
    waits,
    setBacks,
    get shown() {
      return shown;
    },
    get says() {
      return said.map(([, say]) => say);
    },
    get isPlaying() {
      return line.is_playing;
    },
    get held_ms() {
      return held_ms;
    },
    get now() {
      return real_ms;
    },
    run(ms: number) {
      for (const end_ms = real_ms + ms; real_ms < end_ms; ) {
        const next_ms = Math.min(end_ms, lookAt_ms, ...underWay.map(({ at_ms }) => at_ms));
        if (isHeldByPage) held_ms += next_ms - real_ms;
        real_ms = next_ms;
        deliver();
        if (real_ms >= lookAt_ms) look();
      }
      return party;
    },
    /** Everyone named is as they are said to be: true where their film stalls, undefined where they are gone. */
    are(people: Record<string, boolean | undefined>) {
      for (const [id, isStalled] of Object.entries(people)) {
        if (isStalled === undefined) viewers.delete(id);
        else viewers.set(id, isStalled);
      }
      look();
      return party;
    },
    /** A press of the host's, here or on another device; the `twin` is a page there that does what this one does. */
    press(what: "play" | "pause" | "seek", where: "here" | "elsewhere" | "twin" = "here") {
      if (where === "here") state = hostPressed(state, real_ms + skew_ms);
      // What is under way comes first, and a seek keeps what that makes of the room.
      const is_playing = what === "seek" ? (underWay.at(-1)?.is_playing ?? line.is_playing) : what === "play";
      const by = where === "twin" ? "page" : "host";
      const moved = what === "seek" && { time: line.time + 100 };
      underWay.push({ at_ms: real_ms + latency_ms, is_playing, by, ...moved });
      look();
      return party;
    },
    changeRate(rate: number) {
      underWay.push({ at_ms: real_ms + latency_ms, is_playing: line.is_playing, by: "page", rate });
      return party;
    },
    set(seconds: number) {
      wait_s = seconds;
      look();
      return party;
    },
    /** From now on nothing that the page says gets through, or all of it does again. */
    deaf(isSo: boolean) {
      isDeaf = isSo;
      return party;
    },
    setBack(ms: number) {
      setBacks.push(real_ms);
      skew_ms -= ms;
      return party;
    },
  };
  return party;
}

/** A party that has played for a while, so that nobody is loading any more. */
export const underway = (people: readonly string[] = ["ann", "bob"], options: Options = {}) =>
  createParty(options)
    .are(Object.fromEntries(people.map((id) => [id, false])))
    .run(10 * SECOND);
