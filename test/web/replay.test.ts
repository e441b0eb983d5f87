import { expect, test } from "bun:test";
import { begunAt, newPlayback } from "../../src/domain/playback.ts";
import type { ChatLine } from "../../src/protocol/events.ts";
import type { ChatPage } from "../../src/web/api.ts";
import { createCell } from "../../src/web/cell.ts";
import type { Connection } from "../../src/web/link.ts";
import type { Party } from "../../src/web/party.ts";
import { openReplay } from "../../src/web/replay.ts";

const line = (id: number, media_time: number): ChatLine => ({
  id,
  user: { id: "somebody", display_name: "Somebody", is_guest: false },
  message: `line ${id}`,
  created_at: "2026-01-01T00:00:00.000Z",
  media_time,
});

/** As much of a visit as a replay sees: a film that stands at a position, and a server that is answered for by hand. */
function visit() {
  const at = (src: string, time: number) => begunAt(newPlayback({ kind: "file", src }, 0), time, 0);
  const room = createCell(at("one.mp4", 0));
  const connection = createCell<Connection>({ state: "open" });
  const asked: { after: number; answer(page: ChatPage): Promise<void> }[] = [];
  const heard = new Set<(line: ChatLine) => void>();
  const party = {
    code: "ABCDEFGH",
    room,
    line: room.get,
    link: { connection, clock: { now: () => 0 } },
    onLine(listener: (line: ChatLine) => void) {
      heard.add(listener);
      return () => heard.delete(listener);
    },
    api: {
      messages: (_: string, { after }: { after: number }) => {
        const { promise, resolve } = Promise.withResolvers<ChatPage>();
        const answer = async (page: ChatPage) => {
          resolve(page);
          await promise;
          await Promise.resolve();
        };
        asked.push({ after, answer });
        return promise;
      },
    },
  } as unknown as Party;
  const { replay, close } = openReplay(party);
  return {
    asked,
    connection,
    close,
    goTo: (src: string, time: number) => room.set(at(src, time)),
    say: (said: ChatLine) => {
      for (const listener of heard) listener(said);
    },
    shown: () =>
      replay
        .get()
        .lines.slice(0, replay.get().due)
        .map(({ id }) => id),
    isLoading: () => replay.get().isLoading,
  };
}

test("page by page the chat of a film is there, and follows the film there and back", async () => {
  const { asked, goTo, say, shown, isLoading, close } = visit();
  await asked[0]?.answer({ messages: [line(1, 5), line(2, 50)], next_after: 2 });
  expect([asked[1]?.after, isLoading()]).toEqual([2, true]);
  await asked[1]?.answer({ messages: [line(3, 20)], next_after: null });
  expect([shown(), isLoading()]).toEqual([[], false]);
  goTo("one.mp4", 30);
  expect(shown()).toEqual([1, 3]);
  say(line(4, 30));
  expect(shown()).toEqual([1, 3, 4]);
  goTo("one.mp4", 10);
  expect(shown()).toEqual([1]);
  close();
});

test("another film has another chat, and an answer about the one before comes too late", async () => {
  const { asked, goTo, shown, close } = visit();
  goTo("two.mp4", 100);
  expect(asked.map(({ after }) => after)).toEqual([0, 0]);
  await asked[0]?.answer({ messages: [line(1, 5)], next_after: null });
  await asked[1]?.answer({ messages: [line(2, 6)], next_after: null });
  expect(shown()).toEqual([2]);
  close();
});

test("after a lost connection it asks for what was missed, and after its end for nothing", async () => {
  const { asked, connection, goTo, say, shown, close } = visit();
  await asked[0]?.answer({ messages: [line(7, 5)], next_after: null });
  say(line(9, 6));
  connection.set({ state: "lost", because: "network", again_ms: 0 });
  connection.set({ state: "connecting" });
  connection.set({ state: "open" });
  expect(asked.map(({ after }) => after)).toEqual([0, 7]);
  await asked[1]?.answer({ messages: [line(8, 1), line(9, 6)], next_after: null });
  goTo("one.mp4", 10);
  expect(shown()).toEqual([8, 7, 9]);
  close();
  goTo("two.mp4", 0);
  expect(asked.length).toBe(2);
});
