import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Account } from "../../../protocol/values.ts";
import type { Api } from "../../api.ts";
import { useCell } from "../../cell.ts";
import { type Cinema, openCinema } from "../../cinema.ts";
import type { Connection } from "../../link.ts";
import { createParty, type Party } from "../../party.ts";
import { isProblem } from "../../problem.ts";
import { goTo } from "../../route.ts";
import { amHost } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { DeviceButton } from "../pages/device-settings.tsx";
import { TopBar } from "../pages/top-bar.tsx";
import { Icon } from "../parts/icons.tsx";
import { Loading, useAct } from "../parts/parts.tsx";
import { useFullScreen } from "../stage/full-screen.ts";
import { Stage } from "../stage/stage.tsx";
import { Unreached } from "./door-screens.tsx";
import { HostNotices, NewHost } from "./host-notices.tsx";
import { Invite } from "./invite.tsx";
import { KeyHelp } from "./key-help.tsx";
import { Side, type Tab } from "./side.tsx";
import { useTitle } from "./use-title.ts";

const { room: texts } = TEXTS;
type Ended = (Connection & { state: "ended" })["because"];
type Visit = { party: Party; cinema: Cinema };

/** A visit to a room by somebody whom its door let in. */
export function PartyView(props: {
  api: Api;
  me: Account;
  code: string;
  hasPressed: boolean;
  onEnded(because: Ended): void;
}) {
  const { api, me, code, hasPressed, onEnded } = props;
  const [visit, setVisit] = useState<Visit | null>(null);
  useEffect(() => {
    const party = createParty({ code, api, me });
    const screening = openCinema(party, hasPressed);
    const unfollow = screening.cinema.watch((cinema) => setVisit(cinema && { party, cinema }));
    const unwatch = party.link.connection.watch((connection) => {
      if (connection.state !== "ended") return;
      // A host who deletes the room knows what became of it.
      if (connection.because === "gone" && amHost(party.room.get())) return goTo("/");
      onEnded(connection.because);
    });
    return () => {
      unwatch();
      unfollow();
      screening.close();
      party.close();
    };
  }, [api, code, me.id]);
  return visit === null ? <Loading words={TEXTS.link.connecting} /> : <Inside {...visit} />;
}

function Inside({ party, cinema }: Visit) {
  const model = useCell(party.room);
  const connection = useCell(party.link.connection);
  const [tab, setTab] = useState<Tab>("chat");
  const isHost = amHost(model);
  const wasGuest = useRef(false);
  if (model.room !== null && !isHost) wasGuest.current = true;
  const frame = useRef<HTMLDivElement>(null);
  const full = useFullScreen(frame);
  const [isSideOpen, setIsSideOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  function turnTo(wanted: Tab): void {
    full.leave();
    setTab(wanted);
  }
  const talk = useCallback(() => {
    setTab("chat");
    setIsSideOpen(true);
    // Once it is there to be focused.
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(".composer :is(input, textarea)")?.focus());
  }, []);
  useTitle(party, model.room?.info.name);
  if (model.room === null)
    return (
      <>
        <TopBar />
        {connection.state === "lost" ? (
          <Unreached because={connection.because} again_ms={connection.again_ms} act={party.link.hurry} />
        ) : (
          <Loading words={TEXTS.link.connecting} />
        )}
      </>
    );
  return (
    <div class={["party", full.isFull && "full", isSideOpen && "with-side"].filter(Boolean).join(" ")} ref={frame}>
      <TopBar>
        <h1 class="room-name">{model.room.info.name}</h1>
        <Invite code={party.code} />
        {!isHost && <LeaveButton party={party} />}
        <DeviceButton />
      </TopBar>
      <p class="notice connection" role="status" hidden={lostWords(connection) === null}>
        {lostWords(connection)}
      </p>
      <main class="screen">
        <Stage
          {...{ party, cinema, model, frame, full, talk }}
          side={{ isOpen: isSideOpen, toggle: () => setIsSideOpen((isOpen) => !isOpen) }}
          choose={() => turnTo("film")}
          help={() => setIsHelpOpen(true)}
        >
          {isHost && wasGuest.current && <NewHost />}
          {isHost && (
            <HostNotices party={party} model={model} requests={cinema.requests} see={() => turnTo("people")} />
          )}
        </Stage>
      </main>
      <Side party={party} cinema={cinema} model={model} wanted={tab} turnTo={setTab} />
      {isHelpOpen && <KeyHelp isHost={isHost} close={() => setIsHelpOpen(false)} />}
    </div>
  );
}

/** Takes one's name off the room's list; the room's end of the socket then says the rest. */
function LeaveButton({ party }: { party: Party }) {
  const [problem, run, isBusy] = useAct();
  async function leave() {
    const answer = await party.api.leave(party.code);
    if (!isProblem(answer)) goTo("/");
    return answer;
  }
  return (
    <>
      {problem !== null && (
        <span class="fault" role="alert">
          {problem.words}
        </span>
      )}
      <button
        type="button"
        class="quiet leave"
        aria-label={texts.leaveLong}
        title={texts.leaveLong}
        disabled={isBusy}
        onClick={() => void run(leave)}
      >
        <Icon name="leave" />
        <span>{texts.leave}</span>
      </button>
    </>
  );
}

/** What to say about a link that does not stand; null while it does. */
function lostWords(connection: Connection): string | null {
  if (connection.state !== "lost") return null;
  const { because } = connection;
  return typeof because === "string" ? TEXTS.link[because] : because.words;
}
