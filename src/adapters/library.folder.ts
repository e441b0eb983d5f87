import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { libraryPath } from "../domain/media.ts";
import type { Library, LibraryFile, Runtime } from "../ports.ts";
import type { LibraryItem } from "../protocol/rest.ts";
import { createFilmContents, type Film } from "./library.contents.ts";
import { extension, isServedSubtitle, isSubtitle, stem, subtitlesByStem } from "./library.subtitles.ts";
import { decodeText, srtToVtt } from "./subtitles.srt.ts";

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
const VTT = "text/vtt; charset=utf-8";
/** Converted whole, in memory: more than this is no subtitles. */
const LARGEST_SRT = 2 * 1024 * 1024;
const SRTS_KEPT = 8;
const DEEPEST = 8;
/** How long a list waits for what is in films that it sees for the first time. */
const LIST_WITHIN_MS = 500;

/** A file that comes with the server: offered while the folder has no film of its own. */
export type Builtin = { path: string; bytes: Bytes };

const typeOf = (path: string) => (isServedSubtitle(path) ? VTT : FILMS[extension(path)]);
const isFilm = (path: string) => Object.hasOwn(FILMS, extension(path));
const titleOf = (path: string) => stem(basename(path)).replaceAll(/[._]+/g, " ").trim();

/** The films of a folder. A missing folder is the same as an empty one. */
export function createFolderLibrary(
  folder: string,
  builtins: readonly Builtin[],
  runtime: Runtime,
  filmContents = createFilmContents(),
): Library {
  const listedBuiltins = builtins.map(
    ({ path, bytes }): Found => ({ path, from: bytes, size: bytes.length, modified_ms: 0 }),
  );

  const asVtt = createConversion();

  async function find(path: string): Promise<Found | null> {
    return (await findInFolder(folder, path)) ?? listedBuiltins.find((builtin) => builtin.path === path) ?? null;
  }

  /** Waits a little for what is in these films; those that are not looked into by then are known another time. */
  async function lookInto(films: readonly Film[]): Promise<void> {
    filmContents.keepOnly(films);
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LIST_WITHIN_MS);
    await Promise.race([Promise.all(films.map(filmContents.read)), enough]);
    clearTimeout(timer);
  }

  return {
    async items() {
      const found = await walk(folder);
      const files = found.some(({ path }) => isFilm(path)) ? found : listedBuiltins;
      const films = files.filter(({ path }) => isFilm(path));
      const paths = files.map(({ path }) => path);
      const beside = subtitlesByStem(paths.filter(isFilm), paths.filter(isSubtitle));
      await lookInto(films.map(asFilm));
      return films.map((film): LibraryItem => {
        const { path, size } = film;
        const subtitles = beside.get(stem(path)) ?? { subtitles: [] };
        return { path, title: titleOf(path), kind: "file", size, ...filmContents.known(asFilm(film)), ...subtitles };
      });
    },
    async contents(path) {
      const file = await find(path);
      return file === null || !isFilm(path) ? {} : filmContents.read(asFilm(file));
    },
    async open(path) {
      const type = typeOf(path);
      const file = type === undefined ? null : await find(path);
      if (type === undefined || file === null) return null;
      return extension(path) === ".srt" ? openSrt(file, await asVtt(file)) : openAsIs(file, type, runtime);
    },
  };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A file that was found: `from` is its real path, or its bytes where it comes with the server. */
type Found = { path: string; from: string | Bytes; size: number; modified_ms: number };

const versionOf = ({ size, modified_ms }: Found) => `${size.toString(36)}-${Math.floor(modified_ms).toString(36)}`;
const asFilm = (file: Found): Film => ({ key: file.path, version: versionOf(file), from: file.from });

/** All films and subtitles, by path. Links are listed where they stay inside. */
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
      else if ((isFilm(path) || isSubtitle(path)) && (entry.isFile() || entry.isSymbolicLink())) {
        const file = await resolve(root as string, path);
        if (file !== null) found.push(file);
      }
    }
  }
  await visit(root, 1);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** The real file behind a path, if it lies inside the root; symbolic links are followed before that is asked. */
async function resolve(root: string, path: string): Promise<Found | null> {
  try {
    const real = await realpath(join(root, path));
    const isInside = real.startsWith(root + sep) && libraryPath(relative(root, real).split(sep).join("/")) !== null;
    const stats = isInside ? await stat(real) : null;
    if (!stats?.isFile() || (extension(path) === ".srt" && stats.size > LARGEST_SRT)) return null;
    return { path, from: real, size: stats.size, modified_ms: stats.mtimeMs };
  } catch {
    return null;
  }
}

async function findInFolder(folder: string, path: string): Promise<Found | null> {
  const root = await realpath(folder).catch(() => null);
  return root === null || libraryPath(path) === null ? null : resolve(root, path);
}

function openAsIs(file: Found, type: string, runtime: Runtime): LibraryFile {
  const { from, size, modified_ms } = file;
  const body: LibraryFile["body"] =
    typeof from === "string"
      ? (start, end) => runtime.fileBody(from, start, end)
      : (start, end) => from.subarray(start, end);
  return { size, version: versionOf(file), modified_ms, type, body };
}

/** SubRip as it is sent. Converting keeps everybody waiting, and a whole room asks at once: the last ones are kept. */
function createConversion(): (file: Found) => Promise<Bytes | null> {
  const kept = new Map<string, Promise<Bytes | null>>();

  async function convert({ from }: Found): Promise<Bytes | null> {
    const source = typeof from === "string" ? await readFile(from).catch(() => null) : from;
    return source && new TextEncoder().encode(srtToVtt(decodeText(source)));
  }

  return (file) => {
    const name = `${versionOf(file)} ${file.path}`;
    const converted = kept.get(name) ?? convert(file);
    kept.delete(name);
    kept.set(name, converted);
    const [oldest] = kept.keys();
    if (kept.size > SRTS_KEPT && oldest !== undefined) kept.delete(oldest);
    // What could not be read now may be readable another time.
    const forget = () => kept.delete(name);
    void converted.then((bytes) => bytes ?? forget(), forget);
    return converted;
  };
}

function openSrt(file: Found, bytes: Bytes | null): LibraryFile | null {
  if (bytes === null) return null;
  const body: LibraryFile["body"] = (start, end) => bytes.subarray(start, end);
  return { size: bytes.length, version: `${versionOf(file)}-vtt`, modified_ms: file.modified_ms, type: VTT, body };
}
