import process from "node:process";
import { SETTINGS } from "../config.ts";
import type { Platform } from "../start.ts";
import { VERSION } from "../version.ts";
import { serve } from "./serve.ts";

const USAGE = `Matinee ${VERSION}: watch films together.

Usage: matinee [serve]      runs the server
       matinee --help       shows this
       matinee --version    shows the version

Settings are environment variables:
`;

function help(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { default: fallback, doc }]) => `  ${name.padEnd(26)}${doc}${fallback ? ` [${fallback}]` : ""}`,
  );
  return USAGE + rows.join("\n");
}

/** Runs the command that the arguments name. Exits with 2 where they name none. */
export async function main(args: readonly string[], platform: Platform): Promise<void> {
  const [command = "serve", ...rest] = args;
  if (rest.length > 0) return misused(rest[0] ?? "");
  switch (command) {
    case "serve":
      return serve(platform);
    case "--help":
    case "-h":
      return console.log(help());
    case "--version":
      return console.log(VERSION);
    default:
      return misused(command);
  }
}

function misused(argument: string): never {
  console.error(`matinee does not know "${argument}": see matinee --help`);
  process.exit(2);
}
