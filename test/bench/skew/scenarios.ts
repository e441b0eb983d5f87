import { MP4, WEBM } from "./film.ts";
import type { WrongClock } from "./probe.ts";
import type { Scenario, Stage } from "./scenario.ts";
import type { Guest } from "./viewer.ts";

const JITTER_MS = 30;
const OFF: WrongClock = { offset_ms: 3_000, ppm: 100 };
const NAMES = ["Hanna", "Ida", "Jon", "Kim"] as const;
const FAR = [185, 195, 205, 215];
const UNEQUAL = [60, 20, 120, 350];

/** The party's people, host first, newcomer last; `wrong` is whose clock is. */
const guests = (bases_ms: readonly number[], wrong?: (typeof NAMES)[number]): Guest[] =>
  NAMES.map((name, i) => ({
    name,
    network: { base_ms: bases_ms[i] ?? 0, jitter_ms: Math.min(JITTER_MS, (bases_ms[i] ?? 0) / 2) },
    wrong: name === wrong ? OFF : null,
  }));

async function whole(act: Stage): Promise<void> {
  await act.play(33);
  for (let i = 0; i < 2; i++) {
    await act.pause(2.5);
    await act.play(7);
  }
  for (const by_s of [15, -20, 15]) await act.nudge(by_s, 7);
  for (const to_s of [300, 560.4, 200.7]) await act.seek(to_s, 8);
  await act.lateJoin(9);
  for (let i = 0; i < 2; i++) {
    await act.leave();
    await act.lateJoin(7);
  }
  await act.stall(750.2, 8);
  await act.reconnect("viewer", 5, 8);
  await act.reconnect("host", 2, 8);
}

async function short(act: Stage): Promise<void> {
  await act.play(8);
  await act.pause(2);
  await act.play(6);
  await act.nudge(15, 6);
  await act.seek(300.3, 6);
  await act.lateJoin(6);
  await act.stall(600.2, 6);
}

const calm = (watch_s: number) => async (act: Stage) => {
  await act.lateJoin(2);
  await act.play(watch_s);
};

/** All scenarios, by what they are called; `isQuick`: the short script, in about a minute. */
export function scenarios(isQuick: boolean): Readonly<Record<string, Scenario>> {
  const script = isQuick ? short : whole;
  const all: readonly Scenario[] = [
    { name: "party", film: MP4, guests: guests(FAR), script },
    { name: "webm", film: WEBM, guests: guests(FAR), script },
    { name: "unequal", film: MP4, guests: guests(UNEQUAL), script },
    { name: "clock", film: MP4, guests: guests(FAR, "Ida"), script },
    { name: "host-clock", film: MP4, guests: guests(FAR, "Hanna"), script },
    { name: "calm", film: MP4, guests: guests(FAR), script: calm(isQuick ? 63 : 603) },
  ];
  return Object.fromEntries(all.map((one) => [one.name, one]));
}
