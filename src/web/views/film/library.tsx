import { useId, useMemo, useState } from "preact/hooks";
import type { LibraryItem } from "../../../protocol/rest.ts";
import type { Media } from "../../../protocol/values.ts";
import type { Api } from "../../api.ts";
import { numberWords, sizeWords } from "../../figures.ts";
import { firstOf, groupsOf } from "../../library.ts";
import { lacksIn } from "../../playable.ts";
import { isProblem } from "../../problem.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useFresh } from "../parts/fresh.ts";
import { Icon } from "../parts/icons.tsx";
import { clockTime, Loading, useAct } from "../parts/parts.tsx";
import { lackWords } from "../stage/unplayable.tsx";
import type { Ways } from "./film-picker.tsx";

const { film: texts } = TEXTS;
/** As many films as one finds at a glance. */
const AT_A_GLANCE = 8;

const NONE: readonly LibraryItem[] = [];

type Props = { api: Pick<Api, "library">; media: Media | null; ways: Ways };

/** The films of the server's folder; `media` is what is on now. */
export function Library({ api, media, ways }: Props) {
  const [found] = useFresh(api.library);
  const [query, setQuery] = useState("");
  const [isWhole, setIsWhole] = useState(false);
  const [problem, run, isBusy] = useAct();
  const id = useId();
  const items = found === null || isProblem(found) ? NONE : found.items;
  // A long list would push everything else out of sight, unless it is what was asked for.
  const isCut = items.length > AT_A_GLANCE && query.trim() === "" && !isWhole;
  const groups = useMemo(() => {
    const found = groupsOf(items, query);
    return isCut ? firstOf(found, AT_A_GLANCE) : found;
  }, [items, query, isCut]);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{texts.library}</h3>
      {found === null && <Loading />}
      {isProblem(found) && <p class="fault">{found.words}</p>}
      {found !== null && !isProblem(found) && items.length === 0 && <p class="hint">{texts.none}</p>}
      {items.length > AT_A_GLANCE && (
        <input
          type="search"
          class="find"
          aria-label={texts.find}
          placeholder={texts.find}
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        />
      )}
      <p role="status" class="hint">
        {items.length > 0 && groups.length === 0 && texts.noneFound}
      </p>
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      {groups.map(({ folder, films }) => (
        <div key={folder}>
          {groups.length > 1 && <h4>{folder === "" ? texts.loose : <bdi>{folder}</bdi>}</h4>}
          <ul class="films">
            {films.map((film) => (
              <FilmRow
                key={film.path}
                film={film}
                isOn={media?.kind === "file" && media.src === film.path}
                isBusy={isBusy}
                show={ways.show && (() => void run(async () => ways.show?.(asMedia(film))))}
                add={ways.add && (() => void run(async () => ways.add?.(asMedia(film))))}
              />
            ))}
          </ul>
        </div>
      ))}
      {isCut && (
        <button type="button" class="quiet" onClick={() => setIsWhole(true)}>
          {texts.all(numberWords(items.length))}
        </button>
      )}
    </section>
  );
}

const asMedia = ({ kind, path, title, subtitles }: LibraryItem) => ({ kind, src: path, title, subtitles });

type RowProps = {
  film: LibraryItem;
  isOn: boolean;
  isBusy: boolean;
  show: (() => void) | null;
  add: (() => void) | null;
};

/** One film: its title shows it, the sign beside it adds it to the queue. */
function FilmRow({ film, isOn, isBusy, show, add }: RowProps) {
  const id = useId();
  const { title, duration, size, subtitles, unsupported_subtitles = [] } = film;
  const facts = [
    duration !== undefined && clockTime(duration),
    sizeWords(size),
    subtitles.length > 0 && texts.subtitleCount(subtitles.length),
  ].filter((fact) => fact !== false);
  const missing = lackWords(lacksIn(film.codecs));
  const about = (
    <>
      <span class="film-title">
        <bdi id={`${id}-title`}>{title}</bdi> {isOn && <span class="mark">{texts.playing}</span>}
      </span>
      <span class="facts">{facts.join(" · ")}</span>
    </>
  );
  return (
    <li>
      <div class="film-row">
        {show === null ? (
          <span class="film">
            <span>{about}</span>
          </span>
        ) : (
          <button type="button" class="film" title={texts.showNow} disabled={isBusy} onClick={show}>
            <Icon name="play" />
            <span>{about}</span>
          </button>
        )}
        {add !== null && (
          <button
            type="button"
            class="add"
            aria-label={texts.addToQueue}
            aria-describedby={`${id}-title`}
            title={texts.addToQueue}
            disabled={isBusy}
            onClick={add}
          >
            <Icon name="add" />
          </button>
        )}
      </div>
      {missing !== null && <p class="fault">{missing}</p>}
      {unsupported_subtitles.map((file) => (
        <p class="hint" key={file}>
          {texts.unsupportedSubtitles(file)}
        </p>
      ))}
    </li>
  );
}
