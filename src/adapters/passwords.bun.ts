import type { Passwords } from "../ports.ts";
import { ARGON2ID } from "./passwords.cost.ts";

/** Bun's own argon2id, on its thread pool. */
export const bunPasswords: Passwords = {
  hash: (password) =>
    Bun.password.hash(password, { algorithm: "argon2id", memoryCost: ARGON2ID.memory_kib, timeCost: ARGON2ID.passes }),
  verify: (password, hash) => Bun.password.verify(password, hash).catch(() => false),
};
