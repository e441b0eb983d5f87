import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Emoji, type EmojiGroup, loadEmoji, recentEmoji, rememberEmoji, searchEmoji } from "../../emoji.ts";
import { TEXTS } from "../../texts/texts.ts";
import { movedInGrids, type Place } from "../parts/grid-moves.ts";
import { Icon } from "../parts/icons.tsx";

const { emoji: texts } = TEXTS;
const FOUND_MOST = 120;

type Section = { readonly name: string; readonly emoji: readonly Emoji[] };

/**
 * All emoji to choose one from: a search, those last used here, then the rest by kind. Where it opens the focus is in
 * the search; arrows lead on. `close` is asked for with Escape; giving the focus back is for whoever opened it.
 */
export function EmojiPicker({ choose, close }: { choose(emoji: string): void; close(): void }) {
  const [groups, setGroups] = useState<readonly EmojiGroup[] | "failed" | null>(null);
  const [typed, setTyped] = useState("");
  const picker = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const load = () => {
    setGroups(null);
    loadEmoji().then(setGroups, () => setGroups("failed"));
  };
  useEffect(load, []);
  // On a touch screen the focus in a text would slide a keyboard over what is to be chosen from.
  useLayoutEffect(() => (matchMedia("(pointer: coarse)").matches ? picker : search).current?.focus(), []);
  const sections = useMemo(() => (Array.isArray(groups) ? sectionsOf(groups, typed) : []), [groups, typed]);

  function take(unicode: string): void {
    rememberEmoji(unicode);
    choose(unicode);
  }

  function pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    // Neither the film nor whatever lies below is meant.
    event.stopPropagation();
    if (key === "Escape") close();
    if (picker.current === null || !(target instanceof HTMLElement)) return;
    if (target === search.current) {
      const first = sections.find(({ emoji }) => emoji.length > 0)?.emoji[0];
      const isChoice = key === "Enter" && !event.isComposing;
      if (isChoice && typed !== "" && first !== undefined) take(first.unicode);
      // The search stands within the form of a line, which Enter would send.
      if (isChoice || key === "ArrowDown") event.preventDefault();
      if (key !== "ArrowDown") return;
      picker.current.querySelector<HTMLElement>(".emoji-cells button")?.focus();
      return;
    }
    const grids = gridsOf(picker.current);
    const from = placeOf(grids, target);
    if (from === null || !/^(Arrow|Home|End)/.test(key)) return;
    event.preventDefault();
    const sizes = grids.map(({ children }) => children.length);
    const to = movedInGrids(sizes, columnsOf(grids[from.grid]), from, key);
    const cell = to === null ? null : grids[to.grid]?.children[to.cell];
    if (cell instanceof HTMLElement) cell.focus();
    else if (key === "ArrowUp") search.current?.focus();
  }

  return (
    // One ear for all of the emoji: two thousand would take their time to be hung up.
    <div
      class="emoji-picker"
      ref={picker}
      role="dialog"
      tabIndex={-1}
      aria-label={texts.label}
      onKeyDown={pressed}
      onClick={({ target }) => {
        const unicode = cellOf(target)?.dataset.emoji;
        if (unicode !== undefined) take(unicode);
      }}
      onFocusIn={({ target }) => {
        const cell = cellOf(target);
        if (cell === null) return;
        const before = picker.current?.querySelectorAll<HTMLElement>('.emoji-cells [tabindex="0"]') ?? [];
        for (const one of before) one.tabIndex = -1;
        cell.tabIndex = 0;
      }}
    >
      <header>
        <input
          ref={search}
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          value={typed}
          autoComplete="off"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button type="button" class="quiet" aria-label={TEXTS.close} title={TEXTS.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="emoji-groups">
        {groups === null && <p class="hint">{TEXTS.loading}</p>}
        {groups === "failed" && (
          <p class="fault" role="alert">
            {texts.failed}{" "}
            <button type="button" class="quiet" onClick={load}>
              {TEXTS.tryAgain}
            </button>
          </p>
        )}
        {Array.isArray(groups) && <Sections key={typed} sections={sections} />}
        <p class="hint" role="status">
          {Array.isArray(groups) && sections.length === 0 && texts.none}
        </p>
      </div>
    </div>
  );
}

function sectionsOf(groups: readonly EmojiGroup[], typed: string): Section[] {
  const found = typed.trim() === "" ? null : searchEmoji(groups, typed).slice(0, FOUND_MOST);
  const sections =
    found !== null
      ? [{ name: texts.found, emoji: found }]
      : [
          { name: texts.recent, emoji: recentEmoji(groups) },
          ...groups.map(({ kind, emoji }) => ({ name: texts.kinds[kind], emoji })),
        ];
  return sections.filter(({ emoji }) => emoji.length > 0);
}

/** A section with every frame: two thousand buttons at once would hold up a phone. */
function Sections({ sections }: { sections: readonly Section[] }) {
  const [count, setCount] = useState(2);
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (count >= sections.length) return;
    const frame = requestAnimationFrame(() => setCount(count + 1));
    return () => cancelAnimationFrame(frame);
  }, [count, sections]);
  // Tab leads to one of them alone: to the first one until another has had the focus.
  useLayoutEffect(() => {
    const first = whole.current?.querySelector("button");
    if (first) first.tabIndex = 0;
  }, [sections]);
  return (
    <div ref={whole}>
      {sections.slice(0, count).map((section) => (
        <SectionView key={section.name} {...section} />
      ))}
    </div>
  );
}

const cellOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(".emoji-cells button") : null;

function SectionView({ name, emoji }: Section): ComponentChildren {
  const id = useId();
  return useMemo(
    () => (
      <section aria-labelledby={id}>
        <h2 id={id}>{name}</h2>
        <div class="emoji-cells">
          {emoji.map(({ unicode, label }) => (
            <button key={unicode} type="button" tabIndex={-1} data-emoji={unicode} aria-label={label} title={label}>
              {unicode}
            </button>
          ))}
        </div>
      </section>
    ),
    [name, emoji],
  );
}

const gridsOf = (picker: HTMLElement) => [...picker.querySelectorAll(".emoji-cells")];
const columnsOf = (grid: Element | undefined) =>
  grid === undefined ? 1 : getComputedStyle(grid).gridTemplateColumns.split(" ").length;

function placeOf(grids: readonly Element[], target: HTMLElement): Place | null {
  const grid = grids.findIndex((one) => one.contains(target));
  const cell = [...(grids[grid]?.children ?? [])].indexOf(target);
  return cell < 0 ? null : { grid, cell };
}
