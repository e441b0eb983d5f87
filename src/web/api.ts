import type { ChatLine } from "../protocol/events.ts";
import type { Body, LibraryItem, Me, OwnAccount, PublicRoom } from "../protocol/rest.ts";
import type { Media, Participant, QueueItem, Room } from "../protocol/values.ts";
import { readJson } from "./closed.ts";
import { isProblem, OFFLINE, type Problem, readProblem } from "./problem.ts";
import { reach } from "./reach.ts";
import type { Session } from "./session.ts";

/** A room as somebody outside sees it: the name on the door, and their own record if there is one. */
export type Doorplate = Pick<Room, "code" | "name" | "requires_approval"> & { participant: Participant | null };

/** One page of chat, oldest line first. A bound is null where there is no more that way. */
export type ChatPage = { messages: ChatLine[]; next_before?: number | null; next_after?: number | null };

type Queue = { queue: QueueItem[] };

/** The query that says what was given; empty where nothing was. */
function queryOf(given: Readonly<Record<string, string | number | undefined>>): string {
  const named = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return named.length === 0 ? "" : `?${new URLSearchParams(named)}`;
}

export type Api = ReturnType<typeof createApi>;

/** The calls that the page makes, by name. Each answers with the contract's body or with a problem. */
export function createApi({ call }: Pick<Session, "call">) {
  const at = (code: string, rest = "") => `/rooms/${encodeURIComponent(code)}${rest}`;
  const person = (code: string, id: string) => at(code, `/participants/${encodeURIComponent(id)}`);
  const queued = (code: string, id: string) => at(code, `/queue/${encodeURIComponent(id)}`);
  return {
    me: () => call<Me>("GET", "/me"),
    changeMe: (change: Body<"account">) => call<OwnAccount>("PATCH", "/me", change),
    deleteMe: (body: Body<"farewell">) => call<null>("DELETE", "/me", body),
    myRooms: () => call<{ rooms: Room[] }>("GET", "/rooms"),
    createRoom: (body: Body<"newRoom">) => call<Room>("POST", "/rooms", body),
    library: () => call<{ items: LibraryItem[] }>("GET", "/library"),
    join: (code: string) => call<{ room: Doorplate; participant: Participant }>("POST", at(code, "/join")),
    leave: (code: string) => call<null>("POST", at(code, "/leave")),
    /** A room with `host` in it is the whole room, as those inside get it. */
    room: (code: string) => call<Doorplate & Partial<Room>>("GET", at(code)),
    ticket: (code: string) => call<{ token: string }>("POST", at(code, "/ticket")),
    changeRoom: (code: string, change: Body<"roomChange">) => call<Room>("PATCH", at(code), change),
    deleteRoom: (code: string) => call<null>("DELETE", at(code)),
    setMedia: (code: string, media: Body<"media">["media"]) =>
      call<{ media: Media | null }>("PUT", at(code, "/media"), { media }),
    addToQueue: (code: string, media: Body<"queueAdd">["media"]) => call<Queue>("POST", at(code, "/queue"), { media }),
    moveInQueue: (code: string, id: string, position: number) => call<Queue>("PATCH", queued(code, id), { position }),
    removeFromQueue: (code: string, id: string) => call<Queue>("DELETE", queued(code, id)),
    /** Shows the first of the queue, if it is still this one. */
    playNext: (code: string, id: string) => call<Queue>("POST", at(code, "/queue/next"), { id }),
    handOver: (code: string, user_id: string) => call<{ room: Room }>("POST", at(code, "/host"), { user_id }),
    participants: (code: string) => call<{ participants: Participant[] }>("GET", at(code, "/participants")),
    changeParticipant: (code: string, id: string, change: Body<"participantChange">) =>
      call<{ participant: Participant }>("PATCH", person(code, id), change),
    removeParticipant: (code: string, id: string) => call<null>("DELETE", person(code, id)),
    /** With `film` the page holds what was said to the film that is on, and nothing else. */
    messages: (code: string, bound: { before?: number; after?: number; limit?: number; film?: "current" } = {}) =>
      call<ChatPage>("GET", at(code, `/messages${queryOf(bound)}`)),
  };
}

/** The rooms that are open to anybody; whoever asks need not be signed in. */
export async function publicRooms(): Promise<{ rooms: PublicRoom[] } | Problem> {
  const answer = await reach("/api/rooms/public");
  if (isProblem(answer)) return answer;
  if (!answer.ok) return readProblem(answer);
  return answer.text().then(
    (text) => readJson(text) as { rooms: PublicRoom[] },
    () => OFFLINE,
  );
}

/**
 * Why the room's socket was refused. A browser tells its scripts nothing but 1006, so the same address is asked
 * again as a plain request, which gets the reason; null where it would be let in now.
 */
export async function askWhyRefused(address: string): Promise<Problem | null> {
  try {
    const problem = await readProblem(await fetch(address));
    return isProblem(problem) && problem.problem === "upgrade_required" ? null : problem;
  } catch {
    return OFFLINE;
  }
}
