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

  function fire(): void {
    // A worker's answer may have been overtaken by what the page was told since.
    if (performance.now() < due_ms - DUE_MS) return;
    due_ms = Number.POSITIVE_INFINITY;
    run();
  }

  function hire(): Worker | null {
    const script = address();
    if (worker !== null || script === null || typeof Worker === "undefined") return worker;
    worker = new Worker(script);
    worker.onmessage = fire;
    return worker;
  }

  function shown(): void {
    if (!document.hidden) run();
  }

  function pause(): void {
    clearTimeout(timer);
    due_ms = Number.POSITIVE_INFINITY;
  }

  document.addEventListener("visibilitychange", shown);
  return {
    pause,
    after(ms) {
      clearTimeout(timer);
      due_ms = performance.now() + ms;
      // A message to a worker and back costs more than the page's own timer, while that one is punctual.
      const hired = document.hidden ? hire() : null;
      if (hired !== null) hired.postMessage(ms);
      else timer = setTimeout(fire, ms);
    },
    stop() {
      pause();
      worker?.terminate();
      worker = null;
      document.removeEventListener("visibilitychange", shown);
    },
  };
}
