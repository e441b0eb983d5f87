import type { TargetedSubmitEvent } from "preact";
import { useId, useState } from "preact/hooks";
import { languageName } from "../../figures.ts";
import { isLink, isMixed, type MediaLink, recognise } from "../../media-link.ts";
import { TEXTS } from "../../texts/texts.ts";
import { sentence, useAct } from "../parts/parts.tsx";
import type { Chosen, Ways } from "./film-picker.tsx";

const { film: texts } = TEXTS;
const EMPTY = { address: "", title: "", subtitles: "" };
type Fields = typeof EMPTY;
/** `Film.pt-BR.vtt` says which language it is in. */
const LANGUAGE_IN_NAME = /\.([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.\w+(?:[?#].*)?$/i;

/** A film by its address: one field for every kind, which says at once what it recognised. */
export function AddressForm({ ways, isCompact }: { ways: Ways; isCompact: boolean }) {
  const id = useId();
  const [fields, setFields] = useState<Fields>(EMPTY);
  const [wasTried, setWasTried] = useState(false);
  const [problem, run, isBusy] = useAct();
  const found = recognise(fields.address);
  const isEmpty = fields.address.trim() === "";

  const act = (way: Ways["show"]) => async () => {
    setWasTried(true);
    if (!isLink(found) || way === null) return;
    await run(async () => {
      const answer = await way(mediaOf(found, fields));
      if (answer !== null) return answer;
      // What was typed meanwhile is the next film.
      setFields((now) => (now === fields ? EMPTY : now));
      setWasTried(false);
      return null;
    });
  };
  const first = ways.show ?? ways.add;
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void act(first)();
  };
  const faultOf = (prefix: string) =>
    sentence(problem?.faults.find(({ path }) => path.startsWith(`media.${prefix}`))?.message);
  const field = (name: keyof Fields, label: string, about: string, fault?: string) => (
    <div class="field">
      <label for={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        inputMode={name === "title" ? "text" : "url"}
        autoComplete="off"
        autoCapitalize={name === "title" ? "sentences" : "none"}
        spellcheck={name === "title"}
        maxLength={name === "title" ? 200 : undefined}
        value={fields[name]}
        aria-describedby={`${id}-${name}-about`}
        aria-invalid={fault !== undefined}
        onInput={({ currentTarget }) => setFields({ ...fields, [name]: currentTarget.value })}
      />
      <p id={`${id}-${name}-about`} role="status" class={fault === undefined ? "hint" : "fault"}>
        {fault ?? about}
      </p>
    </div>
  );
  const noLink = isLink(found) ? undefined : texts.noLink[found.why];
  // What is half typed is no fault yet.
  const addressAbout = isEmpty ? texts.addressHint : isLink(found) ? linkWords(found) : (noLink ?? "");
  const addressFault = faultOf("src") ?? (wasTried ? noLink : undefined);
  return (
    <form class="by-address" aria-labelledby={id} noValidate onSubmit={submit}>
      <h3 id={id}>{texts.byAddress}</h3>
      {field("address", texts.address, addressAbout, addressFault)}
      {isLink(found) && isMixed(found.src, location) && <p class="fault">{texts.mixed}</p>}
      {!isCompact && (
        <details>
          <summary>{texts.more}</summary>
          {field("title", texts.title, texts.titleHint, faultOf("title"))}
          {field("subtitles", texts.subtitles, texts.subtitlesHint, faultOf("subtitles"))}
        </details>
      )}
      <p role="alert" class="fault">
        {problem !== null && problem.faults.length === 0 && problem.words}
      </p>
      <div class="ways">
        {ways.show !== null && (
          <button type="submit" class="primary" disabled={isBusy}>
            {texts.showNow}
          </button>
        )}
        {ways.add !== null && (
          <button
            type={ways.show === null ? "submit" : "button"}
            class={ways.show === null ? "primary" : undefined}
            disabled={isBusy}
            onClick={ways.show === null ? undefined : () => void act(ways.add)()}
          >
            {texts.addToQueue}
          </button>
        )}
      </div>
    </form>
  );
}

function linkWords({ kind, title }: MediaLink): string {
  return title === undefined ? texts.kinds[kind] : texts.recognised(texts.kinds[kind], title);
}

function mediaOf({ kind, src, title: found }: MediaLink, { title: given, subtitles }: Fields): Chosen {
  const title = given.trim() === "" ? found : given;
  const track = subtitles.trim();
  return {
    kind,
    src,
    ...(title !== undefined && { title }),
    ...(track !== "" && { subtitles: [{ src: track, ...languageOf(track) }] }),
  };
}

/** What a file's name says of its language; `und` is the web's word for a language that nobody named. */
function languageOf(address: string): { label: string; lang: string } {
  const [, lang] = LANGUAGE_IN_NAME.exec(address) ?? [];
  if (lang === undefined) return { label: texts.subtitlesLabel, lang: "und" };
  return { label: languageName(lang) ?? lang, lang };
}
