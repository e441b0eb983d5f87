import { describe, expect, test } from "bun:test";
import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { canonicalMedia } from "../../src/domain/media.ts";
import { compare, fingerprintOf, type OwnFile, readOwn, writeOwn } from "../../src/web/own-file.ts";

const MIB = 1024 * 1024;
const FILM: OwnFile = { bytes: 1_400_000_000, duration_ms: 6_723_000, fingerprint: "a".repeat(64) };

/** The formula once more, by another implementation of the hash. */
function reckoned(bytes: Uint8Array): string {
  const last = Math.max(bytes.length - MIB, 0);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(bytes.length));
  const hash = createHash("sha256").update(size);
  for (const from of [0, Math.floor(last / 2), last]) hash.update(bytes.subarray(from, from + MIB));
  return hash.digest("hex");
}

describe("the fingerprint of a film that everybody brings along", () => {
  test("is of the size, the beginning, the middle and the end", async () => {
    for (const length of [0, 1, 5_000, MIB, MIB + 1, 3 * MIB, 5 * MIB + 7]) {
      const bytes = new Uint8Array(randomBytes(length));
      expect(await fingerprintOf(new Blob([bytes]))).toBe(reckoned(bytes));
    }
  });

  test("is another one for a file that differs at either end, in the middle or in size", async () => {
    const bytes = new Uint8Array(6 * MIB);
    const own = await fingerprintOf(new Blob([bytes]));
    for (const at of [0, 3 * MIB, 6 * MIB - 1])
      expect(await fingerprintOf(new Blob([bytes.with(at, 1)]))).not.toBe(own);
    expect(await fingerprintOf(new Blob([bytes.subarray(1)]))).not.toBe(own);
  });

  test("goes into a src that the protocol takes, and out of it again", () => {
    const ownFile = fc.record({
      bytes: fc.nat({ max: 10 ** 15 - 1 }),
      duration_ms: fc.nat({ max: 10 ** 11 - 1 }),
      fingerprint: fc.stringMatching(/^[0-9a-f]{64}$/),
    });
    fc.assert(
      fc.property(ownFile, (file) => {
        const src = writeOwn(file);
        expect(readOwn(src)).toEqual(file);
        expect(canonicalMedia({ kind: "own", src })).toEqual({ kind: "own", src });
      }),
    );
    expect(readOwn("12-34-abc")).toBeNull();
  });
});

describe("a chosen copy", () => {
  test("with the same bytes is the film, whatever this browser thinks of its length", () => {
    expect(compare(FILM, { ...FILM, duration_ms: 6_723_040 })).toBe("same");
  });

  test("with other bytes is probably the film where it is as long, within a second", () => {
    const other = { bytes: 900_000_000, fingerprint: "b".repeat(64) };
    for (const duration_ms of [6_722_000, 6_723_000, 6_724_000])
      expect(compare(FILM, { ...other, duration_ms })).toBe("alike");
    for (const duration_ms of [6_721_999, 6_724_001, 0]) expect(compare(FILM, { ...other, duration_ms })).toBe("other");
    expect(compare({ ...FILM, duration_ms: 0 }, { ...other, duration_ms: 0 })).toBe("other");
  });
});
