/** What this device and browser keep of a page, as JSON under `matinee.<name>`. Anybody may have written there. */
const keyOf = (name: string) => `matinee.${name}`;

/** What is kept under a name; null where nothing is, or where nothing may be. */
export function recall(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(name)) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a value for the next visit; null forgets it. Private windows may refuse: then it holds for this visit alone. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}

/** Calls `heard` when another tab keeps something under the name. */
export function watchKept(name: string, heard: () => void): void {
  if (typeof window !== "undefined") window.addEventListener("storage", ({ key }) => key === keyOf(name) && heard());
}
