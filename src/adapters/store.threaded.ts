import { type Store, StoreUnavailable } from "../ports.ts";
import type { Queries } from "./store.drizzle.ts";
import { type Answer, type Call, type FromWorker, LANES, type Lane, type ToWorker } from "./store.rpc.ts";

type Waiting = Call & { resolve(value: unknown): void; reject(error: Error): void };

/**
 * The store on a thread of its own, so that neither an fsync nor a foreign lock on the file stalls the event loop.
 * Calls made while a batch is under way form the next one: the busier it is, the more calls share one commit.
 * `thread` is the entry that runs `serveStore`. Rejects with the reason where the file cannot be used.
 */
export async function openThreadedStore(
  thread: URL,
  path: string,
  onFailure: (reason: string) => void,
): Promise<Store> {
  const worker = new Worker(thread, { type: "module" });
  const waiting: Record<Lane, Waiting[]> = { read: [], write: [] };
  const underWay: Record<Lane, Waiting[]> = { read: [], write: [] };
  let control: PromiseWithResolvers<void> = Promise.withResolvers();
  let isBroken = false;

  const post = (message: ToWorker) => worker.postMessage(message);

  function flush(lane: Lane): void {
    if (underWay[lane].length > 0 || waiting[lane].length === 0) return;
    underWay[lane] = waiting[lane];
    waiting[lane] = [];
    post({ batch: { lane, calls: underWay[lane].map(({ method, args }) => ({ method, args })) } });
  }

  function settle(lane: Lane, answers: Answer[]): void {
    const calls = underWay[lane];
    underWay[lane] = [];
    flush(lane);
    for (const [index, call] of calls.entries()) {
      const answer = answers[index];
      if (answer !== undefined && "value" in answer) call.resolve(answer.value);
      else {
        const reason = answer?.error ?? "no answer";
        onFailure(`${call.method}: ${reason}`);
        call.reject(new StoreUnavailable(`${call.method} failed`));
      }
    }
  }

  function fail(reason: string): void {
    onFailure(reason);
    control.reject(new StoreUnavailable(reason));
    abandon();
  }

  /** From now on nothing is answered. */
  function abandon(): void {
    isBroken = true;
    for (const lane of ["read", "write"] as const)
      for (const call of [...underWay[lane].splice(0), ...waiting[lane].splice(0)])
        call.reject(new StoreUnavailable(`${call.method} failed`));
  }

  worker.onmessage = ({ data }: { data: FromWorker }) => {
    if ("lane" in data) settle(data.lane, data.answers);
    else if ("refused" in data) control.reject(new StoreUnavailable(data.refused));
    else control.resolve();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message);
  };

  function call(method: keyof Queries, args: unknown[]): Promise<unknown> {
    if (isBroken) return Promise.reject(new StoreUnavailable(`${method} failed`));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const lane = LANES[method];
    waiting[lane].push({ method, args, resolve, reject });
    // After the current turn, so that calls made together travel together.
    queueMicrotask(() => flush(lane));
    return promise;
  }

  post({ open: path });
  try {
    await control.promise;
  } catch (error) {
    worker.terminate();
    throw error;
  }

  async function close(): Promise<void> {
    await call("check", []).catch(() => undefined);
    control = Promise.withResolvers();
    post({ close: true });
    if (!isBroken) await control.promise;
    abandon();
    worker.terminate();
  }

  const methods = Object.keys(LANES) as (keyof Queries)[];
  const calls = methods.map((method) => [method, (...args: unknown[]) => call(method, args)] as const);
  return { ...(Object.fromEntries(calls) as unknown as Queries), close };
}
