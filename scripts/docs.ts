/** Writes the table of settings into README.md, between its two marks. With --check, fails where it is not up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { SETTINGS } from "../src/config.ts";

const rows = Object.entries(SETTINGS).map(([name, { default: fallback, takes, doc }]) => {
  const shown = fallback ? `\`${fallback}\`` : "";
  return `| \`${name}\` | ${shown} | ${takes} | ${doc} |`;
});
const table = ["| variable | default | takes | meaning |", "|---|---|---|---|", ...rows].join("\n");

const readme = readFileSync("README.md", "utf8");
const updated = readme.replace(
  /(<!-- settings -->\n)[\s\S]*?(\n<!-- \/settings -->)/,
  (_, start: string, end: string) => start + table + end,
);
if (process.argv.includes("--check")) {
  if (updated !== readme) {
    console.error("README.md does not show today's settings: run npm run docs");
    process.exit(1);
  }
} else writeFileSync("README.md", updated);
