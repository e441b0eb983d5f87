import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChatLine } from "../../../protocol/events.ts";
import type { Party } from "../../party.ts";
import type { Entry } from "../../store/chat-model.ts";
import { rowsOf } from "../../store/chat-rows.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { DraftLine, Line, type LineActs } from "./chat-line.tsx";

const { chat: texts } = TEXTS;
const NEAR_PX = 60;
/** Whoever is at the end has so many lines on the page, however long the party. */
const SHOWN = 200;
/** So many more with each step towards the beginning. */
const STEP = 100;
const MARKED_MS = 2_500;

type Props = {
  party: Party;
  label: string;
  entries: readonly Entry[];
  isHidden: boolean;
  isSilent: boolean;
  /** Whether there is more before the first entry, and how to get it. */
  hasOlder: boolean;
  loadOlder(): Promise<unknown>;
  /** The line of that id, where it is known. */
  find(id: number): ChatLine | undefined;
  /** Sees to it that a line is among the entries; false where it cannot be. */
  reach(id: number): Promise<boolean>;
  acts: Omit<LineActs, "show">;
  /** What to say where there is nothing. */
  empty: ComponentChildren;
};

const idOf = (entry: Entry | undefined): number | null => (entry !== undefined && "id" in entry ? entry.id : null);

