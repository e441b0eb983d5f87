import type { Api } from "../api.ts";
import { useCell } from "../cell.ts";
import { goTo, place } from "../route.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { AccountView } from "./account.tsx";
import { Home } from "./home.tsx";
import { Loading, Message } from "./parts.tsx";
import { RoomPage } from "./room-page.tsx";
import { SignInCard } from "./sign-in.tsx";
import { TopBar } from "./top-bar.tsx";

/** The page: whoever is not signed in is asked to, then the place that the address names. */
export function App({ session, api }: { session: Session; api: Api }) {
  const signIn = useCell(session.signIn);
  const here = useCell(place);
  if (here.at === "nowhere") return <Nowhere />;
  if (signIn.state === "unknown") return <Loading />;
  if (signIn.state === "out")
    return <Welcome session={session} isInvited={here.at === "room"} because={signIn.because} />;
  const { me } = signIn;
  if (here.at === "room") return <RoomPage key={`${here.code} ${me.id}`} {...{ session, api, me }} code={here.code} />;
  return (
    <>
      <TopBar>
        <span class="who">
          {me.display_name}
          {me.is_guest && <span class="mark">{TEXTS.guest}</span>}
        </span>
        <button type="button" class="quiet" onClick={() => goTo("/#account")}>
          {TEXTS.account.open}
        </button>
        <button type="button" class="quiet" onClick={() => void session.signOut()}>
          {TEXTS.signIn.signOut}
        </button>
      </TopBar>
      {here.at === "account" ? <AccountView session={session} api={api} me={me} /> : <Home api={api} me={me} />}
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

function Welcome({
  session,
  isInvited,
  because,
}: {
  session: Session;
  isInvited: boolean;
  because?: string | undefined;
}) {
  return (
    <main class="welcome">
      <div class="poster">
        <img src="/icon.svg" alt="" width="72" height="72" />
        <h1>{TEXTS.name}</h1>
        <p>{isInvited ? TEXTS.signIn.invited : TEXTS.tagline}</p>
      </div>
      <div>
        {because !== undefined && (
          <p role="status" class="notice">
            {because}
          </p>
        )}
        <SignInCard session={session} first={isInvited ? "guest" : "register"} />
      </div>
    </main>
  );
}
