import { DatabaseRefused, openSqlite, type SqliteDatabase } from "./database.sqlite.ts";
import { createQueries, type Queries } from "./store.drizzle.ts";
import type { Answer, Batch, Call, FromWorker, ToWorker } from "./store.rpc.ts";

/** What a worker's global scope gives. */
type Scope = { postMessage(message: FromWorker): void };

/** The words of the innermost cause: those around it quote the query with what it stores. */
function failed(error: unknown): Answer {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause !== undefined) return failed(cause);
  return { error: error instanceof Error ? error.message : String(error) };
}

async function run(queries: Queries, { method, args }: Call): Promise<Answer> {
  const query = queries[method] as (...args: unknown[]) => Promise<unknown>;
  return { value: await query(...args) };
}

async function answer(database: SqliteDatabase, queries: Queries, { lane, calls }: Batch): Promise<Answer[]> {
  const answers: Answer[] = [];
  if (lane === "read") {
    for (const call of calls) answers.push(await run(queries, call).catch(failed));
    return answers;
  }
  try {
    await database.transaction(async () => {
      for (const call of calls) answers.push(await database.nested(() => run(queries, call)).catch(failed));
    });
    return answers;
  } catch (error) {
    return calls.map(() => failed(error));
  }
}

/**
 * The database's side of its thread: the answer takes what the thread is told, batches of calls for instance, and says
 * of each batch once it is committed what came of it.
 */
export function serveStore(scope: Scope): (told: ToWorker) => Promise<void> {
  let open: { database: SqliteDatabase; queries: Queries } | undefined;

  function openFile(path: string): FromWorker {
    try {
      const database = openSqlite(path);
      open = { database, queries: createQueries(database.db) };
      return { opened: true };
    } catch (error) {
      if (error instanceof DatabaseRefused) return { refused: error.message };
      throw error;
    }
  }

  return async (told) => {
    if ("open" in told) scope.postMessage(openFile(told.open));
    else if ("batch" in told && open !== undefined) {
      const { lane } = told.batch;
      scope.postMessage({ lane, answers: await answer(open.database, open.queries, told.batch) });
    } else {
      open?.database.close();
      scope.postMessage({ closed: true });
    }
  };
}
