/** The rates that a host can choose. */
export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** The next rate above (1) or below (-1) `rate`; the same where there is none. */
export function nextRate(rate: number, by: 1 | -1): number {
  const found = by === 1 ? RATES.find((each) => each > rate) : RATES.findLast((each) => each < rate);
  return found ?? rate;
}

/** What there is to choose from, among it what the room has: that may come from another kind of page. */
export function choicesWith(choices: readonly number[], current: number): readonly number[] {
  return choices.includes(current) ? choices : [...choices, current].sort((a, b) => a - b);
}
