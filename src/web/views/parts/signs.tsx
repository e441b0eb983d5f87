/** Drawings of one line each, on a sheet of 48 by 48. */
const LINES = {
  /** A door that stands ajar, with light behind it. */
  door: "M12 42V8h24v34M6 42h36M12 8l14 6v32l-14-4M22 28v3M40 16l3-2M40 24h4M40 32l3 2",
  shut: "M12 42V6h24v36M6 42h36M31 24v3M18 16l12 12M30 16 18 28",
  lost: "M4 15h22l-3 5 5 4-5 4 3 5H4v-5a4 4 0 0 0 0-8zM33 15h11v5a4 4 0 0 0 0 8v5H33l-3-5 5-4-5-4z",
  gone: "M6 8h36v24H6zM24 32v8M16 40h16M19 15l10 10M29 15 19 25",
  unplugged: "M6 20a26 26 0 0 1 36 0M13 28a16 16 0 0 1 22 0M20 35a6 6 0 0 1 8 0M24 41v.1M8 6l32 36",
  clock: "M24 6a18 18 0 1 0 18 18M24 14v10l7 5M42 8v9h-9",
  seats:
    "M8 24v-8a4 4 0 0 1 8 0v8M20 24v-8a4 4 0 0 1 8 0v8M32 24v-8a4 4 0 0 1 8 0v8M4 24v10h40V24M8 34v6M40 34v6M4 28h40",
  tabs: "M6 18h26v22H6zM6 24h26M14 18v-6h26v22h-8M14 12l3-4h26l-3 4M40 34h3V8",
  film: "M6 10h36v28H6zM13 10v28M35 10v28M6 17h7M6 24h7M6 31h7M35 17h7M35 24h7M35 31h7M18 18l12 12M30 18 18 30",
  copy: "M12 4h16l10 10v30H12zM28 4v10h10M21 22v13l10-6.500z",
} as const;

export type SignName = keyof typeof LINES;

/** A drawing for a screen that says one thing: it repeats the words, for those who would rather not read. */
export function Sign({ name }: { name: SignName }) {
  return (
    <svg class="sign" viewBox="0 0 48 48" width="72" height="72" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
