import type { Fault } from "../subtitles/read.ts";
import { TEXTS } from "../texts/texts.ts";

const { subtitles: texts } = TEXTS;

/** Why subtitles cannot be shown. */
export const faultWords = (fault: Fault): string =>
  fault.is === "kind" ? texts.faults.kind(fault.ending) : texts.faults[fault.is];

/** When subtitles are shown, against their file. */
export function offsetWords(offset_s: number): string {
  if (offset_s === 0) return texts.asFilm;
  const seconds = Math.abs(offset_s).toFixed(1);
  return offset_s > 0 ? texts.later(seconds) : texts.earlier(seconds);
}
