/** The entry of the database's own thread. It stands beside the other entries, so that a binary finds it too. */
import { serveStore } from "./adapters/store.thread.ts";

serveStore(globalThis as unknown as Parameters<typeof serveStore>[0]);
