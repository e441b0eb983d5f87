import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export type Entry = { heading: string; date: string; body: string; hash: string };

/** The entries of CHANGELOG.md, newest first. */
export function readChangelog(text = readFileSync("CHANGELOG.md", "utf8")): Entry[] {
  return text
    .split(/^## (?=\d{4}-\d{2}-\d{2} — )/m)
    .slice(1)
    .map((chunk) => {
      const [heading = "", ...lines] = chunk.split("\n");
      const body = lines.join("\n").trim();
      const hash = createHash("sha256").update(`${heading}\n${body}`).digest("hex");
      return { heading, date: heading.slice(0, 10), body, hash };
    });
}

export type Seal = { changelog: Record<string, string>; shapes: unknown };
export const SEAL = "test/golden/seal.json";
export const readSeal = (): Seal => JSON.parse(readFileSync(SEAL, "utf8")) as Seal;
