import { useEffect, useRef } from "preact/hooks";
import type { Cinema } from "../../cinema.ts";
import { isDead } from "../../screen.ts";
import { isDialogOpen } from "../parts/dialog.tsx";
import type { FullScreen } from "./full-screen.ts";
import { nextRate } from "./rates.ts";

const STEP_S = 5;
/** Within so long the room has surely taken a rate that was asked for. */
const ASKED_MS = 1_000;

/** Whether a key belongs to what has the focus: text is typed there, or the key presses it. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A slider takes the keys that move it, and no letter.
  const isMove = /^(Arrow|Page|Home|End)/.test(key);
  const takers = isMove ? "textarea, select, input:not(.seek)" : "textarea, select, input:not([type=range])";
  if (target.closest(takers) !== null) return true;
  return (key === " " || key === "Enter") && target.closest("button, a, summary") !== null;
}

type Props = {
  cinema: Cinema;
  isHost: boolean;
  full: FullScreen;
  /** The room's rate. */
  rate: number;
  toggleSync(): void;
  toggleSubtitles(): void;
  toggleReactions(): void;
  /** Goes to where one types. */
  talk(): void;
  help(): void;
};

/** The keyboard: t, ? and f, once there is a film m, s, c and r, and for the host space, the arrows, < and >. */
export function useKeys(props: Props): void {
  const { cinema, isHost, full, rate, toggleSync, toggleSubtitles, toggleReactions, talk, help } = props;
  const asked = useRef({ rate, until_ms: 0 });
  useEffect(() => {
    const { player, remote } = cinema;
    /** Two presses are two steps, also where the room has yet to hear of the first. */
    function stepRate(by: 1 | -1): void {
      const now_ms = performance.now();
      const from = now_ms < asked.current.until_ms ? asked.current.rate : rate;
      const to = nextRate(from, by);
      if (to === from) return;
      asked.current = { rate: to, until_ms: now_ms + ASKED_MS };
      remote.changeRate(to);
    }
    const always: Record<string, () => void> = { t: talk, "?": help, f: full.toggle };
    const acts: Record<string, () => void> = {
      m: () => player.setMuted(!player.video.muted),
      s: toggleSync,
      c: toggleSubtitles,
      r: toggleReactions,
      ...(isHost && {
        " ": () => (player.screen.get().isPlaying ? remote.pause() : remote.play()),
        ArrowLeft: () => remote.step(-STEP_S),
        ArrowRight: () => remote.step(STEP_S),
        "<": () => stepRate(-1),
        ">": () => stepRate(1),
      }),
    };
    function pressed(event: KeyboardEvent): void {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || isTaken(event) || isDialogOpen()) return;
      const screen = player.screen.get();
      const { hasJoined, picture, isPlaying } = screen;
      const isOn = hasJoined && picture !== "empty";
      const known = isOn ? { ...acts, ...always } : always;
      const act = Object.hasOwn(known, event.key) ? known[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      // A key that is held moves on, but does not play and pause by turns.
      if (event.repeat && !/^Arrow/.test(event.key)) return;
      // A film that cannot be shown is not to be started.
      if (event.key === " " && isDead(screen) && !isPlaying) return;
      act();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [cinema, isHost, rate, full.isFull, talk]);
}
