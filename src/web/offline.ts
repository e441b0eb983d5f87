import { TAKE_OVER } from "./shell-ways.ts";

/** Where the server has the worker: at the root, so that it may answer for every page. */
const WORKER = "/sw.js";

/** Has the browser keep the page's shell, so that it opens without a server too. */
export async function keepShell(): Promise<void> {
  // Plain http in a home network has no workers.
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  try {
    const { waiting } = await navigator.serviceWorker.register(WORKER, { updateViaCache: "none" });
    // A page that has just been loaded needs nothing of the old worker's. Whether others do, the new one looks itself.
    waiting?.postMessage(TAKE_OVER);
  } catch {
    // A browser that keeps nothing shows the page all the same.
  }
}

/** Calls once the page and all that it asked for has been loaded. */
export function onceLoaded(act: () => void): void {
  if (document.readyState === "complete") act();
  else addEventListener("load", act, { once: true });
}
