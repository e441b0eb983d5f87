import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { AdminFigures } from "../../../protocol/rest.ts";
import type { Account } from "../../../protocol/values.ts";
import { createAdminApi } from "../../admin-api.ts";
import { momentWords, numberWords, sizeWords } from "../../figures.ts";
import { isProblem } from "../../problem.ts";
import { goTo } from "../../route.ts";
import type { Session } from "../../session.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useFresh } from "../parts/fresh.ts";
import { PageTitle } from "../parts/page-title.tsx";
import { Loading } from "../parts/parts.tsx";
import { AdminAccounts, AdminRooms } from "./admin-lists.tsx";

const { admin: texts } = TEXTS;
const LOOK_EVERY_MS = 4_000;

/** What the server's owner looks after: how it goes, and who and what is there. */
export function AdminView({ session, me }: { session: Session; me: Account }) {
  const api = useMemo(() => createAdminApi(session), [session]);
  const [figures, lookAgain] = useFresh(api.figures, LOOK_EVERY_MS);
  return (
    <main class="admin">
      <PageTitle words={texts.title} />
      {figures === null && <Loading />}
      {isProblem(figures) && (
        <p class="fault" role="alert">
          {figures.problem === "owner_only" ? texts.notOwner : figures.words}
        </p>
      )}
      {figures !== null && !isProblem(figures) && (
        <>
          <Figures figures={figures} />
          <AdminAccounts api={api} me={me.id} changed={lookAgain} />
          <AdminRooms api={api} changed={lookAgain} />
        </>
      )}
      <div>
        <button type="button" onClick={() => goTo("/")}>
          {TEXTS.home}
        </button>
      </div>
    </main>
  );
}

function Figures({ figures: { live, storage, accounts, rooms, version, started_at } }: { figures: AdminFigures }) {
  const { library_files } = storage;
  return (
    <>
      <Board title={texts.now}>
        <Figure label={texts.people} words={numberWords(live.people)} />
        <Figure label={texts.liveRooms} words={numberWords(live.rooms)} />
        <Figure label={texts.playing} words={numberWords(live.playing)} />
        <Figure label={texts.sockets} words={numberWords(live.sockets)} />
        <Figure label={texts.memory} words={sizeWords(live.memory_bytes)} />
      </Board>
      <Board title={texts.storage}>
        <Figure label={texts.database} words={sizeWords(storage.database_bytes)} />
        <Figure
          label={texts.library}
          words={sizeWords(storage.library_bytes)}
          note={library_files === 1 ? texts.file : texts.files(numberWords(library_files))}
        />
        <Figure
          label={texts.free}
          words={storage.free_bytes === null ? texts.unknown : sizeWords(storage.free_bytes)}
        />
      </Board>
      <Board title={texts.all}>
        <Figure label={texts.registered} words={numberWords(accounts.registered)} />
        <Figure label={texts.guests} words={numberWords(accounts.guests)} />
        <Figure label={texts.storedRooms} words={numberWords(rooms)} />
      </Board>
      <p class="hint">{texts.version(version, momentWords(started_at))}</p>
    </>
  );
}

function Board({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      <dl class="figures">{children}</dl>
    </section>
  );
}

function Figure({ label, words, note }: { label: string; words: string; note?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {words}
        {note !== undefined && <small class="hint">{note}</small>}
      </dd>
    </div>
  );
}
