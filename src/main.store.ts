/**
 * The entry of every thread beside the server's own: the database's, and those that look into films. It stands beside
 * the other entries, so that a binary finds it too.
 */
import { type Look, lookInto } from "./adapters/probe.thread.ts";
import type { ToWorker } from "./adapters/store.rpc.ts";
import { serveStore } from "./adapters/store.thread.ts";

type Scope = {
  onmessage: ((event: { data: ToWorker | Look }) => void) | null;
  postMessage(message: unknown): void;
};

const scope = globalThis as unknown as Scope;
const tellStore = serveStore(scope);
scope.onmessage = ({ data }) => void ("film" in data ? lookInto(scope, data) : tellStore(data));
