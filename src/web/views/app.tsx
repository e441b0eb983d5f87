import type { Api } from "../api.ts";
import { useCell } from "../cell.ts";
import { goTo, place } from "../route.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { AccountView } from "./account.tsx";
import { Away, AwayPage } from "./away.tsx";
import { DeviceButton } from "./device-settings.tsx";
import { Home } from "./home.tsx";
import { Later } from "./later.tsx";
import { Loading, Message } from "./parts.tsx";
import { RoomPage } from "./room-page.tsx";
import { TopBar } from "./top-bar.tsx";
import { Welcome } from "./welcome.tsx";

const loadAdmin = () => import("./admin.tsx");

/** The page: whoever is not signed in is asked to, then the place that the address names. */
export function App({ session, api }: { session: Session; api: Api }) {
  const signIn = useCell(session.signIn);
  const here = useCell(place);
  if (here.at === "nowhere") return <Nowhere />;
  if (signIn.state === "unknown")
    return signIn.problem === undefined ? (
      <Loading />
    ) : (
      <AwayPage problem={signIn.problem} retry={() => void session.resume()} />
    );
  if (signIn.state === "out")
    return <Welcome session={session} isInvited={here.at === "room"} because={signIn.because} />;
  const { me } = signIn;
  if (here.at === "room") return <RoomPage key={`${here.code} ${me.id}`} {...{ session, api, me }} code={here.code} />;
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
