import { keep, recall } from "./kept.ts";

const NAME = "name";

/** The name that was last used on this device; empty where none is known. */
export function lastName(): string {
  const kept = recall(NAME);
  return typeof kept === "string" ? kept : "";
}

/** Keeps a name for the next visit. */
export const keepName = (name: string): void => keep(NAME, name);
