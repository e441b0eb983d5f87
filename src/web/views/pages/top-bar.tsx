import type { ComponentChildren } from "preact";
import { goTo } from "../../route.ts";
import { TEXTS } from "../../texts/texts.ts";

/** The bar at the top of every page, with the way home. */
export function TopBar({ children }: { children?: ComponentChildren }) {
  const home = (event: MouseEvent) => {
    event.preventDefault();
    goTo("/");
  };
  return (
    <header class="top">
      <a class="brand" href="/" onClick={home}>
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>{TEXTS.name}</span>
      </a>
      {children}
    </header>
  );
}
