import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/**
 * Claims `path` for this process by SQLite's own locks, which end with the process however it ends. Answers with what
 * releases it; throws where another process has it.
 */
export function claim(path: string): () => void {
  closeSync(openSync(path, "a", 0o600));
  const handle = new DatabaseSync(path);
  try {
    handle.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch {
    handle.close();
    throw new Error("another Matinee runs on the same data: stop it first, or give this one a DATA_DIR of its own");
  }
  return () => handle.close();
}
