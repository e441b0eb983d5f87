import type { ComponentChildren } from "preact";
import type { PublicRoom } from "../../../protocol/rest.ts";
import type { Room } from "../../../protocol/values.ts";
import { goTo } from "../../route.ts";
import { TEXTS } from "../../texts/texts.ts";

const { rooms: texts } = TEXTS;

/** A room in a list; how many are there, where that is known. */
export type Listed = Room & Partial<Pick<PublicRoom, "viewer_count">>;

type Props = {
  rooms: readonly Listed[];
  /** Who looks; null is somebody not signed in. */
  me: string | null;
  /** What else can be done about a room, beside going there. */
  acts?(room: Listed): ComponentChildren;
};

/** Rooms as tickets: pressing one leads into its room. */
export function Tickets({ rooms, me, acts }: Props) {
  return (
    <ul class="tickets">
      {rooms.map((room) => (
        <li key={room.code} class="ticket">
          <Ticket room={room} isHost={me !== null && room.host.id === me} />
          {acts && <div class="ticket-acts">{acts(room)}</div>}
        </li>
      ))}
    </ul>
  );
}

/** Follows a link without loading the page anew, unless another tab or window is wanted for it. */
export function follow(event: MouseEvent, path: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  goTo(path);
}

function Ticket({ room, isHost }: { room: Listed; isHost: boolean }) {
  const { code, name, host, media, viewer_count = 0 } = room;
  const path = `/r/${code}`;
  return (
    <>
      <div class="ticket-name">
        <a href={path} onClick={(event) => follow(event, path)}>
          <bdi>{name}</bdi>
        </a>
        <p class="ticket-about">
          {viewer_count > 0 && <strong>{texts.watching(viewer_count)}</strong>}
          <bdi>{media === null ? texts.nothingOn : (media.title ?? media.src)}</bdi>
          {!isHost && <bdi>{host.display_name}</bdi>}
        </p>
      </div>
      <div class="ticket-stub">
        <code>{code}</code>
        {isHost && <span class="mark">{texts.host}</span>}
      </div>
    </>
  );
}

/** What is open to anybody; nothing at all where there is nothing. */
export function PublicRooms({ rooms, me }: { rooms: readonly PublicRoom[]; me: string | null }) {
  if (rooms.length === 0) return null;
  return (
    <section class="public" aria-label={texts.public}>
      <h2>{texts.public}</h2>
      <Tickets rooms={rooms} me={me} />
    </section>
  );
}
