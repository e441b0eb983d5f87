const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size as one says it: three figures at the most, and the unit that keeps it below a thousand. */
export function sizeWords(bytes: number, language: string): string {
  let size = bytes;
  let unit = 0;
  while (Number(size.toPrecision(3)) >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  }).format(size);
}

/** A count with the language's own marks between thousands. */
export const countWords = (count: number, language: string): string => new Intl.NumberFormat(language).format(count);

/** The day of a moment, as one writes it. */
export const dayWords = (moment: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(moment));

/** A moment to the minute. */
export const momentWords = (moment: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
