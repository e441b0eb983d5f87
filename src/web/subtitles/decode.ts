/** Which marks at a file's beginning say how its text is written. */
const MARKS = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
] as const;

/** UTF-16 without a mark: such files begin with a digit or a letter of English. */
const asUtf16 = ([first, second]: Uint8Array) =>
  first !== 0 && second === 0 ? "utf-16le" : first === 0 && second !== 0 ? "utf-16be" : undefined;

/**
 * The text of a subtitle file: as its mark says, else UTF-16 where its beginning shows it, else UTF-8, else the Windows
 * of Western Europe, as old files are.
 */
export function decode(file: Uint8Array): string {
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, i) => file[i] === byte));
  const encoding = marked?.encoding ?? asUtf16(file);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return new TextDecoder("windows-1252").decode(file);
  }
}
