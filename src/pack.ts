import packed from "../dist/pack.txt" with { type: "text" };
import type { Builtin } from "./adapters/library.folder.ts";
import type { PageFile } from "./app/routes/page.ts";

/** How `npm run build:web` writes a file: bodies in base64, by encoding. */
export type PackedFile = Omit<PageFile, "bodies"> & { bodies: Partial<Record<keyof PageFile["bodies"], string>> };
export type Pack = { page: PackedFile[]; films: { path: string; body: string }[] };

const pack = JSON.parse(packed) as Pack;

/** The built page and the film that comes with the server, as one text that a binary carries. */
export const PAGE: readonly PageFile[] = pack.page.map(({ bodies, ...file }) => ({
  ...file,
  bodies: Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, Uint8Array.fromBase64(body)])),
}));

export const BUILTIN_FILMS: readonly Builtin[] = pack.films.map(({ path, body }) => ({
  path,
  bytes: Uint8Array.fromBase64(body),
}));
