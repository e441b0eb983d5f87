/** Every implementation of the `Store` port, each over a file. A new one is one more line at the end. */
import { openSqlite } from "../../src/adapters/database.sqlite.ts";
import { createQueries } from "../../src/adapters/store.drizzle.ts";
import { LANES } from "../../src/adapters/store.rpc.ts";
import { openThreadedStore } from "../../src/adapters/store.threaded.ts";
import type { Store } from "../../src/ports.ts";

const THREAD = new URL("../../src/main.store.ts", import.meta.url);

export const openOnThread = (path: string, onFailure: (reason: string) => void = () => {}): Promise<Store> =>
  openThreadedStore(THREAD, path, onFailure);

/** The same queries in the caller's own thread, one call at a time. */
export async function openInline(path: string): Promise<Store> {
  const database = openSqlite(path);
  const queries = createQueries(database.db);
  let last: Promise<unknown> = Promise.resolve();
  const calls = (Object.keys(LANES) as (keyof typeof LANES)[]).map((method) => {
    const query = queries[method] as (...args: unknown[]) => Promise<unknown>;
    const call = (...args: unknown[]) => {
      const answer = last.then(() => database.transaction(() => query(...args)));
      last = answer.catch(() => {});
      return answer;
    };
    return [method, call] as const;
  });
  return {
    ...(Object.fromEntries(calls) as unknown as typeof queries),
    async close() {
      await last;
      database.close();
    },
  };
}

export const STORES: readonly [name: string, open: (path: string) => Promise<Store>][] = [
  ["on a thread of its own", openOnThread],
  ["in the caller's thread", openInline],
];
