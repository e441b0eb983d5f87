import { useEffect, useState } from "preact/hooks";
import type { Account } from "../../protocol/values.ts";
import type { Api } from "../api.ts";
import { useCell } from "../cell.ts";
import { type Cinema, createCinema } from "../cinema.ts";
import type { Connection } from "../link.ts";
import { createParty, type Party } from "../party.ts";
import { amHost } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { HostNotices } from "./host-notices.tsx";
import { CopyLink } from "./invite.tsx";
import { Loading } from "./parts.tsx";
import { Side } from "./side.tsx";
import { Stage } from "./stage.tsx";
import { TopBar } from "./top-bar.tsx";

type Ended = (Connection & { state: "ended" })["because"];
type Visit = { party: Party; cinema: Cinema };

/** A visit to a room by somebody whom its door let in. */
export function PartyView(props: { api: Api; me: Account; code: string; onEnded(because: Ended): void }) {
  const { api, me, code, onEnded } = props;
  const [visit, setVisit] = useState<Visit | null>(null);
  useEffect(() => {
    const party = createParty({ code, api, me });
    const cinema = createCinema(party);
    setVisit({ party, cinema });
    const unwatch = party.link.connection.watch((connection) => {
      if (connection.state === "ended") onEnded(connection.because);
    });
    return () => {
      unwatch();
      cinema.close();
      party.close();
    };
  }, [api, code, me.id]);
  return visit === null ? <Loading words={TEXTS.link.connecting} /> : <Inside {...visit} />;
}

function Inside({ party, cinema }: Visit) {
  const model = useCell(party.room);
  const connection = useCell(party.link.connection);
  useEffect(() => {
    if (model.room !== null) document.title = `${model.room.info.name} · ${TEXTS.name}`;
    return () => {
      document.title = TEXTS.name;
    };
  }, [model.room?.info.name]);
  if (model.room === null)
    return (
      <>
        <TopBar />
        <Loading words={lostWords(connection) ?? TEXTS.link.connecting} />
      </>
    );
  return (
    <div class="party">
      <TopBar>
        <h1 class="room-name">{model.room.info.name}</h1>
        <CopyLink code={party.code} />
      </TopBar>
      <p class="notice connection" role="status" hidden={lostWords(connection) === null}>
        {lostWords(connection)}
      </p>
      <main class="screen">
        {amHost(model) && <HostNotices party={party} model={model} remote={cinema.remote} />}
        <Stage party={party} cinema={cinema} model={model} />
      </main>
      <Side party={party} model={model} />
    </div>
  );
}

/** What to say about a link that does not stand; null while it does. */
function lostWords(connection: Connection): string | null {
  if (connection.state !== "lost") return null;
  const { because } = connection;
  return typeof because === "string" ? TEXTS.link[because] : because.words;
}