/** Lines of the chat to scroll through. It keeps to its end while the reader does, and else stays where they read. */
export function LineList(props: Props) {
  const { party, label, entries, isHidden, isSilent, hasOlder, loadOlder, find, reach, empty } = props;
  const me = party.room.get().me.id;
  const log = useRef<HTMLDivElement>(null);
  // Where the reader was before this render: at the end, or so far from the end.
  const reader = useRef({ isAtEnd: true, fromEnd: 0 });
  // The size that this was seen at: scrolling that another size brings about is not the reader's.
  const size = useRef("");
  const isGrowing = useRef(false);
  /** Where the shown lines begin, for somebody who reads further up: so many above that one. */
  const [top, setTop] = useState<{ id: number; above: number } | null>(null);
  const [hasNews, setHasNews] = useState(false);
  const [focused, setFocused] = useState<number | null>(null);
  const [marked, setMarked] = useState<{ id: number } | null>(null);
  const newest = useRef<Entry | undefined>(undefined);

  const start = startOf(entries, top);
  const shown = useMemo(() => rowsOf(entries.slice(start), new Date()), [entries, start]);
  const first = idOf(entries[start]);
  const firstBefore = useRef(first);
  const last = entries.at(-1);
  const reachable = focused ?? entries.findLast((entry) => "id" in entry)?.id ?? null;

  function toEnd(): void {
    reader.current.isAtEnd = true;
    setHasNews(false);
    setTop(null);
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }

  useLayoutEffect(() => {
    const list = log.current;
    if (list === null) return;
    const isNew = last !== newest.current && last !== undefined;
    // Whoever says something wants to see it.
    if (isNew && !("id" in last) && last.error === null) return toEnd();
    const { isAtEnd, fromEnd } = reader.current;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    else if (first !== firstBefore.current && firstBefore.current !== null)
      list.scrollTop = list.scrollHeight - fromEnd;
    if (isNew && !isAtEnd && newest.current !== undefined && isLater(last, newest.current, me)) setHasNews(true);
  }, [entries, start, isHidden]);
  useLayoutEffect(() => {
    newest.current = last;
    firstBefore.current = first;
  });

  // A keyboard that slides in, or a phone that is turned: whoever was at the end stays there.
  useEffect(() => {
    const list = log.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => {
      size.current = sizeOf(list);
      if (reader.current.isAtEnd) list.scrollTop = list.scrollHeight;
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (marked === null) return;
    const line = log.current?.querySelector<HTMLElement>(`[data-line="${marked.id}"]`);
    reader.current.isAtEnd = false;
    line?.scrollIntoView({ block: "center" });
    line?.focus({ preventScroll: true });
    const timer = setTimeout(() => setMarked(null), MARKED_MS);
    return () => clearTimeout(timer);
  }, [marked]);

  async function grow(): Promise<void> {
    if (isGrowing.current || first === null) return;
    isGrowing.current = true;
    if (start === 0 && hasOlder) await loadOlder();
    isGrowing.current = false;
    setTop((now) => ({ id: now?.id ?? first, above: (now?.above ?? 0) + STEP }));
  }

  function scrolled(): void {
    const list = log.current;
    if (list === null || sizeOf(list) !== size.current) return;
    const { scrollTop, scrollHeight, clientHeight } = list;
    const fromEnd = scrollHeight - scrollTop;
    const isAtEnd = fromEnd - clientHeight < NEAR_PX;
    reader.current = { isAtEnd, fromEnd };
    if (isAtEnd) {
      setHasNews(false);
      setTop(null);
    } else if (top === null && first !== null) setTop({ id: first, above: 0 });
    if (scrollTop < NEAR_PX && (start > 0 || hasOlder)) void grow();
  }

  const acts = useMemo<LineActs>(() => {
    async function show(id: number): Promise<void> {
      if (!(await reach(id))) return;
      reader.current.isAtEnd = false;
      setTop({ id, above: STEP });
      setMarked({ id });
    }
    return { ...props.acts, show: (id) => void show(id) };
  }, [props.acts, reach]);

  /** Up and down from line to line: Tab leads to one of them alone. */
  function pressed(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const line = event.target instanceof Element ? event.target.closest("[data-line]") : null;
    if (by === undefined || line === null || log.current === null) return;
    event.preventDefault();
    event.stopPropagation();
    const lines = [...log.current.querySelectorAll<HTMLElement>("[data-line]")];
    const next = lines[lines.indexOf(line as HTMLElement) + by];
    const button = next?.querySelector<HTMLElement>("button.reply") ?? next;
    button?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  return (
    <div class="lines-frame">
      <div
        class="lines"
        ref={log}
        role="log"
        aria-label={label}
        onScroll={scrolled}
        onKeyDown={pressed}
        onFocusIn={({ target }) => {
          const id = target instanceof Element ? target.closest<HTMLElement>("[data-line]")?.dataset.line : undefined;
          if (id !== undefined) setFocused(Number(id));
        }}
      >
        {(start > 0 || hasOlder) && (
          <div>
            <button type="button" class="quiet" onClick={() => void grow()}>
              {texts.older}
            </button>
          </div>
        )}
        {entries.length === 0 && empty}
        {shown.map(({ entry, ...place }) => {
          const parent = entry.reply_to === undefined ? undefined : find(entry.reply_to);
          if (!("id" in entry))
            return <DraftLine key={entry.client_id} draft={entry} {...{ parent, party, isSilent }} />;
          return (
            <Line
              key={entry.id}
              line={entry}
              isOwn={entry.user.id === me}
              {...place}
              parent={parent}
              isReachable={entry.id === reachable}
              isMarked={entry.id === marked?.id}
              acts={acts}
            />
          );
        })}
      </div>
      {hasNews && (
        <button type="button" class="primary news" onClick={toEnd}>
          <Icon name="down" />
          {texts.newLines}
        </button>
      )}
    </div>
  );
}

const sizeOf = ({ clientWidth, clientHeight }: Element): string => `${clientWidth} ${clientHeight}`;

/** Where the entries that are on the page begin. */
function startOf(entries: readonly Entry[], top: { id: number; above: number } | null): number {
  const found = top === null ? -1 : entries.findIndex((entry) => idOf(entry) === top.id);
  return Math.max(0, found < 0 ? entries.length - SHOWN : found - (top?.above ?? 0));
}

/** Whether the last entry is news: a line of somebody else, and not the one before it after a later one has gone. */
function isLater(last: Entry, before: Entry, me: string): boolean {
  if (!("id" in last) || last.user.id === me) return false;
  return !("id" in before) || last.id > before.id;
}
