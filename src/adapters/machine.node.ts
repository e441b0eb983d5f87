import { stat, statfs } from "node:fs/promises";
import process from "node:process";
import type { Machine } from "../ports.ts";

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

/** The machine as Node's API shows it, which all runtimes have; `database` is the file, `data` the folder. */
export function createMachine(database: string, data: string): Machine {
  return {
    memory: () => process.memoryUsage().rss,
    async database() {
      // What is written goes through the second file, which may for a while be the larger.
      const sizes = await Promise.all([database, `${database}-wal`].map(sizeOf));
      return sizes.reduce((sum, size) => sum + size);
    },
    async free() {
      const disk = await statfs(data).catch(() => null);
      return disk && disk.bavail * disk.bsize;
    },
  };
}
