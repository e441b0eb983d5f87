import process from "node:process";
import { createJsonLog } from "../adapters/log.json.ts";
import { readConfig } from "../config.ts";
import { type Platform, start } from "../start.ts";
import { VERSION } from "../version.ts";

/** Exit statuses: the server stopped as asked, could not start, or was set up wrongly. */
const EXIT = { ok: 0, failed: 1, misconfigured: 2 } as const;
const STOP_WITHIN_MS = 4_500;

/** Runs the server until it is told to stop. */
export async function serve(platform: Platform): Promise<void> {
  const config = readConfig(process.env);
  if ("mistakes" in config) {
    for (const mistake of config.mistakes) console.error(mistake);
    process.exit(EXIT.misconfigured);
  }
  const log = createJsonLog(config.LOG_LEVEL);

  // The last net: a bug in one corner must not end everybody's party.
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      log.error(event, { error });
    });

  try {
    const server = await start(config, platform, log);
    let isStopping = false;
    const stop = async () => {
      if (isStopping) process.exit(EXIT.failed);
      isStopping = true;
      setTimeout(() => process.exit(EXIT.failed), STOP_WITHIN_MS);
      await server.stop();
      process.exit(EXIT.ok);
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
    // Whoever started it waits for this line, however little is logged.
    const { url, port, elsewhere } = server;
    createJsonLog("info").info("ready", { url, elsewhere, port, runtime: platform.runtime.name, version: VERSION });
    if (process.stderr.isTTY) console.error(welcome(url, elsewhere));
  } catch (error) {
    console.error(`matinee cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(EXIT.failed);
  }
}

/** What whoever started it in a terminal has to know. */
function welcome(url: string, elsewhere: readonly string[]): string {
  const friends = elsewhere.map(
    (address) => `\n  ${address}   for friends on your network: open this one yourself to invite them`,
  );
  return `\nMatinee is ready:\n  ${url}   on this computer${friends.join("")}\n\nCtrl+C ends it.\n`;
}
