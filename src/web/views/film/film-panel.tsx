import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import type { RoomModel } from "../../store/room-model.ts";
import { FilmPicker } from "./film-picker.tsx";
import { Queue } from "./queue.tsx";

/** What comes next, and where more of it is found. */
export function FilmPanel({ party, cinema, model }: { party: Party; cinema: Cinema; model: RoomModel }) {
  return (
    <div class="film-panel">
      <Queue party={party} cinema={cinema} model={model} />
      <FilmPicker party={party} model={model} />
    </div>
  );
}
