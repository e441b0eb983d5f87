import type { Media } from "../../protocol/values.ts";
import { type Cell, createCell } from "../cell.ts";
import { loadPart } from "../load-part.ts";
import type { Scene } from "./cues.ts";
import { keepOffset, keepTaste, type Look, recallOffset, recallTaste } from "./memory.ts";
import { type Fault, isFault, readAddress, readFile } from "./read.ts";

/** Subtitles that can be chosen: those that came with the film, and files of this viewer's own. */
export type Choice = { readonly id: string; readonly label: string; readonly lang: string; readonly isOwn: boolean };

/** All that is known of the subtitles of what plays. */
export type SubtitleState = {
  readonly choices: readonly Choice[];
  /** The id of the one that is chosen, if any. */
  readonly chosen: string | null;
  /** What the chosen one shows; nothing while it is loading. */
  readonly scenes: readonly Scene[];
  readonly isLoading: boolean;
  readonly fault: Fault | null;
  /** How late they are shown against the film, s. */
  readonly offset_s: number;
  readonly look: Look;
};

/** The subtitles of one visit: everybody's own, whatever the room watches. */
export type Subtitles = {
  readonly state: Cell<SubtitleState>;
  /** This medium plays now. */
  show(media: Media | null): void;
  choose(id: string | null): void;
  /** Off, or back to those that were shown last; false where there are none to show. */
  toggle(): boolean;
  /** Shows a file of this device to this viewer alone. It is not sent anywhere. */
  add(file: File): Promise<void>;
  setOffset(seconds: number): void;
  setLook(change: Partial<Look>): void;
};

type Deps = {
  /** The address of this page. */
  page: string;
  /** What plays, with addresses signed anew. */
  freshMedia(): Promise<Media | null>;
};

export const OFFSET_MOST_S = 10;
const NOTHING: readonly Scene[] = [];

const filmOf = (media: Media | null) => media && `${media.kind}:${media.src}`;
/** `en-GB` and `en` are both English. */
const base = (lang: string) => lang.toLowerCase().split("-")[0];

