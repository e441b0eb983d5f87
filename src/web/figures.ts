/** Numbers, sizes, moments and languages as they are written where the reader is at home. */
import { LOCALE } from "./texts/texts.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

const sizes = new Map<string, Intl.NumberFormat>();

/** A size as one says it: three figures at the most, and the unit that keeps it below a thousand. */
export function sizeWords(bytes: number, locale: string = LOCALE): string {
  let size = bytes;
  let unit = 0;
  while (Number(size.toPrecision(3)) >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const key = `${unit} ${locale}`;
  const format =
    sizes.get(key) ??
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: UNITS[unit] ?? "byte",
      unitDisplay: "short",
      maximumSignificantDigits: 3,
    });
  sizes.set(key, format);
  return format.format(size);
}

/** A number with the language's own marks: between thousands, and before what is less than one. */
export const numberWords = (value: number, locale: string = LOCALE): string =>
  new Intl.NumberFormat(locale).format(value);

/** Made once for each number of places: figures that change all the time are written with them. */
const fixed = new Map<string, Intl.NumberFormat>();

/** A number with just so many places behind its point, or its comma. */
export function fixedWords(value: number, places: number, locale: string = LOCALE): string {
  const key = `${places} ${locale}`;
  const format =
    fixed.get(key) ??
    new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false });
  fixed.set(key, format);
  return format.format(value);
}

/** Things said one after the other. */
export const listWords = (parts: readonly string[], locale: string = LOCALE): string =>
  new Intl.ListFormat(locale, { type: "unit", style: "short" }).format(parts);

/** The day of a moment, as one writes it. */
export const dayWords = (moment: string, locale: string = LOCALE): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(moment));

/** A moment to the minute. */
export const momentWords = (moment: string, locale: string = LOCALE): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));

const names = new Map<string, Intl.DisplayNames>();

/** What a language is called, by its tag; null where that names none, or none that is known. */
export function languageName(tag: string, locale: string = LOCALE): string | null {
  if (tag === "" || tag === "und") return null;
  try {
    const known = names.get(locale) ?? new Intl.DisplayNames([locale], { type: "language", fallback: "none" });
    names.set(locale, known);
    return known.of(tag) ?? null;
  } catch {
    return null;
  }
}
