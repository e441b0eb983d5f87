import { loadPart } from "./load-part.ts";

/** What is known of a file that everyone has a copy of: the `src` of media of the kind `own`, taken apart. */
export type OwnFile = { readonly bytes: number; readonly duration_ms: number; readonly fingerprint: string };

/** How much of the file's beginning, middle and end the fingerprint looks at. */
const PART_BYTES = 1024 * 1024;
/** Two cuts of one film are rarely this close: these are two encodings of the same one. */
const ALIKE_MS = 1_000;

const SHAPE = /^(\d+)-(\d+)-([0-9a-f]{64})$/;

/** Reads a `src`; null for what is none. */
export function readOwn(src: string): OwnFile | null {
  const [, bytes, duration_ms, fingerprint] = SHAPE.exec(src) ?? [];
  if (fingerprint === undefined) return null;
  return { bytes: Number(bytes), duration_ms: Number(duration_ms), fingerprint };
}

/** Writes it as the protocol has it: `<bytes>-<milliseconds>-<64 hexadecimal digits>`. */
export const writeOwn = ({ bytes, duration_ms, fingerprint }: OwnFile): string =>
  `${bytes}-${duration_ms}-${fingerprint}`;

/**
 * The fingerprint of a file: SHA-256 over its size (64 bits, the greatest byte first) and three parts of 1 MiB each, of
 * a smaller file the whole three times over: from 0, from ⌊(size − 1 MiB) / 2⌋ and from size − 1 MiB. A film of many
 * gigabytes is known in a moment so, and two of one size that differ nowhere there are the same for every purpose here.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  // Not `crypto.subtle`, which pages on plain http lack.
  const { sha256 } = await loadPart(() => import("@noble/hashes/sha2.js"));
  const last = Math.max(file.size - PART_BYTES, 0);
  const hash = sha256.create();
  const size = new DataView(new ArrayBuffer(8));
  size.setBigUint64(0, BigInt(file.size));
  hash.update(new Uint8Array(size.buffer));
  for (const from of [0, Math.floor(last / 2), last])
    hash.update(new Uint8Array(await file.slice(from, from + PART_BYTES).arrayBuffer()));
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How a chosen file stands to the one that is wanted. */
export type Match = "same" | "alike" | "other";

/** Browsers differ by some milliseconds about how long a file is: the same bytes are the same film all the same. */
export function compare(wanted: OwnFile, given: OwnFile): Match {
  if (wanted.bytes === given.bytes && wanted.fingerprint === given.fingerprint) return "same";
  const areKnown = wanted.duration_ms > 0 && given.duration_ms > 0;
  return areKnown && Math.abs(wanted.duration_ms - given.duration_ms) <= ALIKE_MS ? "alike" : "other";
}

/** Looks at a file of this device; null where the browser can make nothing of it. */
export async function lookAt(file: File): Promise<OwnFile | null> {
  const duration_ms = await durationMs(file);
  if (duration_ms === null) return null;
  const fingerprint = await fingerprintOf(file).catch(() => null);
  return fingerprint === null ? null : { bytes: file.size, duration_ms, fingerprint };
}

/** How long the file is for a player of this browser: 0 where it does not know, null where it plays no such file. */
async function durationMs(file: File): Promise<number | null> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  const found = await new Promise<number | null>((resolve) => {
    video.preload = "metadata";
    video.onloadedmetadata = () => resolve(Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : 0);
    video.onerror = () => resolve(null);
    video.src = address;
  });
  video.onloadedmetadata = video.onerror = null;
  video.removeAttribute("src");
  video.load();
  URL.revokeObjectURL(address);
  return found;
}
