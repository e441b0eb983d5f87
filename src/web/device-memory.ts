import { COMMON_COSTS, type Costs, costsFrom } from "../domain/device-costs.ts";
import { keep, recall } from "./kept.ts";

/** Where what one kind of player takes is kept. */
const nameOf = (player: string) => (player === "native" ? "player" : `player.${player}`);

/** Players of services that change their rate in steps alone. */
const IN_STEPS: ReadonlySet<string> = new Set(["youtube"]);

/** What this device was last known to take with such a player; what is common where nothing is kept, or may be. */
export function recallCosts(player: string): Costs {
  return { ...(costsFrom(recall(nameOf(player))) ?? COMMON_COSTS), canSteer: !IN_STEPS.has(player) };
}

/** Keeps what was learned for the next visit. */
export const keepCosts = (player: string, costs: Costs): void => keep(nameOf(player), costs);
