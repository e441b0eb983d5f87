import { THEME, type Theme } from "./device-settings.ts";

/** What a browser paints around the page: the ground colours of base.css. */
const GROUND = { dark: "#14110f", light: "#f5ecdd" } as const;

function dress(chosen: Theme): void {
  const { documentElement: root } = document;
  if (chosen === "system") delete root.dataset.theme;
  else root.dataset.theme = chosen;
  for (const [scheme, ground] of Object.entries(GROUND)) {
    const frame = document.querySelector<HTMLMetaElement>(`meta[name="theme-color"][media*="${scheme}"]`);
    if (frame !== null) frame.content = chosen === "system" ? ground : GROUND[chosen];
  }
}

// At once, and before anything is shown: the page never flashes in the wrong light.
THEME.watch(dress);
