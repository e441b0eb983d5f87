/** Which marks at a file's beginning say how its text is written. */
const MARKS = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
] as const;

/** The text of a subtitle file: as its mark says, else UTF-8, else the Windows of Western Europe, as old files are. */
export function decode(file: Uint8Array): string {
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, i) => file[i] === byte));
  if (marked !== undefined) return new TextDecoder(marked.encoding).decode(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return new TextDecoder("windows-1252").decode(file);
  }
}
