import { type Place, placeOf } from "./address.ts";
import { createCell } from "./cell.ts";

/** The place that the address bar names. */
export const place = createCell<Place>(placeOf(location.pathname, location.hash));

let isElsewhere = false;
/** Whether somebody has gone from one place to another since the page was loaded. */
export const hasMoved = (): boolean => isElsewhere;

function look(): void {
  isElsewhere = true;
  place.set(placeOf(location.pathname, location.hash));
}

/** Goes somewhere without loading the page anew. */
export function goTo(path: string): void {
  if (path === location.pathname + location.hash) return;
  history.pushState(null, "", path);
  look();
}

addEventListener("popstate", look);
