import type { RoomState } from "../domain/room.ts";
import type { Playback, QueueItem } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";
import type { Connection } from "./link.ts";
import { isProblem, type Problem } from "./problem.ts";
import { hasEnded, isSame, type Screen } from "./screen.ts";
import { amHost, type RoomModel } from "./store/room-model.ts";
import { type After, later } from "./timers.ts";

/** What comes by itself, and when: ms of `performance.now()`. */
export type Coming = { readonly item: QueueItem; readonly at_ms: number };

/** What advances from: one player, and how to start it in the host's name. */
export type Front = { readonly screen: Cell<Screen>; play(): void };

/** Goes on with the queue when the host's film is over: after a while in which the host may decline, or when told to. */
export type AutoAdvance = {
  /** Null unless the next film is about to come by itself. */
  readonly coming: Cell<Coming | null>;
  /** Shows the first of the queue, and plays it once enough of it is loaded here. */
  goOn(): Promise<Problem | null>;
  /** The next film does not come by itself this time. */
  stay(): void;
  /** The room's film was played out here. */
  over(): void;
  /** Tells it that the host presses something, which ends whatever it is about to do. */
  pressed(): void;
  /** Goes on with another player, until the function that it returns is called. */
  attend(front: Front): () => void;
  close(): void;
};

type Deps = {
  room: Cell<RoomModel>;
  connection: Cell<Connection>;
  /** Whether this device goes on by itself. */
  isOn(): boolean;
  /** Makes the first of the queue what plays, if it is still this one. */
  next(id: string): Promise<unknown>;
  now?: () => number;
  after?: After;
};

/** How long the host may decline. */
export const DECLINE_MS = 8_000;
/** A film that takes longer than this to load does not start out of the blue. */
const LOAD_MOST_MS = 60_000;
/** A film that stands so near its beginning has not been moved since it was put on. */
const BEGINNING_S = 0.5;

type State =
  | { readonly at: "rest" }
  /** The film was played out; the room has yet to stand still. */
  | { readonly at: "end"; readonly line: Playback }
  | { readonly at: "count"; readonly line: Playback; readonly item: QueueItem }
  /** The server was asked for the next film, or has put it on. */
  | { readonly at: "load"; readonly item: QueueItem };

const REST: State = { at: "rest" };

/** Begins at rest; `close` ends it. */
export function createAutoAdvance(deps: Deps): AutoAdvance {
  const { room, connection, isOn, next, now = () => performance.now(), after = later } = deps;
  const coming = createCell<Coming | null>(null);
  let front: Front | null = null;
  let state: State = REST;
  let cancel = () => {};

  function enter(to: State, ms: number | null = null, act: () => void = rest): void {
    cancel();
    cancel = ms === null ? () => {} : after(ms, act);
    state = to;
    coming.set(to.at === "count" && ms !== null ? { item: to.item, at_ms: now() + ms } : null);
  }

  function rest(): void {
    if (state !== REST) enter(REST);
  }

  function look(): void {
    if (state.at === "rest" || front === null) return;
    const model = room.get();
    const isHeard = connection.get().state === "open" && amHost(model);
    if (model.room === null || !isHeard) rest();
    else if (state.at === "load") loads(state.item, model.room, front);
    else waits(state, model.room, front);
  }

  /** The film was played out. */
  function waits(
    from: State & { at: "end" | "count" },
    { playback: line, queue: [first] }: RoomState,
    at: Front,
  ): void {
    // A film that ran for a moment only may be over before the room has even heard that it plays.
    const isUnheard = line.revision === from.line.revision || (line.is_playing && !from.line.is_playing);
    if (from.at === "end" && isUnheard) return;
    const isOver = isStillOver(from.line, line, at.screen.get());
    if (!isOver || first === undefined || (from.at === "count" && first.id !== from.item.id)) rest();
    else if (from.at === "end" && !isOn()) rest();
    else if (from.at === "end") enter({ at: "count", line, item: first }, DECLINE_MS, () => void goOn());
  }

  /** The server was asked for `item`. */
  function loads(item: QueueItem, { playback: line, queue: [first] }: RoomState, { screen, play }: Front): void {
    if (first?.id === item.id) return;
    // Somebody chose another film, or has started this one.
    if (!isSame(line.media, item.media) || line.is_playing) {
      rest();
      return;
    }
    const { picture, time, hasJoined } = screen.get();
    if (picture !== "ready" || hasEnded(screen.get()) || time >= BEGINNING_S) return;
    rest();
    if (hasJoined) play();
  }

  async function goOn(): Promise<Problem | null> {
    const first = room.get().room?.queue[0];
    if (first === undefined) {
      rest();
      return null;
    }
    // A second press while the server is asked means the same film: asked twice, it would refuse.
    if (state.at === "load" && state.item.id === first.id) return null;
    const asked: State = { at: "load", item: first };
    enter(asked, LOAD_MOST_MS);
    const answer = await next(first.id);
    if (!isProblem(answer)) return null;
    if (state === asked) rest();
    return answer;
  }

  const unwatch = [room.watch(look), connection.watch(look)];
  return {
    coming,
    goOn,
    stay: rest,
    over() {
      const line = room.get().room?.playback;
      if (state === REST && line !== undefined) enter({ at: "end", line });
      look();
    },
    pressed: rest,
    attend(next) {
      front = next;
      const unwatchScreen = next.screen.watch(look);
      return () => {
        unwatchScreen();
        if (front === next) front = null;
      };
    },
    close() {
      for (const stop of unwatch) stop();
      rest();
    },
  };
}

/** Whether the film that was played out still stands at its end. The room may stand still before the screen says so. */
const isStillOver = (before: Playback, line: Playback, screen: Screen): boolean =>
  !line.is_playing && isSame(before.media, line.media) && hasEnded({ ...screen, isPlaying: false });
