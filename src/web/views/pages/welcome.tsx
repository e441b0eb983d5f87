import { publicRooms } from "../../api.ts";
import { isProblem } from "../../problem.ts";
import type { Session } from "../../session.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useFresh } from "../parts/fresh.ts";
import { Away } from "./away.tsx";
import { DeviceButton } from "./device-settings.tsx";
import { InviteCard, SignInCard } from "./sign-in.tsx";
import { PublicRooms } from "./tickets.tsx";

type Props = {
  session: Session;
  /** The room that somebody was invited to. */
  code: string | null;
  because?: string | undefined;
  /** Hears that they asked to be let in, and to be shown the film. */
  pressed(): void;
};

/** Whoever is not signed in is told what this is, asked in, and shown which rooms are open to all. */
export function Welcome({ session, code, because, pressed }: Props) {
  return (
    <main class="welcome">
      <div class="poster">
        <img src="/icon.svg" alt="" width="72" height="72" />
        <h1>{TEXTS.name}</h1>
        <p>{code !== null ? TEXTS.signIn.invited : TEXTS.tagline}</p>
        {code !== null && <p class="promise">{TEXTS.signIn.promise}</p>}
      </div>
      <div>
        {because !== undefined && (
          <p role="status" class="notice">
            {because}
          </p>
        )}
        <Away />
        {code === null ? <SignInCard session={session} /> : <InviteCard {...{ session, code, pressed }} />}
      </div>
      {code === null && <OpenRooms />}
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
