import { expect, test } from "bun:test";
import { createPlaybackWriter } from "../../src/app/playback-writer.ts";
import type { Store } from "../../src/ports.ts";
import { CODE, playbackAt } from "../contract/records.ts";
import { createClock, createTestLog, settle } from "./fakes.ts";

/** A writer over a disk that takes what `takes` says, and what it was given in turn. */
function createScene(takes: (attempt: number) => boolean) {
  const { clock, pass } = createClock();
  const tried: number[] = [];
  const store = {
    async savePlayback(_: string, { revision }: { revision: number }) {
      tried.push(revision);
      await settle();
      if (!takes(tried.length)) throw new Error("no");
    },
  } as unknown as Store;
  return { writer: createPlaybackWriter(CODE, store, clock, createTestLog().log), tried, pass };
}

test("a change that the disk refuses is tried again, and the newest takes its place", async () => {
  const { writer, tried, pass } = createScene((attempt) => attempt > 1);
  writer.write(playbackAt(1));
  writer.write(playbackAt(2));
  await settle();
  await pass(1_000);
  await settle();
  expect([tried, writer.isSettled]).toEqual([[1, 2], true]);
});

test("the last of a room is tried once each, so that a full disk holds up no stop", async () => {
  const { writer, tried } = createScene(() => false);
  writer.write(playbackAt(1));
  writer.write(playbackAt(2));
  await writer.finish();
  expect(tried).toEqual([1, 2]);
});
