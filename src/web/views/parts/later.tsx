import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useCell } from "../../cell.ts";
import { loadPart } from "../../load-part.ts";
import { isReachable } from "../../reach.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Loading } from "./parts.tsx";

type Props<Module> = {
  /** One and the same function at every rendering. */
  load(): Promise<Module>;
  children(module: Module): ComponentChildren;
};

/** Shows what is not loaded with the page but when it is first wanted. */
export function Later<Module>({ load, children }: Props<Module>) {
  const [module, setModule] = useState<Module | null>(null);
  const [isFailed, setIsFailed] = useState(false);
  const isThere = useCell(isReachable);
  // What failed for want of a connection is loaded once there is one again.
  useEffect(() => {
    if (module !== null || !isThere) return;
    let isOver = false;
    setIsFailed(false);
    loadPart(load).then(
      (loaded) => !isOver && setModule(() => loaded),
      () => !isOver && setIsFailed(true),
    );
    return () => {
      isOver = true;
    };
  }, [load, isThere]);
  if (isFailed || (module === null && !isThere))
    return <p class="fault">{isThere ? TEXTS.outdated.words : TEXTS.offline}</p>;
  return <>{module === null ? <Loading /> : children(module)}</>;
}
