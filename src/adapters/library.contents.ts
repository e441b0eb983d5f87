import type { Contents } from "../ports.ts";
import { type Probe, probe as probeFilm } from "./probe.mediabunny.ts";

/** A film to look into; `version` changes whenever its bytes do. */
export type Film = { key: string; version: string; from: string | Uint8Array<ArrayBuffer> };

export type FilmContents = {
  /** What is in a film, known already or read now. Never rejects. */
  read(film: Film): Promise<Contents>;
  /** What is known of a film by now. */
  known(film: Film): Contents;
  /** Keeps nothing of films that are none of these. */
  keepOnly(films: readonly Film[]): void;
};

const AT_ONCE = 2;
const FILM_WITHIN_MS = 2_000;

/** Remembers what is in each version of a film, and looks into two at once at most, each for a short while. */
export function createFilmContents(probe: Probe = probeFilm, within_ms = FILM_WITHIN_MS): FilmContents {
  const found = new Map<string, { version: string; contents: Contents }>();
  const underWay = new Map<string, Promise<Contents>>();
  const waiting = new Map<string, () => void>();
  let looking = 0;

  function known({ key, version }: Film): Contents {
    const entry = found.get(key);
    return entry?.version === version ? entry.contents : {};
  }

  /** Lets the next one look: the newest, since somebody may be waiting for it alone. */
  function pass(): void {
    const [name, next] = [...waiting].at(-1) ?? [];
    if (name === undefined || next === undefined) looking--;
    else {
      waiting.delete(name);
      next();
    }
  }

  /** One that waits is the newest again when it is asked for again: a film of a long list may have been chosen. */
  function hurry(name: string): void {
    const next = waiting.get(name);
    if (next === undefined) return;
    waiting.delete(name);
    waiting.set(name, next);
  }

  async function look(name: string, film: Film): Promise<Contents> {
    if (looking < AT_ONCE) looking++;
    else await new Promise<void>((resolve) => waiting.set(name, resolve));
    const { contents, isLate } = await probe(film.from, within_ms).finally(pass);
    // A disk that was asleep is asked again another time.
    if (!isLate || contents.codecs !== undefined) found.set(film.key, { version: film.version, contents });
    return contents;
  }

  return {
    read(film) {
      if (found.get(film.key)?.version === film.version) return Promise.resolve(known(film));
      const name = `${film.version} ${film.key}`;
      const looked = underWay.get(name) ?? look(name, film).finally(() => underWay.delete(name));
      underWay.set(name, looked);
      hurry(name);
      return looked;
    },
    known,
    keepOnly(films) {
      const keys = new Set(films.map(({ key }) => key));
      for (const key of found.keys()) if (!keys.has(key)) found.delete(key);
    },
  };
}
