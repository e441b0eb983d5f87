import process from "node:process";
import type { Contents } from "../ports.ts";
import type { Probe, Probed } from "./probe.mediabunny.ts";
import type { Look, Seen } from "./probe.thread.ts";

/** A thread that has not begun by then never will. */
const BEGUN_WITHIN_MS = 10_000;
/** How much longer than it may a film is looked into before its thread is ended. */
const OVERDUE_MS = 500;
/** A film whose headers fill more memory than this is none. */
const MOST_BYTES = 256 * 1024 * 1024;
const WEIGHED_EACH_MS = 50;
/** A thread that looks into nothing for so long is not needed for now. */
const IDLE_MS = 1_000;

/**
 * Looks into films on other threads: a broken film may keep its reader busy for ever, and only a whole thread can be
 * ended from outside. `thread` is the entry that runs `lookInto`. What such a film said before is all that it ever says.
 */
export function createThreadedProbe(thread: URL): Probe {
  const idle: { readonly worker: Worker; readonly timer: ReturnType<typeof setTimeout> }[] = [];

  function take(): Worker {
    const rested = idle.pop();
    if (rested === undefined) return new Worker(thread, { type: "module" });
    clearTimeout(rested.timer);
    return rested.worker;
  }

  function rest(worker: Worker): void {
    const one = { worker, timer: setTimeout(dismiss, IDLE_MS) };
    function dismiss(): void {
      clearTimeout(one.timer);
      worker.terminate();
      idle.splice(idle.indexOf(one), 1);
    }
    // What was left of its last film may still fail it: whoever was given it then would wait in vain.
    worker.onerror = (event) => {
      event.preventDefault();
      dismiss();
    };
    idle.push(one);
  }

  return (film, within_ms, heard) => {
    const { promise, resolve } = Promise.withResolvers<Probed>();
    const worker = take();
    let contents: Contents = {};
    let hasBegun = false;
    let overdue = setTimeout(end, BEGUN_WITHIN_MS);
    let scales: ReturnType<typeof setInterval> | undefined;

    function begin(): void {
      const { rss } = process.memoryUsage();
      hasBegun = true;
      clearTimeout(overdue);
      overdue = setTimeout(end, within_ms + OVERDUE_MS);
      // Nobody tells what one thread holds; whatever else grows so much at just this time costs a film its words.
      scales = setInterval(() => process.memoryUsage().rss - rss > MOST_BYTES && end(), WEIGHED_EACH_MS);
    }
    function unwatch(): void {
      clearTimeout(overdue);
      clearInterval(scales);
    }
    function end(): void {
      unwatch();
      worker.terminate();
      resolve({ contents, isLate: !hasBegun });
    }

    worker.onmessage = ({ data }: { data: Seen }) => {
      // A busy machine may take its time to start a thread: that is no fault of the film's.
      if ("began" in data) begin();
      else if ("soFar" in data) {
        contents = data.soFar;
        heard?.(contents);
      } else {
        unwatch();
        rest(worker);
        resolve(data.probed);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end();
    };
    worker.postMessage({ film, within_ms } satisfies Look);
    return promise;
  };
}
