import { type Cell, createCell } from "./cell.ts";
import { keep, recall } from "./kept.ts";
import type { Remote } from "./remote.ts";
import { amHost, type RoomModel, type Wish } from "./store/room-model.ts";
import { type After, later } from "./timers.ts";

/** What becomes of what guests ask for: the host is asked, it is done at once, or nothing happens. */
export const POLICIES = ["ask", "let", "off"] as const;
export type Policy = (typeof POLICIES)[number];

/** What is done about one wish. */
export type Ruling = "show" | "grant" | "drop";

/** Decides on a wish. What is so already needs neither a press nor a word. */
export function rule(policy: Policy, { action, time }: Pick<Wish, "action" | "time">, isPlaying: boolean): Ruling {
  if (policy === "off" || (action === "seek" && time === undefined)) return "drop";
  if (policy === "ask") return "show";
  const isSoAlready = action === "play" ? isPlaying : action === "pause" && !isPlaying;
  return isSoAlready ? "drop" : "grant";
}

/** How the host's page answers what guests ask for. */
export type Requests = {
  readonly policy: Cell<Policy>;
  /** What was last done in a guest's name, for a moment; null otherwise. */
  readonly granted: Cell<Wish | null>;
  grant(wish: Wish): void;
  close(): void;
};

type Deps = {
  code: string;
  room: Cell<RoomModel>;
  remote: Pick<Remote, "play" | "pause" | "seek">;
  dismiss(wish: number): void;
  after?: After;
};

const SHOWN_MS = 4_000;

/** Looks after the requests of the room `code`, by the policy that this device keeps for it. */
export function createRequests({ code, room, remote, dismiss, after = later }: Deps): Requests {
  const kept = recall(`requests.${code}`);
  const policy = createCell<Policy>(POLICIES.find((each) => each === kept) ?? "ask");
  const granted = createCell<Wish | null>(null);
  let cancel = () => {};

  function grant(wish: Wish): void {
    const { id, action, time } = wish;
    dismiss(id);
    if (action === "play") remote.play();
    else if (action === "pause") remote.pause();
    else if (time !== undefined) remote.seek(time);
  }

  function look(): void {
    const model = room.get();
    if (model.room === null || !amHost(model)) return;
    const isPlaying = model.room.playback.is_playing;
    for (const wish of model.wishes) {
      const ruling = rule(policy.get(), wish, isPlaying);
      if (ruling === "show") continue;
      if (ruling === "drop") {
        dismiss(wish.id);
        continue;
      }
      grant(wish);
      granted.set(wish);
      cancel();
      cancel = after(SHOWN_MS, () => granted.set(null));
    }
  }

  const unwatch = [room.watch(look), policy.watch(look)];
  return {
    policy: {
      ...policy,
      set(chosen) {
        keep(`requests.${code}`, chosen);
        policy.set(chosen);
      },
    },
    granted,
    grant,
    close() {
      for (const stop of unwatch) stop();
      cancel();
      granted.set(null);
    },
  };
}
