import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import type { Store } from "../../src/ports.ts";
import { newFolder, rejection } from "./folder.ts";
import { CODE, furnish, line } from "./records.ts";
import { openOnThread } from "./stores.ts";

let path: string;
let store: Store;
let failures: string[];
beforeEach(async () => {
  path = join(newFolder(), "matinee.db");
  failures = [];
  store = await openOnThread(path, (reason) => failures.push(reason));
  await furnish(store);
});
afterEach(() => store.close());

const program = (name: string, ...args: string[]) =>
  Bun.spawn([process.execPath, join(import.meta.dir, name), ...args], { stdin: "pipe", stdout: "pipe" });

/** Lines of a program's output, as they come. */
async function* linesOf(output: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of output) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

test("while another program holds the file, writes wait, and reads and everything else go on", async () => {
  const locker = program("locker.ts", path);
  await linesOf(locker.stdout).next();

  let isWritten = false;
  const write = store.addMessage(CODE, line("bob", "patience")).then(() => {
    isWritten = true;
  });
  let longestPause = 0;
  const start = performance.now();
  for (let last = start, now = start; now - start < 500; last = now) {
    await Promise.race([store.user("bob"), Bun.sleep(5)]);
    now = performance.now();
    longestPause = Math.max(longestPause, now - last);
  }
  expect(await store.messages(CODE, { limit: 1 })).toEqual([]);
  expect(isWritten).toBe(false);
  expect(longestPause).toBeLessThan(100);

  locker.stdin.end();
  await write;
  expect(await store.messages(CODE, { limit: 1 })).toMatchObject([{ message: "patience" }]);
});

test("a server that is killed loses no line that it acknowledged", async () => {
  const acknowledged = new Set<number>();
  for (let run = 0; run < 4; run++) {
    const chatter = program("chatter.ts", path, String(run));
    let lines = 0;
    for await (const id of linesOf(chatter.stdout)) {
      acknowledged.add(Number(id));
      if (++lines === 40 * (run + 1)) chatter.kill("SIGKILL");
    }
  }
  await store.close();
  store = await openOnThread(path);
  const kept = await store.messages(CODE, { after: 0, limit: 100_000 });
  const missing = acknowledged.difference(new Set(kept.map(({ id }) => id)));
  expect(acknowledged.size).toBeGreaterThanOrEqual(400);
  expect([...missing]).toEqual([]);
});

test("what failed is said without the words that it was about", async () => {
  expect(await rejection(store.addMessage("ZZZZZZZZ", line("bob", "a secret")))).toBe("addMessage failed");
  expect(failures).toEqual(["addMessage: FOREIGN KEY constraint failed"]);
});

test("after its end it rejects whatever it is asked, and closing again is no harm", async () => {
  await store.close();
  expect(await rejection(store.user("ann"))).toBe("user failed");
  await store.close();
});
