import { useState } from "preact/hooks";
import type { Media } from "../../../protocol/values.ts";
import { sizeWords } from "../../figures.ts";
import { compare, lookAt, type Match, type OwnFile, readOwn } from "../../own-file.ts";
import { keepCopy } from "../../own-files.ts";
import type { Player } from "../../player.ts";
import { TEXTS } from "../../texts/texts.ts";
import { FileButton } from "../film/own-file.tsx";
import { clockTime } from "../parts/parts.tsx";
import { Sign } from "../parts/signs.tsx";

const { ownFile: texts } = TEXTS;

const lengthOf = ({ duration_ms }: OwnFile): string => (duration_ms > 0 ? clockTime(duration_ms / 1000) : "?");

type Offer =
  | { readonly at: "asking" | "looking" }
  | { readonly at: "unread"; readonly name: string }
  | { readonly at: "doubting"; readonly file: File; readonly given: OwnFile; readonly match: Exclude<Match, "same"> };

/** In the place of a film of which everybody brings a copy, until this device has shown its own. */
export function OwnCopy({ media, player }: { media: Media; player: Player }) {
  const [offer, setOffer] = useState<Offer>({ at: "asking" });
  const [isOver, setIsOver] = useState(false);
  const wanted = readOwn(media.src);
  if (wanted === null) return null;

  /** To show one's copy is to want to see the film: nobody is asked for another press. */
  function use(file: File): void {
    keepCopy(media.src, file);
    player.join();
  }
  async function choose(file: File): Promise<void> {
    setOffer({ at: "looking" });
    const given = await lookAt(file);
    if (given === null) return setOffer({ at: "unread", name: file.name });
    const match = compare(wanted as OwnFile, given);
    if (match === "same") use(file);
    else setOffer({ at: "doubting", file, given, match });
  }
  function dropped(event: DragEvent): void {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer?.files ?? [];
    // One after the other: the answer about the first would be taken for one about the second.
    if (file !== undefined && offer.at !== "looking") void choose(file);
  }
  const chooser = (words: string, isMain: boolean) => (
    <FileButton words={words} isMain={isMain} isOff={offer.at === "looking"} choose={(file) => void choose(file)} />
  );
  return (
    // The button does for the keyboard what the zone does for a mouse.
    <section
      class={isOver ? "cover roomy own-copy over" : "cover roomy own-copy"}
      aria-label={texts.title}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={dropped}
    >
      <Sign name="copy" />
      <h2>{texts.title}</h2>
      <p class="wanted">
        <strong>
          <bdi>{media.title ?? texts.untitled}</bdi>
        </strong>
        <span>{texts.about(sizeWords(wanted.bytes), lengthOf(wanted))}</span>
      </p>
      <div role="status">
        {offer.at === "unread" && <p class="fault">{texts.unread(offer.name)}</p>}
        {offer.at === "doubting" && <Doubt {...offer} wanted={wanted} />}
      </div>
      {offer.at === "doubting" ? (
        <div class="choices">
          <button type="button" class={offer.match === "alike" ? "primary" : undefined} onClick={() => use(offer.file)}>
            {offer.match === "alike" ? texts.use : texts.useAnyway}
          </button>
          {chooser(texts.another, offer.match === "other")}
        </div>
      ) : (
        chooser(offer.at === "looking" ? texts.looking : texts.yours, true)
      )}
      <p class="hint">
        <span class="drop-note">{texts.drop} </span>
        {texts.privacy}
      </p>
    </section>
  );
}

/** What is different about the chosen file. */
function Doubt({ file, given, wanted, match }: Offer & { at: "doubting" } & { wanted: OwnFile }) {
  const [size, wantedSize] = [sizeWords(given.bytes), sizeWords(wanted.bytes)];
  const [length, wantedLength] = [lengthOf(given), lengthOf(wanted)];
  return (
    <div class="doubt">
      <p>
        <strong>{match === "alike" ? texts.alikeTitle : texts.otherTitle}</strong>
        <bdi>{file.name}</bdi>
      </p>
      <p>
        {match === "alike" && texts.alike} {size !== wantedSize && texts.sizes(size, wantedSize)}{" "}
        {match === "other" && length !== wantedLength && texts.lengths(length, wantedLength)}
      </p>
    </div>
  );
}
