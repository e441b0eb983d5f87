import { afterEach, beforeEach } from "bun:test";
import { join } from "node:path";
import type { Store, StoredRoom } from "../../src/ports.ts";
import type { Media, Participant, QueueItem } from "../../src/protocol/values.ts";
import { newFolder } from "./folder.ts";
import { account, CODE, furnish } from "./records.ts";

export const FILM: Media = { kind: "url", src: "https://example.org/film.mp4", title: "Film" };

export const person = (id: string, more: Partial<Participant> = {}): Participant => ({
  user: account(id),
  role: "participant",
  status: "approved",
  is_muted: false,
  ...more,
});

export const item = (id: string, added_by: string): QueueItem => ({
  id,
  media: FILM,
  added_by: account(added_by),
  created_at: "",
});

/** For each test a new store with a room in it, which the test may close and open again. */
export function furnished(open: (path: string) => Promise<Store>) {
  let path: string;
  let store: Store;
  beforeEach(async () => {
    path = join(newFolder(), "matinee.db");
    store = await open(path);
    await furnish(store);
  });
  afterEach(() => store.close());

  return {
    get store() {
      return store;
    },
    async reopen(): Promise<void> {
      await store.close();
      store = await open(path);
    },
    async opened(): Promise<StoredRoom> {
      const room = await store.openRoom(CODE);
      if (room === null) throw new Error(`no room ${CODE}`);
      return room;
    },
  };
}
