import { type Place, placeOf } from "./address.ts";
import { createCell } from "./cell.ts";

/** The place that the address bar names. */
export const place = createCell<Place>(placeOf(location.pathname));

/** Goes somewhere without loading the page anew. */
export function goTo(path: string): void {
  history.pushState(null, "", path);
  place.set(placeOf(path));
}

addEventListener("popstate", () => place.set(placeOf(location.pathname)));
