import type { ComponentChildren } from "preact";
import type { Door } from "../../door.ts";
import { isPassing, type Problem } from "../../problem.ts";
import { goTo } from "../../route.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Loading, Message } from "../parts/parts.tsx";
import { Countdown } from "../parts/retry.tsx";
import { Sign, type SignName } from "../parts/signs.tsx";

const { door: texts } = TEXTS;

function Home() {
  return (
    <button type="button" onClick={() => goTo("/")}>
      {TEXTS.home}
    </button>
  );
}

/** One drawing, one sentence, one thing to do. */
function Screen({ sign, title, children }: { sign: SignName; title: string; children: ComponentChildren }) {
  return (
    <Message title={title} sign={<Sign name={sign} />}>
      {children}
    </Message>
  );
}

type Props = {
  door: Exclude<Door, { state: "inside" }>;
  /** When it is asked again by itself. */
  again_ms: number | null;
  come(): void;
};

/** What stands on a door that is not open, and what can be done about it. */
export function Closed({ door, again_ms, come }: Props) {
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
        <Screen sign="door" title={texts.waitingTitle}>
          <p>{texts.waiting(door.name)}</p>
          <p class="projector" aria-hidden="true">
            <i />
            <i />
            <i />
          </p>
          <p class="hint">{texts.waitingNote}</p>
          <Home />
        </Screen>
      );
    case "turned_away":
    case "removed": {
      const isRemoved = door.state === "removed";
      return (
        <Screen sign="shut" title={isRemoved ? texts.removedTitle : texts.turnedAwayTitle}>
          <p>{isRemoved ? texts.removed : texts.turnedAway}</p>
          {again(isRemoved ? texts.comeBack : texts.askAgain)}
          <Home />
        </Screen>
      );
    }
    case "banned":
    case "unknown":
    case "gone":
      return (
        <Screen
          sign={({ banned: "shut", unknown: "lost", gone: "gone" } as const)[door.state]}
          title={texts[`${door.state}Title`]}
        >
          <p>{texts[door.state]}</p>
          <Home />
        </Screen>
      );
    case "failed":
      if (isPassing(door.problem)) return <Unreached because={door.problem} again_ms={again_ms} act={come} />;
      return (
        <Screen sign="lost" title={texts.failedTitle}>
          <p>{door.problem.words}</p>
          {again(TEXTS.tryAgain)}
          <Home />
        </Screen>
      );
  }
}

type Trouble = keyof typeof texts.unreached;

const SIGNS: Readonly<Record<Trouble, SignName>> = {
  unreachable: "unplugged",
  offline: "unplugged",
  restart: "clock",
  busy: "clock",
  full: "seats",
  tabs: "tabs",
  hasty: "clock",
};

const TROUBLES: Partial<Record<Problem["problem"], Trouble>> = {
  server_full: "full",
  too_many_connections: "tabs",
  rate_limited: "hasty",
};

function troubleOf(because: "restart" | "network" | Problem): Trouble {
  if (because === "restart") return "restart";
  if (because === "network" || because.problem === "offline") return navigator.onLine ? "unreachable" : "offline";
  return TROUBLES[because.problem] ?? "busy";
}

type UnreachedProps = { because: "restart" | "network" | Problem; again_ms: number | null; act(): void };

/** The way in is blocked for now: says by what, when it is tried again, and lets nobody wait who would rather not. */
export function Unreached({ because, again_ms, act }: UnreachedProps) {
  const trouble = troubleOf(because);
  const { title, words } = texts.unreached[trouble];
  return (
    <Screen sign={SIGNS[trouble]} title={title}>
      <p>{words}</p>
      {again_ms !== null && <Countdown until_ms={again_ms} />}
      <button type="button" class="primary" onClick={act}>
        {texts.now}
      </button>
    </Screen>
  );
}
