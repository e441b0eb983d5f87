import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decideQueue } from "../../src/domain/queue.ts";
import type { RoomState } from "../../src/domain/room.ts";
import type { QueueItem } from "../../src/protocol/values.ts";
import { createMover, type Move, makesWay, placeAfter, withMove, withMoves } from "../../src/web/queue-order.ts";

const user = { id: "me", display_name: "Me", is_guest: false };
const item = (id: string): QueueItem => ({ id, media: { kind: "url", src: id }, added_by: user, created_at: "" });
const ids = (queue: readonly QueueItem[]) => queue.map(({ id }) => id).join("");
const queue = [..."abcd"].map(item);

describe("a move", () => {
  test("puts an item where the server is about to put it", () => {
    const moves = fc.record({ id: fc.constantFrom(..."abcdz"), position: fc.nat(6) });
    fc.assert(
      fc.property(moves, ({ id, position }) => {
        const decision = decideQueue({ queue } as unknown as RoomState, "me", { type: "QUEUE_MOVE", id, position }, 0);
        const event = "events" in decision ? decision.events.find(({ type }) => type === "QUEUE_CHANGED") : undefined;
        const theirs = event?.type === "QUEUE_CHANGED" ? event.queue : queue;
        expect(ids(withMove(queue, { id, position }))).toBe(ids(theirs));
      }),
    );
  });

  test("of an item that has gone meanwhile moves nothing", () => {
    expect(withMoves(queue, [{ id: "z", position: 0 }])).toEqual(queue);
  });

  test("is shown until the room has told of it, and waits for the one before it", async () => {
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    const mover = createMover(({ id, position }: Move) => {
      sent.push(`${id}${position}`);
      return new Promise((resolve) => answers.push(() => resolve(null)));
    });
    const first = mover.move({ id: "c", position: 1 });
    const second = mover.move({ id: "c", position: 0 });
    await Promise.resolve();
    expect(sent).toEqual(["c1"]);
    expect(ids(withMoves(queue, mover.moves.get()))).toBe("cabd");
    answers.shift()?.();
    await first;
    expect(mover.moves.get()).toEqual([{ id: "c", position: 0 }]);
    await Promise.resolve();
    expect(sent).toEqual(["c1", "c0"]);
    answers.shift()?.();
    await second;
    expect(mover.moves.get()).toEqual([]);
  });
});

describe("a dragged item", () => {
  const heights = [50, 80, 50, 50];

  test("passes a neighbour when half of it is behind, and stays within the list", () => {
    expect(placeAfter(0, 39, heights)).toBe(0);
    expect(placeAfter(0, 41, heights)).toBe(1);
    expect(placeAfter(0, 106, heights)).toBe(2);
    expect(placeAfter(0, 9_999, heights)).toBe(3);
    expect(placeAfter(3, -26, heights)).toBe(2);
    expect(placeAfter(2, -9_999, heights)).toBe(0);
    expect(placeAfter(2, 0, heights)).toBe(2);
  });

  test("has the others make way by just its height", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), (from, to) => {
        const shifts = heights.map((_, index) => (index === from ? 0 : makesWay(index, from, to, 50)));
        const between = Math.abs(to - from);
        expect(shifts.filter((shift) => shift !== 0)).toHaveLength(between);
        expect(Math.abs(shifts.reduce((sum, shift) => sum + shift, 0))).toBe(50 * between);
      }),
    );
  });
});
