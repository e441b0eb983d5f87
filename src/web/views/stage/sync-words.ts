import { fixedWords, listWords } from "../../figures.ts";
import type { Screen } from "../../screen.ts";
import type { SyncFigures } from "../../sync-figures.ts";
import { TEXTS } from "../../texts/texts.ts";

const { sync: texts } = TEXTS;

/** One frame of a film of 24 a second: whoever is further off than this can be seen to be. */
const FRAME_MS = 42;
const LONG_MS = 1_000;

/** How it goes, in the words of somebody who asks for no numbers. */
export function stateWords({ state }: SyncFigures, { isPlaying, picture }: Screen): string {
  if (picture === "loading" || picture === "buffering") return texts.states.loading;
  if (state === "still") return isPlaying ? texts.states.starting : texts.states.paused;
  return texts.states[state];
}

/** Milliseconds as they are read: whole, and from a second on as seconds. */
export function timeWords(ms: number): string {
  const whole = Math.round(ms);
  return whole < LONG_MS ? texts.ms(fixedWords(whole, 0)) : texts.s(fixedWords(ms / LONG_MS, 1));
}

/** How far the pictures are off the room's line; positive is behind it. */
export function offsetWords(offset_ms: number): string {
  if (Math.round(offset_ms) === 0) return texts.exact;
  const much = timeWords(Math.abs(offset_ms));
  return offset_ms > 0 ? texts.behind(much) : texts.ahead(much);
}

/** Whether pictures this far off are seen to be. */
export const isApart = (offset_ms: number): boolean => Math.abs(offset_ms) > FRAME_MS;

/** Film that is loaded ahead, s: short stretches to a tenth. */
export const loadedWords = (seconds: number): string => texts.s(fixedWords(seconds, seconds < 10 ? 1 : 0));

/** How the own player is steered. */
export function steeringWords(rate: number): string {
  const tenths = Math.round(Math.abs(rate - 1) * 1_000);
  if (tenths === 0) return texts.asRoom;
  const percent = fixedWords(tenths / 10, 1);
  return rate > 1 ? texts.faster(percent) : texts.slower(percent);
}

/** What was done to keep the film on the room's line. */
export function correctionWords({ seeks, rateChanges }: SyncFigures): string {
  const parts = [seeks > 0 && texts.jumps(seeks), rateChanges > 0 && texts.nudges(rateChanges)];
  return listWords(parts.filter((part) => part !== false)) || texts.noCorrections;
}

/** How far somebody moved their own picture, s: positive plays ahead of the room. */
export function ownWords(ahead: number): string {
  if (ahead === 0) return texts.ownNone;
  const much = fixedWords(Math.abs(ahead), 2);
  return ahead > 0 ? texts.ownEarlier(much) : texts.ownLater(much);
}
