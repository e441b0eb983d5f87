import { useMemo, useRef } from "preact/hooks";
import type { Api } from "../../api.ts";
import { useCell } from "../../cell.ts";
import { goTo, place } from "../../route.ts";
import type { Session } from "../../session.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Later } from "../parts/later.tsx";
import { Outdated } from "../parts/outdated.tsx";
import { Loading, Message } from "../parts/parts.tsx";
import { useRetry } from "../parts/retry.tsx";
import { Unreached } from "../room/door-screens.tsx";
import { RoomPage } from "../room/room-page.tsx";
import { AccountView } from "./account.tsx";
import { Away } from "./away.tsx";
import { DeviceButton } from "./device-settings.tsx";
import { Home } from "./home.tsx";
import { TopBar } from "./top-bar.tsx";
import { Welcome } from "./welcome.tsx";

const loadAdmin = () => import("./admin.tsx");

/** The page, and what is said of it as a whole. */
export function App(props: { session: Session; api: Api }) {
  return (
    <>
      <Place {...props} />
      <Outdated />
    </>
  );
}

/** Whoever is not signed in is asked to, then the place that the address names. */
function Place({ session, api }: { session: Session; api: Api }) {
  const signIn = useCell(session.signIn);
  const here = useCell(place);
  /** The room for which "Join with sound" was pressed. */
  const pressed = useRef<string | null>(null);
  const failure = useMemo(() => {
    const problem = signIn.state === "unknown" ? signIn.problem : undefined;
    return problem === undefined ? null : { problem };
  }, [signIn]);
  const again_ms = useRetry(failure, () => void session.resume());
  if (here.at === "nowhere") return <Nowhere />;
  if (signIn.state === "unknown") {
    const { problem } = signIn;
    if (problem === undefined) return <Loading />;
    return (
      <>
        <TopBar />
        <Unreached because={problem} again_ms={again_ms} act={() => void session.resume()} />
      </>
    );
  }
  const code = here.at === "room" ? here.code : null;
  if (signIn.state === "out")
    return (
      <Welcome
        {...{ session, code }}
        because={signIn.because}
        pressed={() => {
          pressed.current = code;
        }}
      />
    );
  const { me } = signIn;
  if (code !== null)
    return <RoomPage key={`${code} ${me.id}`} {...{ session, api, me, code }} hasPressed={pressed.current === code} />;
  return (
    <>
      <TopBar>
        <span class="who">
          <bdi>{me.display_name}</bdi>
          {me.is_guest && <span class="mark">{TEXTS.guest}</span>}
        </span>
        <button type="button" class="quiet" onClick={() => goTo("/#account")}>
          {TEXTS.account.open}
        </button>
        <button type="button" class="quiet" onClick={() => void session.signOut()}>
          {TEXTS.signIn.signOut}
        </button>
        <DeviceButton />
      </TopBar>
      <Away />
      {here.at === "home" && <Home api={api} me={me} />}
      {here.at === "account" && <AccountView session={session} api={api} me={me} />}
      {here.at === "admin" && (
        <Later load={loadAdmin}>{({ AdminView }) => <AdminView session={session} me={me} />}</Later>
      )}
    </>
  );
}

/** An address that leads nowhere says so, whoever asks. */
function Nowhere() {
  return (
    <>
      <TopBar />
      <Message title={TEXTS.nowhere.title}>
        <p>{TEXTS.nowhere.words}</p>
        <button type="button" class="primary" onClick={() => goTo("/")}>
          {TEXTS.nowhere.home}
        </button>
      </Message>
    </>
  );
}
