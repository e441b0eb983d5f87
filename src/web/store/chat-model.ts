import type { ChatLine, EventOf } from "../../protocol/events.ts";

/** A line of one's own that the server has not sent back yet, or has refused. */
export type Draft = {
  readonly client_id: string;
  readonly message: string;
  /** Why it was not sent, in words; null while it is on its way. */
  readonly error: string | null;
  /** The newest line that was known when it was said: where it stands once it has failed. */
  readonly after: number;
  /** The line that it answers. */
  readonly reply_to?: number;
};

/** The chat of a room: what was said, oldest first, then what is still being said here. Pure. */
export type Chat = {
  readonly lines: readonly ChatLine[];
  readonly drafts: readonly Draft[];
  /** Where older lines begin: the bound to ask with, null where there are none; undefined before the first page. */
  readonly before: number | null | undefined;
};

/** The chat before its first page is loaded. */
export const NEW_CHAT: Chat = { lines: [], drafts: [], before: undefined };

/** The newest line's id: what a client that was away asks `after`. */
export const newestId = ({ lines }: Chat): number | undefined => lines.at(-1)?.id;

/** A line of one's own goes out. */
export function say(chat: Chat, client_id: string, message: string, reply_to?: number): Chat {
  const after = newestId(chat) ?? 0;
  const draft = { client_id, message, error: null, after, ...(reply_to !== undefined && { reply_to }) };
  return { ...chat, drafts: [...chat.drafts, draft] };
}

/** Takes a draft back: to forget it, or to say it anew. */
export function unsay(chat: Chat, client_id: string): Chat {
  return { ...chat, drafts: chat.drafts.filter((draft) => draft.client_id !== client_id) };
}

/** A line was said; if it was ours, its draft is settled. */
export function heard(chat: Chat, { type: _, client_id, ...line }: EventOf<"CHAT">): Chat {
  const settled = client_id === undefined ? chat : unsay(chat, client_id);
  return { ...settled, lines: merge(settled.lines, [line]) };
}

/** A line was refused. The error for a disabled chat names no line: it means the oldest that is on its way. */
export function refused(chat: Chat, { client_id, message }: EventOf<"ERROR">): Chat {
  const meant = client_id ?? chat.drafts.find(({ error }) => error === null)?.client_id;
  return {
    ...chat,
    drafts: chat.drafts.map((draft) => (draft.client_id === meant ? { ...draft, error: message } : draft)),
  };
}

/** A page of older lines, or the newest one of all. */
export function olderLoaded(chat: Chat, messages: readonly ChatLine[], next_before: number | null): Chat {
  return { ...chat, lines: merge(chat.lines, messages), before: next_before };
}

/** What is known after a reconnect: `unsure` are the drafts that were on their way when the connection was lost. */
export type CatchUp = {
  readonly missed: readonly ChatLine[];
  readonly unsure: ReadonlySet<string>;
  readonly user_id: string;
  /** What to say of a draft that did not arrive. */
  readonly failure: string;
};

/** History names no `client_id`: an unsure draft whose words are among one's own new lines arrived, any other did not. */
export function caughtUp(chat: Chat, { missed, unsure, user_id, failure }: CatchUp): Chat {
  const own = missed.filter(({ user }) => user.id === user_id).map(({ message }) => message);
  const drafts = chat.drafts.flatMap((draft) => {
    if (!unsure.has(draft.client_id) || draft.error !== null) return [draft];
    const found = own.indexOf(draft.message.normalize("NFC").trim());
    if (found < 0) return [{ ...draft, error: failure }];
    own.splice(found, 1);
    return [];
  });
  return { ...chat, drafts, lines: merge(chat.lines, missed) };
}

/** How many characters a line has as the server counts them: code points, after NFC and trimming. */
export const charactersOf = (typed: string): number => [...typed.normalize("NFC").trim()].length;

/** How many lines others have said since the line `seen`. */
export function unreadSince({ lines }: Chat, seen: number, me: string): number {
  return lines.filter(({ id, user }) => id > seen && user.id !== me).length;
}

/** The line of that id among lines in the order of their ids. */
export function lineWith(lines: readonly ChatLine[], id: number): ChatLine | undefined {
  const line = lines[placeAmong(lines, ({ id: one }) => one < id)];
  return line?.id === id ? line : undefined;
}

/** How many of the first lines fulfil `isBefore`, where all that do stand before all that do not. */
export function placeAmong(lines: readonly ChatLine[], isBefore: (line: ChatLine) => boolean): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line !== undefined && isBefore(line)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Something to be shown: a line that was said, or one that is still being said here. */
export type Entry = ChatLine | Draft;

/** All that is to be shown, in order: a failed draft stays where it was said, one on its way comes last. */
export function inOrder({ lines, drafts }: Chat): Entry[] {
  const isFailed = ({ error }: Draft) => error !== null;
  const placeOf = (entry: Entry) => ("id" in entry ? entry.id : entry.after + 0.5);
  // Sorting is stable: what was said one after the other stays so.
  const settled = [...lines, ...drafts.filter(isFailed)].sort((a, b) => placeOf(a) - placeOf(b));
  return [...settled, ...drafts.filter((draft) => !isFailed(draft))];
}

/** Ids are the order, whichever way lines arrived; a line that came twice is one line. */
function merge(lines: readonly ChatLine[], more: readonly ChatLine[]): readonly ChatLine[] {
  const [first, newest] = [more[0], lines.at(-1)];
  if (more.length === 1 && first !== undefined && (newest === undefined || first.id > newest.id))
    return [...lines, first];
  const byId = new Map([...lines, ...more].map((line) => [line.id, line]));
  return byId.size === lines.length ? lines : [...byId.values()].sort((a, b) => a.id - b.id);
}
