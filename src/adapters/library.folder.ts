import { readdir, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { libraryPath } from "../domain/media.ts";
import type { Library, LibraryFile, Runtime } from "../ports.ts";
import type { LibraryItem } from "../protocol/rest.ts";

/** What a browser may be able to play, and its Content-Type. Other files are neither listed nor served. */
const FILMS: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".m4v": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".ogv": "video/ogg",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".flac": "audio/flac",
  ".wav": "audio/wav",
};
const SUBTITLES: Readonly<Record<string, string>> = { ".vtt": "text/vtt; charset=utf-8" };
const DEEPEST = 8;

/** A file that comes with the server: offered while the folder has no film of its own. */
export type Builtin = { path: string; bytes: Uint8Array<ArrayBuffer> };

const typeOf = (path: string) => ({ ...FILMS, ...SUBTITLES })[extname(path).toLowerCase()];
const isFilm = (path: string) => Object.hasOwn(FILMS, extname(path).toLowerCase());
const stem = (path: string) => path.slice(0, path.length - extname(path).length);

/** The films of a folder. A missing folder is the same as an empty one. */
export function createFolderLibrary(folder: string, builtins: readonly Builtin[], runtime: Runtime): Library {
  return {
    async items() {
      const found = await walk(folder);
      const files = found.some(({ path }) => isFilm(path))
        ? found
        : builtins.map(({ path, bytes }) => ({ path, size: bytes.length }));
      return asItems(files);
    },
    async open(path) {
      return (await openInFolder(folder, path, runtime)) ?? openBuiltin(builtins, path);
    },
  };
}

type Found = { path: string; size: number };

/** All files that may be served, by path. Links are listed where they stay inside. */
async function walk(folder: string): Promise<Found[]> {
  const root = await realpath(folder).catch(() => null);
  if (root === null) return [];
  const found: Found[] = [];
  async function visit(directory: string, depth: number): Promise<void> {
    for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
      const full = join(directory, entry.name);
      const path = relative(root as string, full)
        .split(sep)
        .join("/");
      if (libraryPath(path) === null) continue;
      if (entry.isDirectory() && depth < DEEPEST) await visit(full, depth + 1);
      else if (typeOf(path) !== undefined && (entry.isFile() || entry.isSymbolicLink())) {
        const file = await resolve(root as string, path);
        if (file !== null) found.push({ path, size: file.size });
      }
    }
  }
  await visit(root, 1);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** The real file behind a path, if it lies inside the root; symbolic links are followed before that is asked. */
async function resolve(root: string, path: string) {
  try {
    const real = await realpath(join(root, path));
    const isInside = real.startsWith(root + sep) && libraryPath(relative(root, real).split(sep).join("/")) !== null;
    const stats = isInside ? await stat(real) : null;
    return stats?.isFile() ? { real, size: stats.size, modified_ms: stats.mtimeMs } : null;
  } catch {
    return null;
  }
}

async function openInFolder(folder: string, path: string, runtime: Runtime): Promise<LibraryFile | null> {
  const type = typeOf(path);
  const root = await realpath(folder).catch(() => null);
  if (root === null || type === undefined || libraryPath(path) === null) return null;
  const file = await resolve(root, path);
  if (file === null) return null;
  const { real, size, modified_ms } = file;
  return { size, modified_ms, type, body: (start, end) => runtime.fileBody(real, start, end) };
}

function openBuiltin(builtins: readonly Builtin[], path: string): LibraryFile | null {
  const builtin = builtins.find((one) => one.path === path);
  const type = typeOf(path);
  if (builtin === undefined || type === undefined) return null;
  const { bytes } = builtin;
  return { size: bytes.length, modified_ms: 0, type, body: (start, end) => bytes.subarray(start, end) };
}

function asItems(files: readonly Found[]): LibraryItem[] {
  return files
    .filter(({ path }) => isFilm(path))
    .map(({ path, size }) => ({ path, title: titleOf(path), kind: "file", size, subtitles: subtitlesOf(path, files) }));
}

const titleOf = (path: string) => stem(basename(path)).replaceAll(/[._]+/g, " ").trim();

/** `Film.vtt` and `Film.en.vtt` belong to `Film.mp4` beside them. */
function subtitlesOf(film: string, files: readonly Found[]): LibraryItem["subtitles"] {
  return files
    .filter(({ path }) => Object.hasOwn(SUBTITLES, extname(path).toLowerCase()))
    .filter(({ path }) => stem(path) === stem(film) || stem(stem(path)) === stem(film))
    .map(({ path }) => {
      const lang = stem(path) === stem(film) ? "und" : extname(stem(path)).slice(1);
      return { src: path, label: labelOf(lang), lang };
    });
}

function labelOf(lang: string): string {
  if (lang === "und") return "Subtitles";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(lang) ?? lang;
  } catch {
    return lang;
  }
}
