import type { Contents } from "../ports.ts";
import { type Probed, probe } from "./probe.mediabunny.ts";

/** What a thread is asked: what is in this film, within so many milliseconds. */
export type Look = { film: string | Uint8Array<ArrayBuffer>; within_ms: number };
/** What it says: that it has begun, what it knows so far, and what it knows in the end. */
export type Seen = { began: true } | { soFar: Contents } | { probed: Probed };

/** The thread's side of looking into films: one at a time. */
export async function lookInto(scope: { postMessage(seen: Seen): void }, { film, within_ms }: Look): Promise<void> {
  scope.postMessage({ began: true });
  const probed = await probe(film, within_ms, (soFar) => scope.postMessage({ soFar }));
  scope.postMessage({ probed });
}
