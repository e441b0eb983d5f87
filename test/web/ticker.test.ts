import { afterEach, expect, spyOn, test } from "bun:test";
import { createTicker } from "../../src/web/ticker.ts";

/** The little of a page that a ticker sees. */
function page(isHidden: boolean) {
  const heard = new Map<string, () => void>();
  Object.assign(globalThis, {
    document: {
      hidden: isHidden,
      querySelector: () => ({ content: "/ticker.js" }),
      addEventListener: (type: string, listener: () => void) => heard.set(type, listener),
      removeEventListener: (type: string) => heard.delete(type),
    },
  });
  return { heard };
}

const { Worker: RealWorker } = globalThis;
afterEach(() => {
  Object.assign(globalThis, { Worker: RealWorker });
  Reflect.deleteProperty(globalThis, "document");
});

test("a clock that moves in great steps delays a tick, and loses none", async () => {
  page(false);
  const real = performance.now.bind(performance);
  const coarse = spyOn(performance, "now").mockImplementation(() => Math.floor(real() / 100) * 100);
  const ticked = Promise.withResolvers<void>();
  const ticker = createTicker(ticked.resolve);
  ticker.after(20);
  await ticked.promise;
  ticker.stop();
  coarse.mockRestore();
});

test("a hidden page whose worker cannot be had ticks all the same", async () => {
  page(true);
  class Broken {
    onerror: (() => void) | null = null;
    postMessage(): void {
      queueMicrotask(() => this.onerror?.());
    }
    terminate(): void {}
  }
  Object.assign(globalThis, { Worker: Broken });
  const ticked = Promise.withResolvers<void>();
  const ticker = createTicker(ticked.resolve);
  ticker.after(10);
  await ticked.promise;
  ticker.stop();
});

test("coming back into view is a tick; after the end there is none", () => {
  const { heard } = page(false);
  let ticks = 0;
  const ticker = createTicker(() => ticks++);
  heard.get("visibilitychange")?.();
  expect(ticks).toBe(1);
  ticker.stop();
  expect(heard.size).toBe(0);
});
