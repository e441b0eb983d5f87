import { useEffect, useRef, useState } from "preact/hooks";
import type { Account } from "../../../protocol/values.ts";
import type { Api } from "../../api.ts";
import { type Door, knock, lookAgain } from "../../door.ts";
import type { Connection } from "../../link.ts";
import { goTo } from "../../route.ts";
import type { Session } from "../../session.ts";
import { TopBar } from "../pages/top-bar.tsx";
import { useRetry } from "../parts/retry.tsx";
import { Closed } from "./door-screens.tsx";
import { PartyView } from "./party-view.tsx";

const LOOK_EVERY_MS = 3_000;

type Props = {
  session: Session;
  api: Api;
  me: Account;
  code: string;
  /** Whether "Join with sound" was pressed on the way here: then nobody is asked again. */
  hasPressed: boolean;
};

/** One room: its door, and the party behind it. */
export function RoomPage({ session, api, me, code, hasPressed }: Props) {
  const [door, setDoor] = useState<Door>({ state: "looking" });
  /** How often the door was asked: an answer that a later one overtook says nothing any more. */
  const asked = useRef(0);
  async function see(answer: Promise<Door>): Promise<void> {
    asked.current += 1;
    const turn = asked.current;
    const found = await answer;
    if (turn === asked.current) setDoor(found);
  }
  const come = () => {
    setDoor({ state: "looking" });
    void see(knock(api, code));
  };
  useEffect(come, [api, code]);
  const again_ms = useRetry(door.state === "failed" ? door : null, () => void see(knock(api, code)));
  useEffect(() => {
    if (door.state !== "waiting") return;
    const timer = setTimeout(() => void see(lookAgain(api, code, door)), LOOK_EVERY_MS);
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
    return <PartyView {...{ api, me, code, hasPressed }} onEnded={(because) => void afterEnd(because)} />;
  return (
    <>
      <TopBar />
      <Closed {...{ door, again_ms, come }} />
    </>
  );
}
