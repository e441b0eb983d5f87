import { describe, expect, test } from "bun:test";
import { bunPasswords } from "../../src/adapters/passwords.bun.ts";
import { napiPasswords } from "../../src/adapters/passwords.napi.ts";
import type { Passwords } from "../../src/ports.ts";

const ADAPTERS: [name: string, passwords: Passwords][] = [
  ["bun", bunPasswords],
  ["napi", napiPasswords],
];
const PASSWORD = "Grüße 🎬 with spaces ";

describe.each(ADAPTERS)("passwords by %s", (_, passwords) => {
  test("are hashed with argon2id at its floor, each time with another salt", async () => {
    const hash = await passwords.hash(PASSWORD);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.hash(PASSWORD)).not.toBe(hash);
  });
  test("are right or wrong, to the last space, whichever adapter hashed them", async () => {
    for (const [, other] of ADAPTERS) {
      const hash = await other.hash(PASSWORD);
      expect(await passwords.verify(PASSWORD, hash)).toBe(true);
      expect(await passwords.verify(PASSWORD.trim(), hash)).toBe(false);
      expect(await passwords.verify("", hash)).toBe(false);
    }
  });
  test.each(["", "hash", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$", "$2b$10$short"])(
    "are wrong for %j, which is no hash",
    async (hash) => {
      expect(await passwords.verify(PASSWORD, hash)).toBe(false);
    },
  );
});
