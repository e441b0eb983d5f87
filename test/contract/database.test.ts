import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MIGRATIONS } from "../../db/migrations.ts";
import { openSqlite } from "../../src/adapters/database.sqlite.ts";
import { newFolder, rejection } from "./folder.ts";
import { CODE, furnish, line } from "./records.ts";
import { openInline, openOnThread } from "./stores.ts";

const ROOT = join(import.meta.dir, "../..");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the files", () => {
  test("are for the server's user alone, also where a backup was put back for all to read", async () => {
    const folder = join(newFolder(), "data");
    const path = join(folder, "matinee.db");
    await (await openOnThread(path)).close();
    chmodSync(path, 0o644);
    const store = await openOnThread(path);
    await furnish(store);
    expect(modeOf(folder)).toBe("700");
    expect(
      readdirSync(folder)
        .toSorted()
        .map((name) => [name, modeOf(join(folder, name))]),
    ).toEqual([
      ["matinee.db", "600"],
      ["matinee.db-shm", "600"],
      ["matinee.db-wal", "600"],
    ]);
    await store.close();
    expect(readdirSync(folder)).toEqual(["matinee.db"]);
  });
  test("keep what was stored when an older server's file is opened again", async () => {
    const path = join(newFolder(), "matinee.db");
    const store = await openOnThread(path);
    await furnish(store);
    await store.addMessage(CODE, line("bob", "still here"));
    await store.close();
    const again = await openOnThread(path);
    expect(await again.messages(CODE, { limit: 5 })).toMatchObject([{ message: "still here" }]);
    await again.close();
  });
});

describe("refused, and left as it is:", () => {
  /** Files that are no database of ours, and why. */
  const WRONG: [name: string, reason: RegExp, make: (path: string) => void][] = [
    ["a damaged file", /matinee\.db (is damaged|cannot be used).*/, damage],
    [
      "a file that is no database",
      /cannot be used as the database: file is not a database/,
      (path) => writeFileSync(path, "x".repeat(8192)),
    ],
    [
      "another program's database",
      /is the database of another program/,
      (path) => make(path, "CREATE TABLE notes (words TEXT)"),
    ],
    [
      "another program's database with a mark of its own",
      /is the database of another program/,
      (path) => make(path, "PRAGMA application_id = 7; PRAGMA user_version = 1"),
    ],
    [
      "a newer server's database",
      /was written by a newer Matinee/,
      (path) => make(path, `PRAGMA application_id = ${0x4d41544e}; PRAGMA user_version = ${MIGRATIONS.length + 1}`),
    ],
    ["an empty file", /is empty: restore a backup, or delete it/, (path) => writeFileSync(path, "")],
  ];

  function make(path: string, sql: string): void {
    const database = new Database(path, { create: true });
    database.exec(sql);
    database.close();
  }

  function damage(path: string): void {
    openSqlite(path).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 4096, 12_288));
  }

  test.each(WRONG)("%s", async (_, reason, makeWrong) => {
    const path = join(newFolder(), "matinee.db");
    makeWrong(path);
    chmodSync(path, 0o640);
    const before = readFileSync(path);
    expect(await rejection(openOnThread(path))).toMatch(reason);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(modeOf(path)).toBe("640");
  });

  test("a folder", async () => {
    const path = join(newFolder(), "matinee.db");
    mkdirSync(path, { mode: 0o755 });
    expect(await rejection(openOnThread(path))).toMatch(/is not a file/);
    expect(modeOf(path)).toBe("755");
  });

  test("a path through a file, which is not even made", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "data"), "");
    expect(await rejection(openOnThread(join(folder, "data", "matinee.db")))).toMatch(/cannot be used as the database/);
  });
});

describe("migrations", () => {
  const folder = join(ROOT, "db/migrations");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();

  test("that a server applies are the files of the folder, in order", () => {
    expect(MIGRATIONS).toEqual(files.map((name) => readFileSync(join(folder, name), "utf8")));
    const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8"));
    expect(journal.entries.map(({ tag }: { tag: string }) => `${tag}.sql`)).toEqual(files);
  });

  test("say all that the schema says: there is nothing left to generate", async () => {
    const copy = newFolder();
    cpSync(join(ROOT, "db"), join(copy, "db"), { recursive: true });
    const kit = join(ROOT, "node_modules/drizzle-kit/bin.cjs");
    const options = ["--dialect=sqlite", `--schema=${join(ROOT, "db/schema.ts")}`, "--out=./db/migrations"];
    const run = Bun.spawn([process.execPath, kit, "generate", ...options], {
      cwd: copy,
      stdout: "pipe",
      stderr: "pipe",
    });
    const [said, complaint] = await Promise.all([run.stdout.text(), run.stderr.text()]);
    expect(complaint).toBe("");
    expect(said).toContain("nothing to migrate");
    expect(readdirSync(join(copy, "db/migrations")).filter((name) => name.endsWith(".sql"))).toEqual(files);
  });

  test("bring the first version's file up to date: its rooms and lines are there, wait for nobody, name no film", async () => {
    const path = join(newFolder(), "matinee.db");
    const database = new Database(path, { create: true });
    database.exec(readFileSync(join(folder, files[0] ?? ""), "utf8"));
    database.exec(`
      INSERT INTO users VALUES ('ann', NULL, NULL, 'Ann', 0, '');
      INSERT INTO rooms VALUES ('${CODE}', 'Film night', 'ann', 1, 1, 0, 1, '', 0, 12.5, 1, 0, 7, 7, NULL);
      INSERT INTO participants VALUES (1, '${CODE}', 'ann', 'approved', 0);
      INSERT INTO messages VALUES (5, '${CODE}', 'ann', 'hello', '', 61.5, NULL);
      PRAGMA application_id = ${0x4d41544e}; PRAGMA user_version = 1`);
    database.close();
    const store = await openOnThread(path);
    const room = await store.openRoom(CODE);
    expect(room?.info).toMatchObject({ name: "Film night", is_public: true, is_queue_open: true, wait_seconds: 0 });
    expect(room?.playback).toMatchObject({ time: 12.5, revision: 7 });
    expect(room?.participants).toMatchObject([{ user: { display_name: "Ann" }, role: "host" }]);
    expect(await store.messages(CODE, { limit: 5 })).toMatchObject([{ id: 5, message: "hello", media_time: 61.5 }]);
    expect(await store.messages(CODE, { film: "url:x", limit: 5 })).toEqual([]);
    await store.close();
  });

  test("are applied once, all or none", async () => {
    const path = join(newFolder(), "matinee.db");
    await (await openInline(path)).close();
    const database = new Database(path);
    expect(database.query("PRAGMA user_version").values()).toEqual([[MIGRATIONS.length]]);
    expect(database.query("PRAGMA journal_mode").values()).toEqual([["wal"]]);
    database.close();
    expect(existsSync(path)).toBe(true);
  });
});
