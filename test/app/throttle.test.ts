import { expect, test } from "bun:test";
import { createThrottles } from "../../src/app/throttle.ts";

test("unknown codes: ten a minute from one address, looking alone does not count", async () => {
  const { unknownCodes } = createThrottles(true);
  for (let n = 0; n < 10; n++) {
    expect(await unknownCodes.peek("here")).toBeNull();
    expect(await unknownCodes.take("here")).toBeNull();
  }
  expect(await unknownCodes.peek("here")).toMatchObject({ refused: "rate_limited", retry_after: expect.any(Number) });
  expect(await unknownCodes.take("here")).toMatchObject({ refused: "rate_limited" });
  expect(await unknownCodes.take("there")).toBeNull();
});

test("who has to wait is told how many seconds", async () => {
  const { wrongPasswords } = createThrottles(true);
  for (let n = 0; n < 10; n++) await wrongPasswords.take("here ann@example.org");
  const refusal = await wrongPasswords.take("here ann@example.org");
  expect(refusal?.retry_after).toBeWithin(1, 301);
});

test("switched off they let everything through", async () => {
  const throttles = createThrottles(false);
  for (const throttle of Object.values(throttles))
    for (let n = 0; n < 200; n++) expect((await throttle.take("here")) ?? (await throttle.peek("here"))).toBeNull();
});
