import { publicRooms } from "../api.ts";
import { isProblem } from "../problem.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { Away } from "./away.tsx";
import { DeviceButton } from "./device-settings.tsx";
import { useFresh } from "./fresh.ts";
import { SignInCard } from "./sign-in.tsx";
import { PublicRooms } from "./tickets.tsx";

type Props = { session: Session; isInvited: boolean; because?: string | undefined };

/** Whoever is not signed in is told what this is, asked in, and shown which rooms are open to all. */
export function Welcome({ session, isInvited, because }: Props) {
  return (
    <main class="welcome">
      <div class="poster">
        <img src="/icon.svg" alt="" width="72" height="72" />
        <h1>{TEXTS.name}</h1>
        <p>{isInvited ? TEXTS.signIn.invited : TEXTS.tagline}</p>
      </div>
      <div class="box-office">
        {because !== undefined && (
          <p role="status" class="notice">
            {because}
          </p>
        )}
        <Away />
        <SignInCard key={String(isInvited)} session={session} first={isInvited ? "guest" : "register"} />
      </div>
      {!isInvited && <OpenRooms />}
      <div class="corner">
        <DeviceButton />
      </div>
    </main>
  );
}

function OpenRooms() {
  const [found] = useFresh(publicRooms);
  return <PublicRooms rooms={found === null || isProblem(found) ? [] : found.rooms} me={null} />;
}
