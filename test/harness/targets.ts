import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A build of the server, and in what the runtimes beneath may differ without breaking the contract. */
export type Target = {
  readonly name: "bun" | "deno" | "binary";
  readonly command: readonly string[];
  /** Close codes that a client may see after a message over the transport's limit of 1 MiB. */
  readonly frame_limit_close_codes: readonly number[];
  /** Close codes that a client may see which does not read: a stuck one may be cut off without a word. */
  readonly slow_reader_close_codes: readonly number[];
  /** Whether the runtime itself reads a `.env` file of the folder that it is started in. */
  readonly reads_env_file: boolean;
  /** Close codes after text that is not UTF-8. */
  readonly bad_utf8_close_codes: readonly number[];
};

const ROOT = join(import.meta.dirname, "../..");
const BINARY = join(ROOT, "dist/matinee");
// Not the wrapper in `.bin`: a signal has to reach the server itself.
const DENO = join(ROOT, "node_modules/deno/deno");
const BUN = process.execPath;

const bunLike = {
  frame_limit_close_codes: [1006, 1009],
  slow_reader_close_codes: [1006, 1013],
  bad_utf8_close_codes: [1006, 1007],
} as const;

const ALL: readonly Target[] = [
  { name: "bun", command: [BUN, join(ROOT, "src/main.bun.ts")], reads_env_file: true, ...bunLike },
  {
    name: "deno",
    command: [DENO, "run", "-A", join(ROOT, "src/main.deno.ts")],
    reads_env_file: false,
    frame_limit_close_codes: [1009],
    slow_reader_close_codes: [1006, 1013],
    bad_utf8_close_codes: [1006, 1007],
  },
  { name: "binary", command: [BINARY], reads_env_file: false, ...bunLike },
];

const wanted = process.env.TARGETS ? process.env.TARGETS.split(",") : ALL.map(({ name }) => name);
const unknown = wanted.filter((name) => !ALL.some((target) => target.name === name));
if (unknown.length > 0) throw new Error(`TARGETS names what is no target: ${unknown.join(", ")}`);

/** The targets to test: all, or those that the variable `TARGETS` names (`TARGETS=bun,deno`). */
export const targets = ALL.filter(({ name }) => wanted.includes(name));

if (targets.some(({ name }) => name === "binary")) refreshBinary();

/** The binary is built again where a source is newer than it. */
function refreshBinary(): void {
  const built = statSync(BINARY, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ["src", "db"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("/src/web"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  if (sources.every((path) => statSync(path).mtimeMs < built)) return;
  const { success, stderr } = Bun.spawnSync(["npm", "run", "build:binary"], { cwd: ROOT, stderr: "pipe" });
  if (!success) throw new Error(`the binary cannot be built: ${stderr}`);
}
