/** Why subtitles cannot be had. */
export type Fault =
  | { readonly is: "kind"; readonly ending: string }
  | { readonly is: "tooLarge" | "empty" | "closed" | "gone" };
export const isFault = (got: object): got is Fault => "is" in got;

/** The subtitles of a whole film are some hundred kilobytes. */
export const MOST_BYTES = 2 * 1024 * 1024;
const WITHIN_MS = 20_000;
const ENDING = /\.\w{1,8}$/;
const KNOWN: readonly string[] = [".vtt", ".srt", ".txt"];

/** What is wrong with a file by its name alone; null for nothing. */
function kindFault(name: string): Fault | null {
  const ending = ENDING.exec(name)?.[0].toLowerCase();
  return ending === undefined || KNOWN.includes(ending) ? null : { is: "kind", ending };
}

/** Reads a file of this device. */
export async function readFile(file: File): Promise<Uint8Array | Fault> {
  const fault = kindFault(file.name);
  if (fault !== null) return fault;
  if (file.size > MOST_BYTES) return { is: "tooLarge" };
  return file.arrayBuffer().then(
    (bytes) => new Uint8Array(bytes),
    () => ({ is: "gone" }) as const,
  );
}

/** Reads what lies at an address, as seen from `page`; another server has to let other pages read it. */
export async function readAddress(address: string, page: string): Promise<Uint8Array | Fault> {
  const url = new URL(address, page);
  try {
    const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(WITHIN_MS) });
    return answer.ok && answer.body !== null ? await atMost(answer.body) : { is: "gone" };
  } catch {
    // Browsers do not tell a script whether the other server is silent or only says no to other pages.
    return { is: url.origin === new URL(page).origin ? "gone" : "closed" };
  }
}

async function atMost(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array | Fault> {
  const reader = body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size <= MOST_BYTES) continue;
    void reader.cancel();
    return { is: "tooLarge" };
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
