/**
 * Where a film is that is heard of only now and then. Each report says where the film was a little earlier: it may come
 * late, but never early. So of all that was lately heard, whatever puts the film furthest on is nearest to the truth.
 * Pure: `now_ms` is an argument, of the local clock.
 */
export type Reckoning =
  | { readonly is: "standing"; readonly at_s: number }
  | {
      readonly is: "running";
      readonly rate: number;
      /** Where and when it is believed to have begun to run, until the first report. */
      readonly began: Report;
      readonly reports: readonly Report[];
    };

type Report = { readonly at_s: number; readonly now_ms: number };

/** Reports older than this count no more: no film keeps exactly to the clock. */
const WINDOW_MS = 2_000;
/** A film that two reports in a row put so far behind what was reckoned has stood still meanwhile, or was moved. */
const SLIPPED_MS = 60;
/** A film that nothing was heard of for so long is not believed to run on. */
const SILENCE_MS = 1_500;

export const standing = (at_s: number): Reckoning => ({ is: "standing", at_s });

export const running = (at_s: number, now_ms: number, rate: number): Reckoning => ({
  is: "running",
  rate,
  began: { at_s, now_ms },
  reports: [],
});

/** Takes in a report that has just arrived. */
export function heardOf(reckoning: Reckoning, at_s: number, now_ms: number): Reckoning {
  if (reckoning.is === "standing") return standing(at_s);
  const report = { at_s, now_ms };
  const newest = [...reckoning.reports.slice(-1), report];
  const earlier = { ...reckoning, reports: reckoning.reports.slice(0, -1) };
  const slipped_s = (SLIPPED_MS / 1000) * reckoning.rate;
  const hasSlipped =
    earlier.reports.length > 0 && newest.every((one) => one.at_s < positionIn(earlier, one.now_ms) - slipped_s);
  if (hasSlipped) return { ...reckoning, reports: newest };
  const recent = reckoning.reports.filter((one) => one.now_ms > now_ms - WINDOW_MS);
  return { ...reckoning, reports: [...recent, report] };
}

/** Where the film is. */
export function positionIn(reckoning: Reckoning, now_ms: number): number {
  if (reckoning.is === "standing") return reckoning.at_s;
  const { rate, began, reports } = reckoning;
  const heard = reports.length === 0 ? [began] : reports;
  const until_ms = Math.min(now_ms, (heard.at(-1) ?? began).now_ms + SILENCE_MS);
  return Math.max(...heard.map((report) => report.at_s + ((until_ms - report.now_ms) / 1000) * rate));
}
