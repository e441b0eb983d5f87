import type { Account, Room } from "../../../protocol/values.ts";
import { codeIn } from "../../address.ts";
import { type Api, publicRooms } from "../../api.ts";
import { isProblem, type Problem } from "../../problem.ts";
import { goTo } from "../../route.ts";
import { TEXTS } from "../../texts/texts.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { useFresh } from "../parts/fresh.ts";
import { PageTitle } from "../parts/page-title.tsx";
import { AskFirst, Field, Form, Loading, useAct } from "../parts/parts.tsx";
import { type Listed, PublicRooms, Tickets } from "./tickets.tsx";

const { rooms: texts } = TEXTS;

/** Where somebody signed in starts: their rooms, a new one, one whose code they have, or one that is open to all. */
export function Home({ api, me }: { api: Api; me: Account }) {
  const [mine, lookAgain] = useFresh(api.myRooms);
  const [open] = useFresh(publicRooms);
  const isMine = (code: string) => mine !== null && !isProblem(mine) && mine.rooms.some((room) => room.code === code);
  const openRooms = open === null || isProblem(open) ? [] : open.rooms;
  const countOf = (code: string) => openRooms.find((room) => room.code === code)?.viewer_count;
  const enter = (
    <section class="card" key="enter">
      <h2>{texts.enter}</h2>
      <EnterRoom />
    </section>
  );
  const make = (
    <section class="card" key="make">
      <h2>{texts.make}</h2>
      {me.is_guest ? <p class="hint">{texts.guestsCannot}</p> : <MakeRoom api={api} />}
    </section>
  );
  return (
    <main class="home">
      <section>
        <PageTitle words={texts.mine} />
        <MyRooms {...{ api, me, lookAgain, countOf }} found={mine} />
      </section>
      <div class="ways-in">{me.is_guest ? [enter, make] : [make, enter]}</div>
      <PublicRooms rooms={openRooms.filter(({ code }) => !isMine(code))} me={me.id} />
    </main>
  );
}

type MineProps = {
  api: Api;
  me: Account;
  found: { rooms: Room[] } | Problem | null;
  lookAgain(): void;
  /** How many are in a room; undefined where nobody says. */
  countOf(code: string): number | undefined;
};

function MyRooms({ api, me, found, lookAgain, countOf }: MineProps) {
  if (found === null) return <Loading />;
  if (isProblem(found)) return <p class="fault">{found.words}</p>;
  if (found.rooms.length === 0)
    return (
      <div class="nothing">
        <p>{texts.none}</p>
        <p class="hint">{me.is_guest ? texts.noneGuest : texts.noneHost}</p>
      </div>
    );
  const rooms = found.rooms.map((room): Listed => ({ ...room, viewer_count: countOf(room.code) ?? 0 }));
  return (
    <Tickets
      rooms={rooms}
      me={me.id}
      acts={({ code, name, host }) => (
        <>
          <CopyButton code={code} name={name} />
          {host.id !== me.id && <Leave {...{ api, code, name, lookAgain }} />}
        </>
      )}
    />
  );
}

type LeaveProps = { api: Api; code: string; name: string; lookAgain(): void };

/** Takes a room off the list of whoever is a guest there. */
function Leave({ api, code, name, lookAgain }: LeaveProps) {
  const [problem, run, isBusy] = useAct();
  async function leave(): Promise<Problem | null> {
    const answer = await api.leave(code);
    if (!isProblem(answer)) lookAgain();
    return answer;
  }
  return (
    <>
      <AskFirst
        button={texts.leave}
        label={texts.leaveOf(name)}
        sure={texts.leaveSure(name)}
        yes={texts.leaveYes}
        isOff={isBusy}
        act={() => void run(leave)}
      />
      {problem !== null && (
        <span class="fault" role="alert">
          {problem.words}
        </span>
      )}
    </>
  );
}

function EnterRoom() {
  async function act({ code = "" }): Promise<Problem | null> {
    const found = codeIn(code);
    if (found === null)
      return { problem: "invalid_input", words: "", faults: [{ path: "code", message: texts.codeWrong }] };
    goTo(`/r/${found}`);
    return null;
  }
  return (
    <Form act={act} button={texts.enterButton}>
      {(faultOf) => (
        <Field name="code" label={texts.code} hint={texts.codeHint} fault={faultOf("code")} autoComplete="off" />
      )}
    </Form>
  );
}

function MakeRoom({ api }: { api: Api }) {
  async function act({ name = "", ...choices }: Readonly<Record<string, string>>): Promise<Problem | null> {
    const room = await api.createRoom({
      name,
      is_public: "public" in choices,
      requires_approval: "approval" in choices,
      is_chat_enabled: "chat" in choices,
    });
    if (isProblem(room)) return room;
    goTo(`/r/${room.code}`);
    return null;
  }
  return (
    <Form act={act} button={texts.makeButton}>
      {(faultOf) => (
        <>
          <Field
            name="name"
            label={texts.makeName}
            placeholder={texts.makeExample}
            fault={faultOf("name")}
            maxLength={100}
            autoComplete="off"
          />
          <details class="fold">
            <summary>{texts.choices}</summary>
            <Choice name="public" words={texts.choosePublic} hint={texts.choosePublicNote} />
            <Choice name="approval" words={texts.chooseApproval} />
            <Choice name="chat" words={texts.chooseChat} isOn />
          </details>
        </>
      )}
    </Form>
  );
}

type ChoiceProps = { name: string; words: string; hint?: string; isOn?: boolean };

function Choice({ name, words, hint, isOn = false }: ChoiceProps) {
  return (
    <label class="switch">
      <input type="checkbox" name={name} defaultChecked={isOn} />
      <span>
        {words}
        {hint !== undefined && <small class="hint">{hint}</small>}
      </span>
    </label>
  );
}
