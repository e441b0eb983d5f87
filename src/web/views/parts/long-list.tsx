import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Part } from "../../admin-api.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Loading, useAct } from "./parts.tsx";

type Props<Item> = {
  /** The part that begins after another; null asks for the first. */
  load(after: number | null): Promise<Part<Item> | Problem>;
  keyOf(item: Item): string;
  /** What is said of a list with nothing in it. */
  empty: string;
  /** One row; `drop` takes it off the list. */
  row(item: Item, drop: () => void): ComponentChildren;
};

/** A list that is too long for one answer: it begins with the newest, and shows more when asked. */
export function LongList<Item>({ load, keyOf, empty, row }: Props<Item>) {
  const [list, setList] = useState<Part<Item> | null>(null);
  const [problem, run, isBusy] = useAct();
  async function more(): Promise<Problem | null> {
    const part = await load(list?.next_after ?? null);
    if (isProblem(part)) return part;
    // What was taken off the list meanwhile stays off it.
    setList((known) => ({ items: [...(known?.items ?? []), ...part.items], next_after: part.next_after }));
    return null;
  }
  function drop(item: Item): void {
    setList((known) => known && { ...known, items: known.items.filter((each) => each !== item) });
  }
  useEffect(() => void run(more), []);
  return (
    <>
      {list === null && problem === null && <Loading />}
      {list?.items.length === 0 && list.next_after === null && <p class="hint">{empty}</p>}
      <ul class="rows">
        {list?.items.map((item) => (
          <li key={keyOf(item)}>{row(item, () => drop(item))}</li>
        ))}
      </ul>
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      {(list === null ? problem !== null : list.next_after !== null) && (
        <button type="button" disabled={isBusy} onClick={() => void run(more)}>
          {list === null ? TEXTS.tryAgain : TEXTS.admin.more}
        </button>
      )}
    </>
  );
}
