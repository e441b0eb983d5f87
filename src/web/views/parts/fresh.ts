import { useEffect, useState } from "preact/hooks";
import { isPassing, isProblem, type Problem } from "../../problem.ts";
import { isReachable } from "../../reach.ts";

/**
 * What `load` answers, asked again when the page comes back into view, when the server does, and as often as said
 * while somebody looks; null until the first answer. What was once had stays through trouble that passes.
 */
export function useFresh<T>(load: () => Promise<T | Problem>, every_ms = 0): [T | Problem | null, () => void] {
  const [found, setFound] = useState<T | Problem | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let newest = 0;
    async function look(): Promise<void> {
      clearTimeout(timer);
      newest += 1;
      const turn = newest;
      const answer = await load();
      if (turn !== newest) return;
      setFound((known) => (isProblem(answer) && isPassing(answer) && known !== null ? known : answer));
      if (every_ms > 0 && !document.hidden) timer = setTimeout(look, every_ms);
    }
    const shown = () => !document.hidden && void look();
    document.addEventListener("visibilitychange", shown);
    const unwatch = isReachable.watch((isThere) => isThere && void look());
    return () => {
      newest = -1;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", shown);
      unwatch();
    };
  }, [load, every_ms, asked]);
  return [found, () => setAsked((count) => count + 1)];
}
