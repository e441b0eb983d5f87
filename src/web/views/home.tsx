import { useEffect, useState } from "preact/hooks";
import type { PublicRoom } from "../../protocol/rest.ts";
import type { Account, Room } from "../../protocol/values.ts";
import { codeIn } from "../address.ts";
import type { Api } from "../api.ts";
import { isProblem, type Problem } from "../problem.ts";
import { goTo } from "../route.ts";
import { TEXTS } from "../texts/texts.ts";
import { Field, Form, Loading } from "./parts.tsx";

const { rooms: texts } = TEXTS;

/** Where somebody signed in starts: their rooms, a new one, one whose code they have, or one that is open to all. */
export function Home({ api, me }: { api: Api; me: Account }) {
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
      <section class="mine">
        <h1>{texts.mine}</h1>
        <MyRooms api={api} me={me} />
      </section>
      <div class="ways-in">{me.is_guest ? [enter, make] : [make, enter]}</div>
      <PublicRooms api={api} me={me} />
    </main>
  );
}

function MyRooms({ api, me }: { api: Api; me: Account }) {
  const [found, setFound] = useState<{ rooms: Room[] } | Problem | null>(null);
  useEffect(() => void api.myRooms().then(setFound), [api]);
  if (found === null) return <Loading />;
  if (isProblem(found)) return <p class="fault">{found.words}</p>;
  if (found.rooms.length === 0)
    return (
      <p class="hint">
        {texts.none} {me.is_guest ? texts.noneGuest : texts.noneHost}
      </p>
    );
  return <Tickets rooms={found.rooms} me={me} />;
}

/** What is open to anybody; nothing at all where there is nothing, or where it could not be had. */
function PublicRooms({ api, me }: { api: Api; me: Account }) {
  const [rooms, setRooms] = useState<PublicRoom[]>([]);
  useEffect(() => void api.publicRooms().then((found) => setRooms(isProblem(found) ? [] : found.rooms)), [api]);
  if (rooms.length === 0) return null;
  return (
    <section aria-label={texts.public}>
      <h2>{texts.public}</h2>
      <Tickets rooms={rooms} me={me} />
    </section>
  );
}

function Tickets({ rooms, me }: { rooms: readonly (Room | PublicRoom)[]; me: Account }) {
  return (
    <ul class="tickets">
      {rooms.map((room) => (
        <li key={room.code}>
          <Ticket room={room} isHost={room.host.id === me.id} />
        </li>
      ))}
    </ul>
  );
}

function Ticket({ room, isHost }: { room: Room | PublicRoom; isHost: boolean }) {
  const { code, name, host, media } = room;
  const path = `/r/${code}`;
  const enter = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(path);
  };
  const about = [
    media?.title ?? media?.src,
    isHost ? null : host.display_name,
    "viewer_count" in room && room.viewer_count > 0 ? texts.watching(room.viewer_count) : null,
  ];
  return (
    <a class="ticket" href={path} onClick={enter}>
      <span class="ticket-name">
        <strong>{name}</strong>
        <span class="hint">{about.filter(Boolean).join(" · ")}</span>
      </span>
      <span class="ticket-stub">
        <code>{code}</code>
        {isHost && <span class="mark">{texts.host}</span>}
      </span>
    </a>
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
  async function act({ name = "" }): Promise<Problem | null> {
    const room = await api.createRoom({ name });
    if (isProblem(room)) return room;
    goTo(`/r/${room.code}`);
    return null;
  }
  return (
    <Form act={act} button={texts.makeButton}>
      {(faultOf) => (
        <Field
          name="name"
          label={texts.makeName}
          placeholder={texts.makeExample}
          fault={faultOf("name")}
          maxLength={100}
          autoComplete="off"
        />
      )}
    </Form>
  );
}
