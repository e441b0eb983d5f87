import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { TEXTS } from "../texts/texts.ts";
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
  useEffect(() => {
    load().then(
      (loaded) => setModule(() => loaded),
      () => setIsFailed(true),
    );
  }, [load]);
  if (isFailed) return <p class="fault">{TEXTS.offline}</p>;
  return <>{module === null ? <Loading /> : children(module)}</>;
}
