import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useId, useState } from "preact/hooks";
import type { AdminAccount, AdminRoom } from "../../../protocol/rest.ts";
import type { AdminApi } from "../../admin-api.ts";
import { dayWords, numberWords } from "../../figures.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { TEXTS } from "../../texts/texts.ts";
import { LongList } from "../parts/long-list.tsx";
import { AskFirst, useAct } from "../parts/parts.tsx";
import { follow } from "./tickets.tsx";

const { admin: texts } = TEXTS;

type Props = {
  api: AdminApi;
  /** The figures are no longer what they were. */
  changed(): void;
};

/** Everybody who has an account here or came as a guest, the newest first. */
export function AdminAccounts({ api, me, changed }: Props & { me: string }) {
  const id = useId();
  const [q, setQ] = useState("");
  function search(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setQ(String(new FormData(event.currentTarget).get("q") ?? "").trim());
  }
  return (
    <section class="card" aria-label={texts.accounts}>
      <h2>{texts.accounts}</h2>
      <search>
        <form class="search" onSubmit={search}>
          <label for={id} class="hidden">
            {texts.search}
          </label>
          <input id={id} type="search" name="q" placeholder={texts.search} autoComplete="off" />
          <button type="submit">{texts.searchButton}</button>
        </form>
      </search>
      <LongList
        key={q}
        load={(after) => api.accounts(after, q)}
        keyOf={(account) => account.id}
        empty={texts.noAccounts}
        row={(account, drop) => <AccountRow {...{ api, account, drop, changed }} isMe={account.id === me} />}
      />
    </section>
  );
}

type AccountRowProps = Props & { account: AdminAccount; isMe: boolean; drop(): void };

function AccountRow({ api, account, isMe, drop, changed }: AccountRowProps) {
  const { id, display_name, is_guest, is_owner, is_online, created_at, rooms } = account;
  return (
    <Row
      about={[texts.since(dayWords(created_at)), rooms > 0 ? texts.hosts(rooms) : null]}
      button={texts.remove}
      label={texts.removeOf(display_name)}
      sure={texts.removeSure(display_name)}
      yes={texts.removeYes}
      remove={isMe || is_owner ? null : () => api.removeAccount(id)}
      removed={() => {
        drop();
        changed();
      }}
    >
      <bdi>{display_name}</bdi>
      {is_owner && <span class="mark">{texts.owner}</span>}
      {is_guest && <span class="mark">{TEXTS.guest}</span>}
      {is_online && <span class="mark lit">{texts.online}</span>}
    </Row>
  );
}

/** Every room of the server, the newest first. */
export function AdminRooms({ api, changed }: Props) {
  return (
    <section class="card" aria-label={texts.rooms}>
      <h2>{texts.rooms}</h2>
      <LongList
        load={api.rooms}
        keyOf={(room) => room.code}
        empty={texts.noRooms}
        row={(room, drop) => <RoomRow {...{ api, room, drop, changed }} />}
      />
    </section>
  );
}

function RoomRow({ api, room, drop, changed }: Props & { room: AdminRoom; drop(): void }) {
  const { code, name, host, is_public, media, viewer_count, messages, created_at } = room;
  const path = `/r/${code}`;
  return (
    <Row
      about={[
        media === null ? null : (media.title ?? media.src),
        host.display_name,
        viewer_count > 0 ? TEXTS.rooms.watching(viewer_count) : null,
        messages === 1 ? texts.line : texts.lines(numberWords(messages)),
        texts.since(dayWords(created_at)),
      ]}
      button={texts.delete}
      label={texts.deleteOf(name)}
      sure={texts.deleteSure(name)}
      yes={texts.deleteYes}
      remove={() => api.deleteRoom(code)}
      removed={() => {
        drop();
        changed();
      }}
    >
      <a href={path} onClick={(event) => follow(event, path)}>
        <bdi>{name}</bdi>
      </a>
      <code>{code}</code>
      {is_public && <span class="mark">{texts.listed}</span>}
    </Row>
  );
}

type RowProps = {
  children: ComponentChildren;
  about: readonly (string | null)[];
  button: string;
  label: string;
  sure: string;
  yes: string;
  /** Null where it is not to be had. */
  remove: (() => Promise<null | Problem>) | null;
  removed(): void;
};

/** What something is called, what there is to say about it, and how to be rid of it. */
function Row({ children, about, button, label, sure, yes, remove, removed }: RowProps) {
  const [problem, run, isBusy] = useAct();
  async function act(): Promise<Problem | null> {
    const answer = (await remove?.()) ?? null;
    if (!isProblem(answer)) removed();
    return answer;
  }
  return (
    <>
      <div class="row-name">
        <p>{children}</p>
        <p class="ticket-about">{about.map((words, i) => words !== null && <bdi key={i}>{words}</bdi>)}</p>
        {problem !== null && (
          <p class="fault" role="alert">
            {problem.words}
          </p>
        )}
      </div>
      {remove !== null && (
        <AskFirst {...{ button, label, sure, yes }} isDanger isOff={isBusy} act={() => void run(act)} />
      )}
    </>
  );
}
