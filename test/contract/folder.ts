/** Folders that a test may fill, gone when the tests of the file are over. */
import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "matinee-"));
  made.push(folder);
  return folder;
}

/** Why a call was rejected; undefined where it was not. (`expect(…).rejects` would keep a thread's answer waiting.) */
export const rejection = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: Error) => error.message,
  );
