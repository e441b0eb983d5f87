/** Seals new changelog entries and the shapes on the wire. Refuses changed shapes that no new entry speaks of. */
import { existsSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { readChangelog, readSeal, SEAL, type Seal } from "../test/golden/changelog.ts";
import { currentShapes } from "../test/golden/shapes.ts";

const before: Seal = existsSync(SEAL) ? readSeal() : { changelog: {}, shapes: null };
const entries = readChangelog();
const added = entries.filter(({ heading }) => !(heading in before.changelog));
const rewritten = entries.filter(({ heading, hash }) => (before.changelog[heading] ?? hash) !== hash);
const shapes = currentShapes();

if (rewritten.length > 0) fail(`entries are never rewritten: ${rewritten.map(({ heading }) => heading).join(", ")}`);
if (added.length === 0 && !isDeepStrictEqual(shapes, before.shapes))
  fail("the shapes on the wire have changed: say so in a new entry of CHANGELOG.md first");

const changelog = Object.fromEntries(entries.map(({ heading, hash }) => [heading, hash]));
writeFileSync(SEAL, `${JSON.stringify({ changelog, shapes }, null, 2)}\n`);
console.log(`sealed ${added.length} new entries, ${entries.length} in all`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
