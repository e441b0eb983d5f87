/** Why a film cannot be shown, as far as its player can tell. */
export type BrokenReason =
  /** Its owner does not let other pages show it. */
  | "embedding"
  /** There is nothing at its address, or nothing any more. */
  | "gone"
  /** Whoever has it cannot be reached. */
  | "network"
  /** It could be reached, but does not let the scripts of other pages read it. */
  | "unreadable"
  /** What came is nothing that this browser can play. */
  | "format";

/** An error of an element that plays what browsers do not play by themselves. */
export type FilmError = Pick<MediaError, "code" | "message"> & { readonly reason: BrokenReason };

const { MEDIA_ERR_SRC_NOT_SUPPORTED: NOT_SUPPORTED } = globalThis.MediaError ?? { MEDIA_ERR_SRC_NOT_SUPPORTED: 4 };

/** The error of an element that failed for `reason`. */
export const filmError = (reason: BrokenReason): FilmError => ({ code: NOT_SUPPORTED, message: reason, reason });

/** Why an element failed, where it says. */
export function reasonOf(error: MediaError | FilmError | null): BrokenReason | null {
  return error !== null && "reason" in error ? error.reason : null;
}

/** The one stretch of a film that is loaded, as media elements tell it; none where it has no length. */
export function rangeOf(from_s: number, to_s: number): TimeRanges {
  const length = to_s > from_s ? 1 : 0;
  const edge = (edge_s: number) => (index: number) => {
    if (index < 0 || index >= length) throw new DOMException("There is no such range", "IndexSizeError");
    return edge_s;
  };
  return { length, start: edge(from_s), end: edge(to_s) };
}

const ASK_FOR_MS = 5_000;

/**
 * Why an address could not be read by script. Browsers tell a page that was refused by an address no more than one that
 * did not reach it; whether it answers at all they do tell.
 */
export async function whyUnread(address: string, status: number): Promise<BrokenReason> {
  if (status >= 400) return status >= 500 ? "network" : "gone";
  if (status !== 0) return "format";
  const signal = AbortSignal.timeout(ASK_FOR_MS);
  const isThere = await fetch(address, { mode: "no-cors", credentials: "omit", signal }).then(
    () => true,
    () => false,
  );
  return isThere ? "unreadable" : "network";
}
