import { napiPasswords } from "./adapters/passwords.napi.ts";
import { createDenoRuntime } from "./adapters/runtime.deno.ts";
import { main } from "./cli/main.ts";

await main(Deno.args, { runtime: createDenoRuntime(), passwords: napiPasswords });
