import { afterAll, beforeAll } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Api, createApi } from "./client.ts";
import type { Target } from "./targets.ts";

const READY_WITHIN_MS = 15_000;

type ReadyLine = { message: string; port: number };
export type Settings = Readonly<Record<string, string>>;

/** A running server of some target. */
export type TestServer = AsyncDisposable & {
  readonly url: string;
  readonly api: Api;
  /** The empty folder that it was started in; its data and media stand below it. */
  readonly folder: string;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exited: Promise<number>;
  signal(name: "SIGTERM" | "SIGINT" | "SIGKILL"): void;
  /** Asks it to stop; resolves with the exit status. */
  stop(): Promise<number>;
  /** Ends it without a chance to save anything. */
  kill9(): Promise<number>;
};

/** What the environment of a server under test holds: nothing of the machine's own settings. */
const environment = (settings: Settings) => ({
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  PORT: "0",
  AUTH_RATE_LIMIT: "off",
  MAX_CONNECTIONS_PER_USER: "1000",
  ...settings,
});

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "matinee-test-"));

async function collect(stream: ReadableStream<Uint8Array>, lines: string[], heard: (line: string) => void) {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      heard(line);
    }
  }
  if (rest !== "") lines.push(rest);
}

/** What it takes to start a server. */
export type Startable = Pick<Target, "name" | "command">;

/** Runs a target with these settings, in `folder` where given, otherwise in a new empty one. */
export function launch(target: Startable, settings: Settings = {}, folder = temporaryFolder(), words = ["serve"]) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const ready = Promise.withResolvers<number>();
  const process = Bun.spawn([...target.command, ...words], {
    cwd: folder,
    env: environment(settings),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const heard = (line: string) => {
    if (!line.includes('"ready"')) return;
    ready.resolve((JSON.parse(line) as ReadyLine).port);
  };
  const collected = Promise.all([
    collect(process.stdout, stdout, heard),
    collect(process.stderr, stderr, () => undefined),
  ]);
  const exited = process.exited.then(async (status) => {
    await collected;
    return status;
  });
  return { process, stdout, stderr, exited, folder, ready: ready.promise };
}

/** Starts a server and waits until it says that it is ready. `await using` ends it and removes its folder. */
export async function startServer(
  target: Startable,
  settings: Settings = {},
  folder?: string,
  words?: string[],
): Promise<TestServer> {
  const { process, stdout, stderr, exited, ready, ...launched } = launch(target, settings, folder, words);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${target.name} is not ready in time`)), READY_WITHIN_MS);
  const gone = exited.then((status): never => {
    throw new Error(`${target.name} ended with ${status}: ${stderr.join("\n")}`);
  });
  gone.catch(() => undefined);
  const port = await Promise.race([ready, late, gone])
    .catch((error) => {
      process.kill("SIGKILL");
      throw error;
    })
    .finally(() => clearTimeout(timer));
  const url = `http://127.0.0.1:${port}`;
  const signal: TestServer["signal"] = (name) => process.kill(name);
  const kill9 = () => {
    signal("SIGKILL");
    return exited;
  };
  return {
    url,
    api: createApi(url),
    folder: launched.folder,
    stdout,
    stderr,
    exited,
    signal,
    stop() {
      signal("SIGTERM");
      return exited;
    },
    kill9,
    async [Symbol.asyncDispose]() {
      await kill9();
      clearAway(launched.folder);
    },
  };
}

/** One server for all tests of a `describe` block: started before them, stopped and cleared away after them. */
export function serverFor(target: Target, settings: Settings = {}, prepare: (media: string) => void = () => undefined) {
  let running: TestServer | undefined;
  beforeAll(async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "media"));
    prepare(join(folder, "media"));
    running = await startServer(target, settings, folder);
  });
  afterAll(() => running?.[Symbol.asyncDispose]());
  return (): TestServer => {
    if (running === undefined) throw new Error("the server is not started yet");
    return running;
  };
}

export function clearAway(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
