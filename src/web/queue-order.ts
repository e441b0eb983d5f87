import type { QueueItem } from "../protocol/values.ts";
import { type Cell, createCell } from "./cell.ts";

type Queue = readonly QueueItem[];
/** A place that an item was moved to here, of which the room has yet to tell. */
export type Move = { readonly id: string; readonly position: number };

/** The queue with an item moved as the server moves it; an item that is no longer there moves nothing. */
export function withMove(queue: Queue, { id, position }: Move): Queue {
  const from = queue.findIndex((item) => item.id === id);
  const item = queue[from];
  return item === undefined ? queue : queue.toSpliced(from, 1).toSpliced(position, 0, item);
}

/** The queue as it is about to be: what the room knows, and the moves on their way to it. */
export const withMoves = (queue: Queue, moves: readonly Move[]): Queue => moves.reduce(withMove, queue);

/** Where an item that was dragged by so many pixels would fall: past each neighbour whose middle its edge has crossed. */
export function placeAfter(from: number, dragged_px: number, heights: readonly number[]): number {
  const step = Math.sign(dragged_px);
  let [place, left] = [from, Math.abs(dragged_px)];
  for (let next = from + step; step !== 0 && next >= 0 && next < heights.length; next += step) {
    const height = heights[next] ?? 0;
    if (left < height / 2) break;
    left -= height;
    place = next;
  }
  return place;
}

/** By how many pixels the item at `index` makes way for one that is dragged from `from` to `to`. */
export function makesWay(index: number, from: number, to: number, height: number): number {
  if (index > from && index <= to) return -height;
  return index < from && index >= to ? height : 0;
}

/** Sends moves one after the other, since the places of one follow from those before it. */
export type Mover = {
  /** The moves that are on their way. */
  readonly moves: Cell<readonly Move[]>;
  /** Resolves with what came of it. */
  move(move: Move): Promise<unknown>;
};

/** Makes what gives moves to `send`, which answers when the room has told of them, or has refused. */
export function createMover(send: (move: Move) => Promise<unknown>): Mover {
  const moves = createCell<readonly Move[]>([]);
  let before: Promise<unknown> = Promise.resolve();
  return {
    moves,
    move(move) {
      moves.set([...moves.get(), move]);
      before = before.then(async () => {
        const answer = await send(move);
        moves.set(moves.get().filter((one) => one !== move));
        return answer;
      });
      return before;
    },
  };
}
