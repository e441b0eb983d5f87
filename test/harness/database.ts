import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { TestServer } from "./server.ts";

/** The file of a running server, opened by another process: this one. */
export function openDatabaseOf({ folder }: TestServer): Database {
  const database = new Database(join(folder, "data/matinee.db"));
  database.exec("PRAGMA busy_timeout = 5000");
  return database;
}
