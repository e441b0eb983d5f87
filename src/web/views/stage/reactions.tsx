import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import type { Party } from "../../party.ts";
import type { Reaction } from "../../store/reactions.ts";
import { amMuted, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { Later } from "../parts/later.tsx";
import { usePressOutside } from "../parts/outside.ts";

const { reactions: texts } = TEXTS;
const COMMON = ["😂", "❤️", "👏", "😮", "😢", "🎉"] as const;
/** Whoever listens is told no more often than this, of however many; none has risen and gone by then. */
const TOLD_EVERY_MS = 3_500;
/** Each goes up beside the one before it: 37 has no common divisor with 80, so the whole width is used. */
const laneOf = (id: number): number => (id * 37) % 80;

/** How the bar is opened and closed, by what. */
export type ReactionToggle = { id: string; isOpen: boolean; toggle(how: "by key" | "by pointer"): void };

/** The bar of reactions: closed at first. It stays open however many are sent. */
export function useReactionBar() {
  const [open, setOpen] = useState<"by key" | "by pointer" | null>(null);
  return {
    id: useId(),
    isOpen: open !== null,
    takesFocus: open === "by key",
    toggle: (how: "by key" | "by pointer") => setOpen((now) => (now === null ? how : null)),
    close: () => setOpen(null),
  };
}

/** Opens and closes the bar of reactions. */
export function ReactButton({ id, isOpen, toggle }: ReactionToggle) {
  return (
    <button
      type="button"
      aria-label={texts.open}
      title={texts.open}
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      aria-keyshortcuts="r"
      // A press of a key clicks nowhere.
      onClick={({ detail }) => toggle(detail === 0 ? "by key" : "by pointer")}
    >
      <Icon name="smile" />
    </button>
  );
}

type BarProps = {
  id: string;
  party: Party;
  model: RoomModel;
  /** Whoever opened it by a key goes on by keys. */
  takesFocus: boolean;
  close(): void;
};

/** The reactions that one sends most, right under the picture. */
export function ReactionBar({ id, party, model, takesFocus, close }: BarProps) {
  const bar = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (!takesFocus) return;
    const before = document.activeElement;
    bar.current?.querySelector("button")?.focus();
    return () => {
      const hasFocus = bar.current?.contains(document.activeElement);
      if (hasFocus && before instanceof HTMLElement) before.focus();
    };
  }, [takesFocus]);
  const isCut = useCell(party.link.connection).state !== "open";
  const isMuted = amMuted(model);
  const react = (emoji: string) => void party.link.send({ type: "REACTION", emoji });
  return (
    <fieldset
      class="reaction-bar"
      id={id}
      ref={bar}
      aria-label={texts.label}
      disabled={isCut || isMuted}
      onKeyDown={({ key }) => key === "Escape" && close()}
    >
      {isMuted && <p class="hint">{texts.muted}</p>}
      {COMMON.map((emoji) => (
        <button type="button" key={emoji} aria-label={texts.react(emoji)} onClick={() => react(emoji)}>
          {emoji}
        </button>
      ))}
      <MoreReactions react={react} />
    </fieldset>
  );
}

const loadEmojiPicker = () => import("../chat/emoji-picker.tsx");

/** Every other emoji there is. */
function MoreReactions({ react }: { react(emoji: string): void }) {
  const [isOpen, setIsOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  function close(): void {
    setIsOpen(false);
    button.current?.focus();
  }
  usePressOutside(place, isOpen, () => setIsOpen(false));
  return (
    <span ref={place}>
      <button
        ref={button}
        type="button"
        aria-label={texts.more}
        title={texts.more}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="add" />
      </button>
      {isOpen && (
        <div class="all-reactions">
          <Later load={loadEmojiPicker}>
            {({ EmojiPicker }) => (
              <EmojiPicker
                choose={(emoji) => {
                  react(emoji);
                  close();
                }}
                close={close}
              />
            )}
          </Later>
        </div>
      )}
    </span>
  );
}

/** Everyone's reactions, on their way up over the picture. */
export function Floats({ party }: { party: Party }) {
  const inAir = useCell(party.reactions);
  return (
    <>
      <div class="floats" aria-hidden="true">
        {inAir.map(({ id, name, emoji }) => (
          <span class="float" key={id} style={{ insetInlineStart: `${laneOf(id)}%` }}>
            <span class="emoji">{emoji}</span>
            <bdi>{name}</bdi>
          </span>
        ))}
      </div>
      <p class="hidden" role="status">
        {useDigest(inAir, party.room.get().me.id)}
      </p>
    </>
  );
}

/** What others have sent, in one sentence every so often. */
function useDigest(inAir: readonly Reaction[], me: string): string {
  const [words, setWords] = useState("");
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef(inAir);
  newest.current = inAir;
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const freshOf = (all: readonly Reaction[]) => all.filter(({ id, user_id }) => id > told.current && user_id !== me);
    function tell(): void {
      const fresh = freshOf(newest.current);
      told.current = newest.current.at(-1)?.id ?? told.current;
      setWords(digest(fresh));
      timer.current = fresh.length === 0 ? undefined : setTimeout(tell, TOLD_EVERY_MS);
    }
    if (timer.current === undefined && freshOf(inAir).length > 0) tell();
  }, [inAir, me]);
  return words;
}

function digest(fresh: readonly Reaction[]): string {
  const [first] = fresh;
  if (first === undefined) return "";
  const kinds = [...new Set(fresh.map(({ emoji }) => emoji))].join(" ");
  return fresh.length === 1 ? texts.one(first.name, first.emoji) : texts.several(fresh.length, kinds);
}
