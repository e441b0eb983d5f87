/** The answers that calls of `play` wait for. */
export type Starts = {
  wait(): Promise<void>;
  succeed(): void;
  /** Ends the wait as media elements do: by an error of this name. */
  refuse(name: "AbortError" | "NotAllowedError" | "NotSupportedError"): void;
};

/** Begins with nobody waiting. */
export function createStarts(): Starts {
  let waiting: PromiseWithResolvers<void>[] = [];

  function forEach(act: (one: PromiseWithResolvers<void>) => void): void {
    const all = waiting;
    waiting = [];
    for (const one of all) act(one);
  }

  return {
    wait() {
      const one = Promise.withResolvers<void>();
      waiting.push(one);
      return one.promise;
    },
    succeed: () => forEach(({ resolve }) => resolve()),
    refuse: (name) => forEach(({ reject }) => reject(new DOMException("The film did not start", name))),
  };
}
