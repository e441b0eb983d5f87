/** A stretch of a file: its first and its last byte. */
export type ByteRange = { start: number; end: number };

/**
 * The one range that a `Range` header asks of `size` bytes (RFC 9110, section 14): null where it asks for several or is
 * malformed, so that the whole file is the answer; "unsatisfiable" where the file has no such bytes.
 */
export function parseRange(header: string, size: number): ByteRange | "unsatisfiable" | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim().toLowerCase()) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
  // Without a first byte, the second number counts from the end.
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size ? "unsatisfiable" : { start, end };
}
