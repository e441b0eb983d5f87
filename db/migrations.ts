import begin from "./migrations/0000_begin.sql" with { type: "text" };
import wait from "./migrations/0001_wait.sql" with { type: "text" };
import film from "./migrations/0002_film.sql" with { type: "text" };

/** All migrations in order, as text, so that a binary carries them. A released one is never edited. */
export const MIGRATIONS: readonly string[] = [begin, wait, film];
