import { COMMON_COSTS, type Costs, costsFrom } from "../domain/device-costs.ts";

/** Where what one kind of player takes is kept. */
const keyOf = (player: string) => (player === "native" ? "matinee.player" : `matinee.player.${player}`);

/** Players of services that change their rate in steps alone. */
const IN_STEPS: ReadonlySet<string> = new Set(["youtube"]);

/** What this device was last known to take with such a player; what is common where nothing is kept, or may be. */
export function recallCosts(player: string): Costs {
  return { ...keptCosts(player), canSteer: !IN_STEPS.has(player) };
}

function keptCosts(player: string): Costs {
  try {
    return costsFrom(JSON.parse(localStorage.getItem(keyOf(player)) ?? "null")) ?? COMMON_COSTS;
  } catch {
    return COMMON_COSTS;
  }
}

/** Keeps what was learned for the next visit, where the browser allows it. */
export function keepCosts(player: string, costs: Costs): void {
  try {
    localStorage.setItem(keyOf(player), JSON.stringify(costs));
  } catch {
    // Private windows may refuse; the next visit learns anew.
  }
}
