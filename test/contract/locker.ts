/** Another program that holds the database's file until its input ends: `bun locker.ts <file>`. */
import { DatabaseSync } from "node:sqlite";

const database = new DatabaseSync(Bun.argv[2] ?? "");
database.exec("BEGIN IMMEDIATE");
console.log("locked");
await Bun.stdin.text();
database.exec("COMMIT");
database.close();
