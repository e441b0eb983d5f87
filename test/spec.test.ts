import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSALS } from "../src/protocol/codes.ts";

const spec = readFileSync(join(import.meta.dirname, "../src/protocol/SPEC.md"), "utf8");
const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"))
  .map((path) => readFileSync(join(import.meta.dirname, path), "utf8"))
  .join("\n");

const rules = [...spec.matchAll(/^- \*\*(P\d+)\*\*/gm)].map(([, rule]) => rule ?? "");
/** The `P1 P2` at the head of a test's name. */
const cited = new Set([...sources.matchAll(/["'`]((?:P\d+ ?)+):/g)].flatMap(([, heads]) => heads?.split(" ") ?? []));

/** What only a fault of the server itself brings about: a test could not provoke it from outside. */
const UNPROVOKED = ["internal_error"];

test("the rules are numbered without a gap", () => {
  expect(rules).toEqual(rules.map((_, index) => `P${index + 1}`));
});

test("every rule is cited by a test", () => {
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

test("no test cites a rule that is not there", () => {
  expect([...cited].filter((rule) => !rules.includes(rule))).toEqual([]);
});

test("every refusal is expected, with its status, by a test", () => {
  const expected = ([code, [status]]: [string, readonly [number, string]]) =>
    new RegExp(`\\b${status},\\s*"${code}"`).test(sources) || UNPROVOKED.includes(code);
  expect(Object.entries(REFUSALS).filter((refusal) => !expected(refusal))).toEqual([]);
});
