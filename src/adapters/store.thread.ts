import { DatabaseRefused, openSqlite, type SqliteDatabase } from "./database.sqlite.ts";
import { createQueries, type Queries } from "./store.drizzle.ts";
import type { Answer, Batch, Call, FromWorker, ToWorker } from "./store.rpc.ts";

/** What a worker's global scope gives. */
type Scope = {
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
};

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

/** The database's side of its thread: takes batches of calls and answers each batch once it is committed. */
export function serveStore(scope: Scope): void {
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

  scope.onmessage = async ({ data }) => {
    if ("open" in data) scope.postMessage(openFile(data.open));
    else if ("batch" in data && open !== undefined) {
      const { lane } = data.batch;
      scope.postMessage({ lane, answers: await answer(open.database, open.queries, data.batch) });
    } else {
      open?.database.close();
      scope.postMessage({ closed: true });
    }
  };
}
