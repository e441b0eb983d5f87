import type { Media } from "../../../protocol/values.ts";
import { titleFrom } from "../../media-link.ts";
import { TEXTS } from "../../texts/texts.ts";

const { film: texts } = TEXTS;

/** What to call a film: its title, else what its address says, else what kind of film it is. */
export function titleOf({ kind, src, title }: Pick<Media, "kind" | "src" | "title">): string {
  const isAddress = kind === "url" || kind === "hls" || kind === "dash";
  return title ?? (isAddress ? titleFrom(src) : null) ?? texts.kinds[kind];
}
