/** The rates that a host can choose. */
export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** The next rate above (1) or below (-1) `rate`; the same where there is none. */
export function nextRate(rate: number, by: 1 | -1): number {
  const found = by === 1 ? RATES.find((each) => each > rate) : RATES.findLast((each) => each < rate);
  return found ?? rate;
}

/** The rates to choose from, among them the one that the room has: it may come from another kind of page. */
export function ratesWith(rate: number): readonly number[] {
  return RATES.includes(rate) ? RATES : [...RATES, rate].sort((a, b) => a - b);
}
