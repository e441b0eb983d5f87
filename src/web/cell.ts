import { useLayoutEffect, useState } from "preact/hooks";

/** A value that can be watched. */
export type Cell<T> = {
  get(): T;
  /** Watchers hear of it only if the value is another one. */
  set(value: T): void;
  /** Calls `heard` now and on each change, until the function that it returns is called. */
  watch(heard: (value: T) => void): () => void;
};

/** Makes a cell that holds `initial`. */
export function createCell<T>(initial: T): Cell<T> {
  let value = initial;
  const watchers = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const heard of [...watchers]) heard(next);
    },
    watch(heard) {
      watchers.add(heard);
      heard(value);
      return () => watchers.delete(heard);
    },
  };
}

/** The cell's value; the component is rendered again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [value, setValue] = useState(cell.get);
  useLayoutEffect(() => cell.watch((next) => setValue(() => next)), [cell]);
  return value;
}

/** What `pick` takes of the cell's value; the component is rendered again only when that changes. */
export function usePart<T, Part>(cell: Cell<T>, pick: (value: T) => Part): Part {
  const [part, setPart] = useState(() => pick(cell.get()));
  useLayoutEffect(() => cell.watch((next) => setPart(() => pick(next))), [cell]);
  return part;
}
