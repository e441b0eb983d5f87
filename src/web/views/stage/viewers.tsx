import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { idOf } from "../../../domain/room.ts";
import { peopleHere, type RoomModel, type ViewerReport } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { isApart, loadedWords, offsetWords, timeWords } from "./sync-words.ts";

const { sync: texts } = TEXTS;
/** A player that has not reported for so long may be anywhere by now; in a crowd each one's turn comes later. */
const staleAfterMs = (crowd: number) => Math.max(15_000, 300 * crowd);

/** When (ms of this page's clock) each report was first seen here. */
export type Heard = WeakMap<ViewerReport, number>;

/** Notes when reports come in, since they don't say so themselves. */
export function useHeard(reports: RoomModel["reports"]): Heard {
  const heard = useRef<Heard>(new WeakMap()).current;
  for (const report of reports.values()) if (!heard.has(report)) heard.set(report, performance.now());
  return heard;
}

/** How everyone here keeps up, for the host. */
export function Viewers({ model, heard }: { model: RoomModel; heard: Heard }) {
  const { columns } = texts;
  const here = peopleHere(model);
  const isStale = (report: ViewerReport) => performance.now() - (heard.get(report) ?? 0) > staleAfterMs(here.length);
  return (
    <section>
      <h3>{texts.everyone}</h3>
      <table>
        <thead>
          <tr>
            {Object.values(columns).map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {here.map(({ user }) => {
            const report = model.reports.get(idOf(user));
            const about = report === undefined ? texts.unknown : isStale(report) ? texts.stale : report;
            return <Viewer key={user.id} name={user.display_name} about={about} />;
          })}
        </tbody>
      </table>
      <p class="hint">{texts.apartNote}</p>
    </section>
  );
}

/** One row: what the player reported, or why there is nothing to show. */
function Viewer({ name, about }: { name: string; about: ViewerReport | string }) {
  const row = (cells: ComponentChildren, mark?: string) => (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {mark !== undefined && <span class="mark">{mark}</span>}
      </th>
      {cells}
    </tr>
  );
  const word = (words: string) => <td colSpan={3}>{words}</td>;
  if (typeof about === "string") return row(word(about));
  const { status, offset_ms, rtt_ms, buffered_s } = about;
  const areApart = offset_ms !== undefined && isApart(offset_ms);
  const mark = { buffering: TEXTS.people.buffering, away: texts.away, ready: areApart ? texts.apart : undefined }[
    status
  ];
  if (offset_ms === undefined && rtt_ms === undefined && buffered_s === undefined)
    return row(word(texts.unknown), mark);
  return row(
    <>
      <td class={areApart ? "apart" : undefined}>{known(offset_ms, offsetWords)}</td>
      <td>{known(rtt_ms, timeWords)}</td>
      <td>{known(buffered_s, loadedWords)}</td>
    </>,
    mark,
  );
}

function known(value: number | undefined, words: (value: number) => string) {
  if (value !== undefined) return words(value);
  return (
    <>
      <span aria-hidden="true">–</span>
      <span class="hidden">{texts.unknown}</span>
    </>
  );
}
