const KEY = "matinee.name";

/** The name that was last used on this device; empty where none is known. */
export function lastName(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Keeps a name for the next visit, where the browser allows it. */
export function keepName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // The next visit asks again.
  }
}
