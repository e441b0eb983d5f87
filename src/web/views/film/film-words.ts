import type { Media } from "../../../protocol/values.ts";
import { titleFrom } from "../../media-link.ts";
import { LOCALE, TEXTS } from "../../texts/texts.ts";

const { film: texts } = TEXTS;
const MB = 1_000_000;
const GB = 1_000 * MB;
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** What to call a film: its title, else what its address says, else what kind of film it is. */
export function titleOf({ kind, src, title }: Pick<Media, "kind" | "src" | "title">): string {
  const isAddress = kind === "url" || kind === "hls" || kind === "dash";
  return title ?? (isAddress ? titleFrom(src) : null) ?? texts.kinds[kind];
}

/** A file's size as people say it. */
export function sizeWords(bytes: number): string {
  if (bytes >= GB) return texts.gigabytes(tenths.format(bytes / GB));
  const megabytes = bytes / MB;
  return texts.megabytes((megabytes < 10 ? tenths : whole).format(Math.max(megabytes, 0.1)));
}
