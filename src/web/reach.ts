import { createCell } from "./cell.ts";
import { OFFLINE, type Problem } from "./problem.ts";

/** Whether the server was there when it was last asked for anything. */
export const isReachable = createCell(true);

/** What anybody may ask, and what costs next to nothing. */
const HEALTH = "/api/health";
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** A request whose answer, or the lack of one, tells whether the server is there. */
export async function reach(address: string, request: RequestInit = {}): Promise<Response | Problem> {
  try {
    const response = await fetch(address, request);
    isReachable.set(true);
    return response;
  } catch {
    isReachable.set(false);
    return OFFLINE;
  }
}

/** From here on, a server that is away is asked again and again, less and less often, until it is back. */
export function watchForReturn(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait_ms = FIRST_MS;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (isReachable.get()) return;
    await reach(HEALTH, { cache: "no-store" });
    if (isReachable.get()) return;
    wait_ms = Math.min(wait_ms * 2, LONGEST_MS);
    timer = setTimeout(look, wait_ms);
  }
  function lookAtOnce(): void {
    wait_ms = FIRST_MS;
    void look();
  }
  isReachable.watch((isThere) => {
    clearTimeout(timer);
    wait_ms = FIRST_MS;
    if (!isThere) timer = setTimeout(look, wait_ms);
  });
  // A device that says it has no network may still reach a server on itself: only a request tells.
  const doubt = () => void reach(HEALTH, { cache: "no-store" });
  if (!navigator.onLine) doubt();
  addEventListener("offline", doubt);
  addEventListener("online", lookAtOnce);
  document.addEventListener("visibilitychange", () => !document.hidden && lookAtOnce());
}
