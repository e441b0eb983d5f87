/** Calls `run` again and again, whenever it was last told to; in a hidden tab too, whose own timers run once a second. */
export type Ticker = {
  /** Calls after so long, instead of whenever it would have. */
  after(ms: number): void;
  /** Calls no more until told to. */
  pause(): void;
  /** Ends for good. */
  stop(): void;
};

/** Timers may fire a little early. */
const DUE_MS = 2;

/** The page names its worker's address, which holds a hash. */
const address = (): string | null => document.querySelector<HTMLMetaElement>('meta[name="ticker"]')?.content ?? null;

/** Makes a ticker; it calls at once when the tab comes back into view. */
export function createTicker(run: () => void): Ticker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let worker: Worker | null = null;
  let due_ms = Number.POSITIVE_INFINITY;
  let isStopped = false;
  let hasFailed = false;

  function fire(): void {
    // A worker's answer may have been overtaken by what the page was told since.
    const early_ms = due_ms - performance.now();
    if (early_ms > DUE_MS) {
      if (due_ms !== Number.POSITIVE_INFINITY) after(early_ms);
      return;
    }
    due_ms = Number.POSITIVE_INFINITY;
    run();
  }

  function hire(): Worker | null {
    const script = address();
    if (worker !== null || hasFailed || script === null || typeof Worker === "undefined") return worker;
    worker = new Worker(script);
    worker.onmessage = fire;
    // A worker that is not to be had must not silence the rest.
    worker.onerror = () => {
      worker = null;
      hasFailed = true;
      if (due_ms !== Number.POSITIVE_INFINITY) after(Math.max(due_ms - performance.now(), 0));
    };
    return worker;
  }

  function shown(): void {
    if (!document.hidden) run();
  }

  function after(ms: number): void {
    if (isStopped) return;
    clearTimeout(timer);
    due_ms = performance.now() + ms;
    // A message to a worker and back costs more than the page's own timer, while that one is punctual.
    const hired = document.hidden ? hire() : null;
    if (hired !== null) hired.postMessage(ms);
    else timer = setTimeout(fire, ms);
  }

  function pause(): void {
    clearTimeout(timer);
    due_ms = Number.POSITIVE_INFINITY;
  }

  document.addEventListener("visibilitychange", shown);
  return {
    pause,
    after,
    stop() {
      isStopped = true;
      pause();
      worker?.terminate();
      worker = null;
      document.removeEventListener("visibilitychange", shown);
    },
  };
}
