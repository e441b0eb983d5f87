import { bunPasswords } from "./adapters/passwords.bun.ts";
import { createBunRuntime } from "./adapters/runtime.bun.ts";
import { main } from "./cli/main.ts";

await main(Bun.argv.slice(2), { runtime: createBunRuntime(), passwords: bunPasswords });