/** Sets up the subtitles of a visit. */
export function createSubtitles({ page, freshMedia }: Deps): Subtitles {
  let taste = recallTaste();
  const { size, isShaded } = taste;
  const state = createCell<SubtitleState>({
    choices: [],
    chosen: null,
    scenes: NOTHING,
    isLoading: false,
    fault: null,
    offset_s: 0,
    look: { size, isShaded },
  });
  let film: string | null = null;
  /** Where those that came with the film lie. */
  let addresses = new Map<string, string>();
  const ownFiles: { readonly film: string; readonly choice: Choice; readonly file: File }[] = [];
  /** What was read for this film. */
  let read = new Map<string, readonly Scene[]>();
  let last: string | null = null;
  let isDecided = false;

  const tell = (change: Partial<SubtitleState>) => state.set({ ...state.get(), ...change });

  function keep(change: Partial<typeof taste>): void {
    taste = { ...taste, ...change };
    keepTaste(taste);
  }

  /** The one in the viewer's language. */
  function wished(): string | null {
    const { lang } = taste;
    const given = state.get().choices.filter(({ isOwn }) => !isOwn);
    if (lang === null) return null;
    const like = given.find((one) => one.lang === lang) ?? given.find((one) => base(one.lang) === base(lang));
    return like?.id ?? null;
  }

  function take(media: Media | null): void {
    const given = new Map((media?.subtitles ?? []).map((one) => [one.src, one]));
    addresses = new Map([...given].map(([id, { src, url }]) => [id, url ?? src]));
    tell({
      choices: [
        ...[...given].map(([id, { label, lang }]) => ({ id, label, lang, isOwn: false })),
        ...ownFiles.filter((one) => one.film === film).map(({ choice }) => choice),
      ],
    });
  }

  /** Shows nothing, or the scenes of `id` once they are read. */
  async function turnTo(id: string | null): Promise<void> {
    const scenes = id === null ? NOTHING : read.get(id);
    if (id !== null) last = id;
    tell({ chosen: id, scenes: scenes ?? NOTHING, isLoading: scenes === undefined, fault: null });
    if (id === null || scenes !== undefined) return;
    const into = read;
    const found = await readScenes(id);
    if (!isFault(found)) into.set(id, found);
    // Meanwhile another one, or another film, may have been chosen.
    if (into !== read || state.get().chosen !== id) return;
    if (!isFault(found)) return tell({ scenes: found, isLoading: false });
    // Every press of play would ask for the same again.
    isDecided = true;
    tell({ chosen: null, isLoading: false, fault: found });
  }

  async function readScenes(id: string): Promise<readonly Scene[] | Fault> {
    const own = ownFiles.find(({ choice }) => choice.id === id);
    return parsed(own === undefined ? await readGiven(id) : await readFile(own.file));
  }

  async function readGiven(id: string): Promise<Uint8Array | Fault> {
    const address = addresses.get(id) ?? id;
    const got = await readAddress(address, page);
    if (!isFault(got) || got.is !== "gone" || address === id) return got;
    // The signed address may have run out overnight.
    const fresh = await freshMedia();
    const again = fresh?.subtitles?.find(({ src }) => src === id)?.url;
    return again === undefined ? got : readAddress(again, page);
  }

  function show(media: Media | null): void {
    const next = filmOf(media);
    if (next !== film) {
      film = next;
      read = new Map();
      [last, isDecided] = [null, false];
      void turnTo(null);
      tell({ offset_s: next === null ? 0 : recallOffset(next) });
    }
    take(media);
    const { chosen, choices } = state.get();
    if (chosen !== null && !choices.some(({ id }) => id === chosen)) void turnTo(null);
    if (chosen === null && !isDecided && taste.isOn) {
      const id = wished();
      if (id !== null) void turnTo(id);
    }
  }

  function choose(id: string | null): void {
    isDecided = true;
    const choice = state.get().choices.find((one) => one.id === id);
    if (choice === undefined) keep({ isOn: false });
    else if (!choice.isOwn) keep({ isOn: true, lang: choice.lang });
    void turnTo(choice?.id ?? null);
  }

  return {
    state,
    show,
    choose,
    toggle() {
      const { chosen, choices } = state.get();
      const back = choices.find(({ id }) => id === last)?.id ?? wished() ?? choices[0]?.id;
      if (chosen === null && back === undefined) return false;
      choose(chosen === null ? (back ?? null) : null);
      return true;
    },
    async add(file) {
      const forFilm = film;
      const got = await readFile(file);
      const scenes = await parsed(got);
      if (forFilm === null || forFilm !== film) return;
      if (isFault(scenes)) return tell({ fault: scenes });
      const choice = { id: `own:${ownFiles.length}`, label: file.name, lang: "und", isOwn: true };
      ownFiles.push({ film, choice, file });
      read.set(choice.id, scenes);
      tell({ choices: [...state.get().choices, choice] });
      choose(choice.id);
    },
    setOffset(seconds) {
      const most = Math.min(Math.max(seconds, -OFFSET_MOST_S), OFFSET_MOST_S);
      // Sums of tenths are not quite what they look like.
      const offset_s = Math.round(most * 10) / 10;
      if (film !== null) keepOffset(film, offset_s);
      tell({ offset_s });
    },
    setLook(change) {
      keep(change);
      tell({ look: { ...state.get().look, ...change } });
    },
  };
}

/** What is needed to read subtitles is loaded with the first ones. */
async function parsed(file: Uint8Array | Fault): Promise<readonly Scene[] | Fault> {
  if (isFault(file)) return file;
  try {
    const [{ decode }, { parse }] = await loadPart(() => Promise.all([import("./decode.ts"), import("./parse.ts")]));
    const text = decode(file);
    if (/^\s*\[Script Info\]/i.test(text)) return { is: "kind", ending: ".ass" };
    const scenes = await parse(text);
    return scenes.length === 0 ? { is: "empty" } : scenes;
  } catch {
    return { is: "gone" };
  }
}
