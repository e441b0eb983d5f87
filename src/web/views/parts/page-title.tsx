import { useEffect, useRef } from "preact/hooks";
import { hasMoved } from "../../route.ts";
import { TEXTS } from "../../texts/texts.ts";

/** The heading of a page, and its name in the tab. Whoever comes from another page is led to it. */
export function PageTitle({ words }: { words: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // At the first load nothing has the focus, and it stays where the browser begins.
    if (hasMoved()) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${words} · ${TEXTS.name}`;
    return () => {
      document.title = TEXTS.name;
    };
  }, [words]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {words}
    </h1>
  );
}
