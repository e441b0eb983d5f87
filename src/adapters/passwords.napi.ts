import { hash, verify } from "@node-rs/argon2";
import type { Passwords } from "../ports.ts";
import { ARGON2ID } from "./passwords.cost.ts";

/** A native argon2id (the library's default algorithm), on the runtime's thread pool. */
export const napiPasswords: Passwords = {
  hash: (password) =>
    hash(password, { memoryCost: ARGON2ID.memory_kib, timeCost: ARGON2ID.passes, parallelism: ARGON2ID.lanes }),
  verify: (password, stored) => verify(stored, password).catch(() => false),
};
