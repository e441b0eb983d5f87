import type { Passwords } from "../ports.ts";
import { type Refusal, refuse } from "../protocol/codes.ts";

/** Hashing is made to be slow: only so many at a time, a short queue behind, then come again. */
const AT_ONCE = 2;
const IN_QUEUE = 100;
const RETRY_S = 2;

/** A password port that refuses with `server_busy` rather than let work pile up. */
export function createHashing(passwords: Passwords) {
  const queue: (() => void)[] = [];
  let running = 0;

  async function queued<T>(work: () => Promise<T>): Promise<T | Refusal> {
    if (running >= AT_ONCE) {
      if (queue.length >= IN_QUEUE) return refuse("server_busy", { retry_after: RETRY_S });
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  return {
    hash: (password: string) => queued(() => passwords.hash(password)),
    verify: (password: string, hash: string) => queued(() => passwords.verify(password, hash)),
  };
}
