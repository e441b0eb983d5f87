import { useEffect, useState } from "preact/hooks";
import type { Account } from "../../protocol/values.ts";
import type { Api } from "../api.ts";
import { type Door, knock, lookAgain } from "../door.ts";
import type { Connection } from "../link.ts";
import { isReachable } from "../reach.ts";
import { goTo } from "../route.ts";
import type { Session } from "../session.ts";
import { TEXTS } from "../texts/texts.ts";
import { Loading, Message } from "./parts.tsx";
import { PartyView } from "./party-view.tsx";
import { TopBar } from "./top-bar.tsx";

const { door: texts } = TEXTS;
const LOOK_EVERY_MS = 3_000;

/** One room: its door, and the party behind it. */
export function RoomPage({ session, api, me, code }: { session: Session; api: Api; me: Account; code: string }) {
  const [door, setDoor] = useState<Door>({ state: "looking" });
  const come = () => {
    setDoor({ state: "looking" });
    void knock(api, code).then(setDoor);
  };
  useEffect(come, [api, code]);
  const isCutOff = door.state === "failed" && door.problem.problem === "offline";
  useEffect(() => (isCutOff ? isReachable.watch((isThere) => isThere && come()) : undefined), [isCutOff]);
  useEffect(() => {
    if (door.state !== "waiting") return;
    const timer = setTimeout(() => void lookAgain(api, code, door).then(setDoor), LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [api, code, door]);

  async function afterEnd(because: (Connection & { state: "ended" })["because"]): Promise<void> {
    // Whoever leaves, leaves with all tabs.
    if (because === "left") return goTo("/");
    if (because === "gone") return setDoor({ state: "gone" });
    // A session that is over takes the whole page to signing in; any other reason is the door's to tell.
    if (because === "session_over" && (await session.check()) !== null) return;
    if (because !== "removed") return come();
    const seen = await lookAgain(api, code, { state: "removed" });
    setDoor(seen.state === "inside" ? { state: "removed" } : seen);
  }

  if (door.state === "inside")
    return <PartyView {...{ api, me, code }} onEnded={(because) => void afterEnd(because)} />;
  return (
    <>
      <TopBar />
      <Closed door={door} come={come} />
    </>
  );
}

/** What stands on a door that is not open, and what can be done about it. */
function Closed({ door, come }: { door: Exclude<Door, { state: "inside" }>; come(): void }) {
  const home = (
    <button type="button" onClick={() => goTo("/")}>
      {TEXTS.home}
    </button>
  );
  const again = (words: string) => (
    <button type="button" class="primary" onClick={come}>
      {words}
    </button>
  );
  switch (door.state) {
    case "looking":
      return <Loading words={texts.looking} />;
    case "waiting":
      return (
        <Message title={texts.waitingTitle}>
          <p>{texts.waiting(door.name)}</p>
          <p class="projector" aria-hidden="true">
            <i />
            <i />
            <i />
          </p>
          {home}
        </Message>
      );
    case "turned_away":
    case "removed": {
      const isRemoved = door.state === "removed";
      return (
        <Message title={isRemoved ? texts.removedTitle : texts.turnedAwayTitle}>
          <p>{isRemoved ? texts.removed : texts.turnedAway}</p>
          {again(isRemoved ? texts.comeBack : texts.askAgain)}
          {home}
        </Message>
      );
    }
    case "banned":
    case "unknown":
    case "gone":
      return (
        <Message title={texts[`${door.state}Title`]}>
          <p>{texts[door.state]}</p>
          {home}
        </Message>
      );
    case "failed":
      return (
        <Message title={texts.failedTitle}>
          <p>{door.problem.words}</p>
          {again(TEXTS.tryAgain)}
          {home}
        </Message>
      );
  }
}
