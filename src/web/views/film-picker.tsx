import { useEffect, useState } from "preact/hooks";
import type { LibraryItem } from "../../protocol/rest.ts";
import type { Media } from "../../protocol/values.ts";
import type { Party } from "../party.ts";
import { isProblem, type Problem } from "../problem.ts";
import { TEXTS } from "../texts/texts.ts";
import { OwnFilePicker } from "./own-file.tsx";
import { Field, Form, Loading, useAct } from "./parts.tsx";

const { film: texts } = TEXTS;

/** The host chooses: a film of the library, or the address of one. `media` is what is on now. */
export function FilmPicker({ party, media }: { party: Party; media: Media | null }) {
  const { api, code } = party;
  const [found, setFound] = useState<{ items: LibraryItem[] } | Problem | null>(null);
  const [problem, run, isBusy] = useAct();
  useEffect(() => void api.library().then(setFound), [api]);
  const choose = ({ kind, path, title, subtitles }: LibraryItem) =>
    void run(() => api.setMedia(code, { kind, src: path, title, subtitles }));
  async function show({ address = "" }): Promise<Problem | null> {
    const answer = await api.setMedia(code, { kind: "url", src: address });
    if (!isProblem(answer)) return null;
    return { ...answer, faults: answer.faults.map((fault) => ({ ...fault, path: "address" })) };
  }
  return (
    <div class="film-picker">
      <h3>{texts.library}</h3>
      {found === null && <Loading />}
      {isProblem(found) && <p class="fault">{found.words}</p>}
      {found !== null && !isProblem(found) && (
        <ul class="films">
          {found.items.length === 0 && <li class="hint">{texts.none}</li>}
          {found.items.map((item) => (
            <li key={item.path}>
              <button type="button" disabled={isBusy} onClick={() => choose(item)}>
                <span>{item.title}</span>
                {media?.kind === "file" && media.src === item.path && <span class="mark">{texts.playing}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p role="alert" class="fault">
        {problem?.words}
      </p>
      <OwnFilePicker party={party} />
      <Form act={show} button={texts.show}>
        {(faultOf) => (
          <Field
            name="address"
            type="url"
            label={texts.address}
            hint={texts.addressHint}
            fault={faultOf("address")}
            autoComplete="off"
          />
        )}
      </Form>
    </div>
  );
}
