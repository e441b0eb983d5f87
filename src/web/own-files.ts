import { createCell } from "./cell.ts";

/** A file that was chosen on this device, and the address under which this page can play it. */
export type Copy = { readonly file: File; readonly address: string };

/** This device's copies of the films that everybody brings along, by the film's `src`. They last as long as the page. */
export const ownFiles = createCell<ReadonlyMap<string, Copy>>(new Map());

/** Plays `file` from now on wherever `src` is to be played. */
export function keepCopy(src: string, file: File): void {
  const before = ownFiles.get().get(src);
  ownFiles.set(new Map(ownFiles.get()).set(src, { file, address: URL.createObjectURL(file) }));
  // Whoever played the one before has taken up the new address by now.
  if (before !== undefined) URL.revokeObjectURL(before.address);
}
