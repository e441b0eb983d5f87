import { createCell } from "./cell.ts";
import { reach } from "./reach.ts";

/** Whether a part of this page could not be had from a server that is there: it has another version by now. */
export const isOutdated = createCell(false);

/**
 * Loads a part of the page that is not loaded with it, and finds out why where that fails: a server that was upgraded
 * has the parts of another page, and only a reload helps.
 */
export async function loadPart<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const answer = await reach("/api/health", { cache: "no-store" });
    if ("ok" in answer && answer.ok) isOutdated.set(true);
    throw error;
  }
}
