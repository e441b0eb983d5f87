import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/adapters/clock.system.ts";
import { randomIds } from "../../src/adapters/ids.random.ts";
import { createJsonLog } from "../../src/adapters/log.json.ts";
import { createMachine } from "../../src/adapters/machine.node.ts";
import { LOG_LEVELS } from "../../src/ports.ts";
import { CODE_ALPHABET, parseCode } from "../../src/protocol/values.ts";
import { newFolder } from "./folder.ts";

test("the clock tells the time of day and never goes back", () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  const times = Array.from({ length: 10_000 }, systemClock.now);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("the clock calls once after a while, unless it is told not to", async () => {
  const start = systemClock.now();
  let called = 0;
  const cancel = systemClock.after(5, () => called++);
  cancel();
  await new Promise<void>((resolve) => systemClock.after(20, resolve));
  expect(systemClock.now() - start).toBeGreaterThanOrEqual(19);
  expect(called).toBe(0);
});

test("room codes are of the alphabet, all of it, and don't repeat", () => {
  const codes = Array.from({ length: 10_000 }, randomIds.code);
  expect(codes.filter((code) => parseCode(code) !== code)).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(codes.join(""))).toEqual(new Set(CODE_ALPHABET));
});

test("the machine says what the database takes, what is free, and what it cannot say", async () => {
  const folder = newFolder();
  const [file, missing] = [join(folder, "matinee.db"), join(folder, "missing")];
  writeFileSync(file, "12345");
  writeFileSync(`${file}-wal`, "1234567");
  const machine = createMachine(file, folder);
  expect(await machine.database()).toBe(12);
  expect(await machine.free()).toBeGreaterThan(0);
  expect(machine.memory()).toBeGreaterThan(1_000_000);
  const nothing = createMachine(missing, missing);
  expect([await nothing.database(), await nothing.free()]).toEqual([0, null]);
});

test("ids don't repeat", () => {
  const ids = Array.from({ length: 10_000 }, randomIds.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(LOG_LEVELS.entries().toArray())("the log at level %d, %s, is silent below", (rank, least) => {
  const lines: string[] = [];
  const log = createJsonLog(least, (line) => lines.push(line));
  for (const level of LOG_LEVELS) log[level]("said", { detail: "two\nlines" });
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(LOG_LEVELS.slice(rank));
  for (const line of lines) expect(line).not.toContain("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    message: "said",
    detail: "two\nlines",
    time: expect.stringMatching(/Z$/),
  });
});
