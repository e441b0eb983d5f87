import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { joinWithSound, press } from "../../browser/people.ts";
import { bytesPerSecond, type Film } from "./film.ts";
import { atTheDoor, openParty, type Party } from "./party.ts";
import type { Kind, Phase, Run } from "./phase.ts";
import type { Probed } from "./probe.ts";
import type { Guest, Viewer } from "./viewer.ts";

/** A party to be measured. */
export type Scenario = {
  readonly name: string;
  readonly film: Film;
  readonly guests: readonly Guest[];
  readonly script: (act: Stage) => Promise<void>;
};

/** What a script can have happen. All lengths are what is watched after it. */
export type Stage = {
  play(watch_s: number): Promise<void>;
  pause(watch_s: number): Promise<void>;
  /** The host goes to `to_s`, by the slider. */
  seek(to_s: number, watch_s: number): Promise<void>;
  /** The host goes `by_s` from where the film is, within what everybody has. */
  nudge(by_s: number, watch_s: number): Promise<void>;
  lateJoin(watch_s: number): Promise<void>;
  /** The newcomer loads the page anew, and is at the door again. */
  leave(): Promise<void>;
  /** All go to `to_s`, where one viewer soon gets no more of the film until it has stood still for two seconds. */
  stall(to_s: number, watch_s: number): Promise<void>;
  /** A viewer's, or the host's, network goes for so long. */
  reconnect(who: "viewer" | "host", gone_s: number, watch_s: number): Promise<void>;
};

const STEADY_AFTER_MS = 3_000;
const STOOD_MS = 2_000;
/** After a far seek a starved viewer is fed at the film's own pace until the seek is over and done with. */
const FED_MS = 5_000;
/** What it has at once: the way from the keyframe before, what decoders take in, and some 1.5 s of film. */
const HEAD_S = 4.5;
/** Clocks of processes may be read this far apart. */
const CLOCKS_MS = 100;
/** Which figure of a line of /proc/stat is the stolen time. */
const STEAL = 7;

/** The pages are looked at for so long after a phase, so that its last instants lie between two samples. */
const AFTER_MS = 150;

const wallMs = () => performance.timeOrigin + performance.now();

/** Jiffies that a virtual machine's host gave to others, and all there were; a machine that does not tell has lost none. */
function stolenNow(): { stolen: number; all: number } {
  if (!existsSync("/proc/stat")) return { stolen: 0, all: 0 };
  const [, ...spent] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/\s+/).map(Number);
  return { stolen: spent[STEAL] ?? 0, all: spent.slice(0, STEAL + 1).reduce((sum, one) => sum + one, 0) };
}

function stolenSince(before: ReturnType<typeof stolenNow>): string {
  const { stolen, all } = stolenNow();
  return `${((100 * (stolen - before.stolen)) / Math.max(all - before.all, 1)).toFixed(1)} %`;
}

/** Sets up the party, lets the script happen, and hands over all that was gathered. */
export async function run({ name, film, guests, script }: Scenario): Promise<Run> {
  const party = await openParty(film, guests);
  const stolen = stolenNow();
  try {
    const phases: Phase[] = [];
    await Bun.sleep(STEADY_AFTER_MS);
    await script(stageFor(party, film, phases));
    return {
      scenario: name,
      film,
      networks: Object.fromEntries(
        guests.map(({ name, network, wrong }) => [
          name,
          `${network.base_ms} ± ${network.jitter_ms} ms${wrong === null ? "" : `, clock ${wrong.offset_ms} ms and ${wrong.ppm} ppm off`}`,
        ]),
      ),
      machine: `${cpus().length} cores, ${stolenSince(stolen)} of whose time others on the same hardware took`,
      host: party.host.name,
      tracks: party.all.map(({ name, record }) => ({ name, ...record })),
      phases,
      owes: await owedBy(script),
      complaints: party.all.flatMap(({ name, complaints }) => complaints.map((text) => `${name}: ${text}`)),
    };
  } finally {
    await party.close();
  }
}

