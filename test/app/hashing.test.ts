import { expect, test } from "bun:test";
import { createHashing } from "../../src/app/hashing.ts";
import { settle } from "./fakes.ts";

/** Passwords whose every hash waits to be finished by hand. */
function createSlowPasswords() {
  const underWay: PromiseWithResolvers<string>[] = [];
  return {
    underWay,
    passwords: {
      hash() {
        const work = Promise.withResolvers<string>();
        underWay.push(work);
        return work.promise;
      },
      verify: async () => true,
    },
  };
}

test("at most two passwords are hashed at once, the others in the order in which they came", async () => {
  const { passwords, underWay } = createSlowPasswords();
  const hashing = createHashing(passwords);
  const done: unknown[] = [];
  for (let n = 0; n < 5; n++) void hashing.hash("x").then((hash) => done.push(hash));
  for (let n = 0; n < 5; n++) {
    await settle();
    expect(underWay.length - n).toBe(Math.min(2, 5 - n));
    underWay[n]?.resolve(`hash ${n}`);
  }
  await settle();
  expect(done).toEqual([0, 1, 2, 3, 4].map((n) => `hash ${n}`));
});

test("past a hundred who wait, the next is told to come again", async () => {
  const { passwords } = createSlowPasswords();
  const hashing = createHashing(passwords);
  for (let n = 0; n < 102; n++) void hashing.hash("x");
  expect(await hashing.hash("x")).toMatchObject({ refused: "server_busy", retry_after: expect.any(Number) });
  expect(await hashing.verify("x", "y")).toMatchObject({ refused: "server_busy" });
});

test("one that fails makes room for the next", async () => {
  const { passwords, underWay } = createSlowPasswords();
  const hashing = createHashing(passwords);
  const failed = [hashing.hash("x"), hashing.hash("x")].map((one) => one.catch((error) => error.message));
  const third = hashing.hash("x");
  for (const work of [...underWay]) work.reject(new Error("out of memory"));
  expect(await Promise.all(failed)).toEqual(["out of memory", "out of memory"]);
  await settle();
  underWay[2]?.resolve("hash");
  expect(await third).toBe("hash");
});
