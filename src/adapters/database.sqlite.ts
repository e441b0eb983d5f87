import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { MIGRATIONS } from "../../db/migrations.ts";
import * as schema from "../../db/schema.ts";
import type { Database } from "./store.rows.ts";

/** "MATN": marks the file as ours, so that another program's database is never written over. */
const APPLICATION_ID = 0x4d41544e;
/** SQLite's words for SQLITE_BUSY: Deno's error has no code. */
const SQLITE_BUSY = "database is locked";
/** How long another process may hold the file before a write gives up, and how often to look. Milliseconds. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 25;
const IN_MEMORY = ":memory:";

/** The file cannot serve as the database; the message is for whoever runs the server. */
export class DatabaseRefused extends Error {
  override name = "DatabaseRefused";
}

/** An embedded SQLite database that takes its writes in transactions of many. */
export type SqliteDatabase = {
  readonly db: Database;
  /** Runs `work` in one transaction. Waits, without blocking reads, while another process holds the file. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` so that, should it throw, it alone is undone within the transaction around it. */
  nested<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
};

/** Opens, checks and migrates the file at `path`; made with 0600 where it is missing. Throws `DatabaseRefused`. */
export function openSqlite(path: string): SqliteDatabase {
  const isNew = path !== IN_MEMORY && preparePath(path);
  const handle = connect(path, isNew);
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = handle.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  };
  const db = drizzle(
    async (sql, params: SQLInputValue[], method) => {
      const statement = prepared(sql);
      if (method === "run") {
        statement.run(...params);
        return { rows: [] };
      }
      const rows = statement.all(...params) as unknown as unknown[][];
      return { rows: method === "get" ? (rows[0] as unknown[]) : rows };
    },
    { schema },
  );

  return {
    db,
    async transaction(work) {
      await begin(handle);
      try {
        const result = await work();
        handle.exec("COMMIT");
        return result;
      } catch (error) {
        if (handle.isTransaction) handle.exec("ROLLBACK");
        throw error;
      }
    },
    async nested(work) {
      // Some errors, a full disk's among them, undo the whole transaction.
      if (!handle.isTransaction) throw new Error("the transaction was undone");
      handle.exec("SAVEPOINT nested");
      try {
        const result = await work();
        handle.exec("RELEASE nested");
        return result;
      } catch (error) {
        if (handle.isTransaction) handle.exec("ROLLBACK TO nested; RELEASE nested");
        throw error;
      }
    },
    close() {
      handle.exec("PRAGMA optimize");
      handle.close();
    },
  };
}

/** Makes the file where it is missing, and says whether it did. An empty one is no new one: its content was lost. */
function preparePath(path: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) closeSync(openSync(path, "wx", 0o600));
    else if (!stats.isFile()) throw new DatabaseRefused(`${path} is not a file`);
    else if (stats.size === 0)
      throw new DatabaseRefused(`${path} is empty: restore a backup, or delete it to begin anew`);
    return stats === undefined;
  } catch (error) {
    throw asRefusal(error, path);
  }
}

function connect(path: string, isNew: boolean): DatabaseSync {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(path);
    handle.exec("PRAGMA busy_timeout = 100");
    identify(handle, path);
    if (path !== IN_MEMORY) keepPrivate(path);
    handle.exec("PRAGMA journal_mode = WAL");
    handle.exec("PRAGMA synchronous = FULL");
    migrate(handle, path);
    handle.exec("PRAGMA foreign_keys = ON");
    return handle;
  } catch (error) {
    handle?.close();
    if (isNew) rmSync(path, { force: true });
    throw asRefusal(error, path);
  }
}

function asRefusal(error: unknown, path: string): DatabaseRefused {
  if (error instanceof DatabaseRefused) return error;
  return new DatabaseRefused(`${path} cannot be used as the database: ${(error as Error).message}`);
}

/** SQLite gives the -wal and -shm files that it makes the mode of the database itself. */
function keepPrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

function pragma(handle: DatabaseSync, name: string): unknown {
  return Object.values(handle.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** Refuses what is damaged, another program's, or newer than this server, before anything is written. */
function identify(handle: DatabaseSync, path: string): void {
  const checked = pragma(handle, "quick_check");
  if (checked !== "ok") throw new DatabaseRefused(`${path} is damaged (${checked}): restore a backup`);
  const application = pragma(handle, "application_id");
  const tables = handle.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.n;
  if (application !== APPLICATION_ID && (application !== 0 || tables !== 0))
    throw new DatabaseRefused(`${path} is the database of another program`);
  const version = Number(pragma(handle, "user_version"));
  if (version > MIGRATIONS.length)
    throw new DatabaseRefused(`${path} was written by a newer Matinee: run that version or restore a backup`);
}

/** Brings the schema up to date in one transaction. `user_version` counts the migrations that were applied. */
function migrate(handle: DatabaseSync, path: string): void {
  // A migration that rebuilds a table would otherwise delete every row that refers to it.
  handle.exec("PRAGMA foreign_keys = OFF");
  handle.exec("PRAGMA busy_timeout = 10000");
  handle.exec("BEGIN IMMEDIATE");
  try {
    const version = Number(pragma(handle, "user_version"));
    for (const migration of MIGRATIONS.slice(version)) handle.exec(migration);
    if (handle.prepare("PRAGMA foreign_key_check").get() !== undefined)
      throw new DatabaseRefused(`${path} could not be migrated: rows refer to missing ones`);
    handle.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    handle.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    handle.exec("COMMIT");
  } catch (error) {
    if (handle.isTransaction) handle.exec("ROLLBACK");
    throw error;
  }
  handle.exec("PRAGMA busy_timeout = 100");
}

/** BEGIN IMMEDIATE, tried again from the event loop, so that reads go on while a foreign lock lasts. */
async function begin(handle: DatabaseSync): Promise<void> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      handle.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      const isBusy = error instanceof Error && error.message.includes(SQLITE_BUSY);
      if (!isBusy || performance.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
}
