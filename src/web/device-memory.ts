import { COMMON_COSTS, type Costs, costsFrom } from "../domain/device-costs.ts";

const KEY = "matinee.player";

/** What this device was last known to take; what is common where nothing is kept, or may be. */
export function recallCosts(): Costs {
  try {
    return costsFrom(JSON.parse(localStorage.getItem(KEY) ?? "null")) ?? COMMON_COSTS;
  } catch {
    return COMMON_COSTS;
  }
}

/** Keeps what was learned for the next visit, where the browser allows it. */
export function keepCosts(costs: Costs): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(costs));
  } catch {
    // Private windows may refuse; the next visit learns anew.
  }
}
