import type { Body } from "../../../protocol/rest.ts";
import type { Party } from "../../party.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { amHost, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useMoment } from "../parts/moment.ts";
import { AddressForm } from "./address-form.tsx";
import { titleOf } from "./film-words.ts";
import { Library } from "./library.tsx";
import { OwnFilePicker } from "./own-file.tsx";

const { film: texts } = TEXTS;
const SAID_MS = 5_000;

/** A film as one gives it to the room. */
export type Chosen = NonNullable<Body<"media">["media"]>;

/** What may be done with a film that was found; null for what is not this person's to do. */
export type Ways = Readonly<Record<"show" | "add", ((media: Chosen) => Promise<Problem | null>) | null>>;

type Props = {
  party: Party;
  model: RoomModel;
  /** Leaves out what one can do without. */
  isCompact?: boolean;
};

/** Where films come from. The host shows one or adds it to the queue; guests add while the queue is open. */
export function FilmPicker({ party, model, isCompact = false }: Props) {
  const { api, code } = party;
  const [said, setSaid] = useMoment<string>(SAID_MS);
  const isHost = amHost(model);
  const mayAdd = isHost || model.room?.info.is_queue_open === true;
  const way =
    (call: (media: Chosen) => Promise<unknown>, words: (title: string) => string) => async (media: Chosen) => {
      const answer = await call(media);
      setSaid(isProblem(answer) ? null : words(titleOf(media)));
      return isProblem(answer) ? answer : null;
    };
  const ways: Ways = {
    show: isHost ? way((media) => api.setMedia(code, media), texts.shown) : null,
    add: mayAdd ? way((media) => api.addToQueue(code, media), texts.added) : null,
  };
  if (!mayAdd) return null;
  return (
    <div class="film-picker">
      <p role="status" class="said">
        {said}
      </p>
      {!model.me.is_guest && <Library api={api} media={model.room?.playback.media ?? null} ways={ways} />}
      {isHost && <OwnFilePicker party={party} />}
      <AddressForm ways={ways} isCompact={isCompact} />
    </div>
  );
}