function stageFor({ host, all, newcomer }: Party, film: Film, phases: Phase[]): Stage {
  let together = all.filter((viewer) => viewer !== newcomer);
  const victim = together.at(-1) ?? newcomer;

  /** When `viewer` pressed something, at or after `since_ms`. */
  function pressedMs({ name, record }: Viewer, since_ms: number, where: string): number {
    const found = record.happenings.find(
      (one) => ["click", "change"].includes(one.type) && one.wall_ms > since_ms - CLOCKS_MS && one.where === where,
    );
    if (found === undefined) throw new Error(`${name} did not press ${where}`);
    return found.wall_ms;
  }

  let spent = timesSpent();
  /** The machine's idle share since it was last asked. */
  function idle(): number {
    const before = spent;
    spent = timesSpent();
    return (spent.idle_ms - before.idle_ms) / (spent.all_ms - before.all_ms);
  }

  async function close(
    since: Omit<Phase, "to_ms" | "together" | "from_ms" | "idle">,
    from_ms: number,
    button: string | null,
  ) {
    const to_ms = wallMs();
    await Bun.sleep(AFTER_MS);
    await Promise.all(all.map((viewer) => viewer.gather()));
    const who = all.find(({ name }) => name === since.whose) ?? host;
    phases.push({
      ...since,
      from_ms: button === null ? from_ms : pressedMs(who, from_ms, button),
      to_ms,
      idle: idle(),
      together: together.map(({ name }) => name),
    });
  }

  /** Presses, watches, gathers. */
  async function command(
    kind: Kind,
    who: Viewer,
    button: string,
    act: () => Promise<void>,
    watch_s: number,
    goal: Pick<Phase, "target_s" | "had"> = {},
  ) {
    const from_ms = wallMs();
    await act();
    await Bun.sleep(watch_s * 1_000);
    const steady_ms = kind === "pause" || kind === "last seek" ? null : from_ms + STEADY_AFTER_MS;
    await close({ kind, whose: who.name, steady_ms, ...goal }, from_ms, button);
  }

  /** To what the slider can name: tenths of a second. */
  async function go(kind: Kind, to_s: number, watch_s: number) {
    const text = to_s.toFixed(1);
    const had: string[] = [];
    for (const viewer of together) if (await has(viewer, Number(text))) had.push(viewer.name);
    const slide = () => host.page.getByRole("slider", { name: "Position" }).fill(text);
    await command(kind, host, "Position", slide, watch_s, { target_s: Number(text), had });
  }

  return {
    play: (watch_s) => command("play", host, "Play", () => press(host.page, "Play"), watch_s),
    pause: (watch_s) => command("pause", host, "Pause", () => press(host.page, "Pause"), watch_s),
    seek: (to_s, watch_s) => go("seek far", to_s, watch_s),
    async nudge(by_s, watch_s) {
      const at_s = await host.page.evaluate(() => document.querySelector("video")?.currentTime ?? 0);
      await go("seek near", at_s + by_s, watch_s);
    },
    async lateJoin(watch_s) {
      together = [...all];
      await command("late join", newcomer, "Join with sound", () => joinWithSound(newcomer.page), watch_s);
    },
    async leave() {
      await newcomer.gather();
      await newcomer.page.reload();
      await atTheDoor(newcomer);
    },
    async stall(to_s, watch_s) {
      const pace = bytesPerSecond(film);
      victim.proxy.paceFilm({ burst_bytes: pace * HEAD_S, bytesPerSecond: pace });
      await go("last seek", to_s, FED_MS / 1_000);
      const from_ms = wallMs();
      victim.proxy.paceFilm({ burst_bytes: 0, bytesPerSecond: 0 });
      await hasStood(victim, from_ms);
      victim.proxy.paceFilm(null);
      const released_ms = wallMs();
      await Bun.sleep(watch_s * 1_000);
      const steady_ms = released_ms + STEADY_AFTER_MS;
      await close({ kind: "stall", whose: victim.name, steady_ms, released_ms }, from_ms, null);
    },
    async reconnect(who, gone_s, watch_s) {
      const viewer = who === "host" ? host : victim;
      const from_ms = wallMs();
      viewer.proxy.cut();
      await Bun.sleep(gone_s * 1_000);
      viewer.proxy.restore();
      const released_ms = wallMs();
      const steady_ms = released_ms + STEADY_AFTER_MS;
      await Bun.sleep(watch_s * 1_000);
      const kind = who === "host" ? "host reconnect" : "reconnect";
      await close({ kind, whose: viewer.name, steady_ms, released_ms }, from_ms, null);
    },
  };
}

/** What a script has happen, without anything happening: each owes its figures. */
export async function owedBy(script: Scenario["script"]): Promise<Kind[]> {
  const owes: Kind[] = [];
  let isRolling = false;
  const note =
    (...kinds: Kind[]) =>
    async () =>
      void owes.push(...kinds);
  await script({
    async play() {
      isRolling = true;
      owes.push("play");
    },
    async pause() {
      isRolling = false;
      owes.push("pause");
    },
    seek: note("seek far"),
    nudge: note("seek near"),
    // Who comes while the film stands has nothing to catch up with.
    lateJoin: async () => void (isRolling && owes.push("late join")),
    leave: note(),
    stall: note("last seek", "stall"),
    reconnect: async (who) => void owes.push(who === "host" ? "host reconnect" : "reconnect"),
  });
  return owes;
}

/** What the machine's cores have done since it started. */
function timesSpent(): { idle_ms: number; all_ms: number } {
  const times = cpus().map(({ times }) => times);
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  return { idle_ms: sum(times.map(({ idle }) => idle)), all_ms: sum(times.flatMap((one) => Object.values(one))) };
}

/** Whether a viewer's browser has this place of the film already. */
const has = ({ page }: Viewer, at_s: number): Promise<boolean> =>
  page.evaluate((at_s) => {
    const { buffered } = document.querySelector("video") ?? {};
    return Array.from({ length: buffered?.length ?? 0 }, (_, i) => i).some(
      (i) => buffered !== undefined && buffered.start(i) <= at_s && at_s < buffered.end(i),
    );
  }, at_s);

/** Waits until a viewer has shown no new frame for two seconds, though it has run out of film only after `since_ms`. */
async function hasStood({ page }: Viewer, since_ms: number): Promise<void> {
  await page.waitForFunction(
    ({ since_ms, stood_ms }) => {
      const { samples, frames } = (window as unknown as { probed: Probed }).probed.gathered;
      const [now_ms] = samples.at(-1) ?? [0];
      const shown_ms = Math.max(since_ms, frames.at(-1)?.[0] ?? 0);
      return now_ms - shown_ms >= stood_ms;
    },
    { since_ms, stood_ms: STOOD_MS },
    { polling: 50 },
  );
}
