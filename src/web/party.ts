import type { ChatLine, SocketEvent } from "../protocol/events.ts";
import type { Account, Media, Playback } from "../protocol/values.ts";
import type { Api, ChatPage } from "./api.ts";
import { type Cell, createCell } from "./cell.ts";
import { createLink, type Link } from "./link.ts";
import { isProblem, type Problem } from "./problem.ts";
import {
  type Chat,
  caughtUp,
  heard,
  NEW_CHAT,
  newestId,
  olderLoaded,
  refused,
  say,
  unsay,
} from "./store/chat-model.ts";
import { createReactions, type Reactions } from "./store/reactions.ts";
import { amHost, fold, newRoomModel, type RoomModel, withoutWish, withRecords } from "./store/room-model.ts";
import { TEXTS } from "./texts/texts.ts";

/** One visit to one room: its link, what is known of it, and what can be said in it. */
export type Party = {
  readonly code: string;
  readonly api: Api;
  readonly link: Link;
  readonly room: Cell<RoomModel>;
  readonly chat: Cell<Chat>;
  readonly reactions: Reactions["inAir"];
  line(): Playback | null;
  /** Says a line, perhaps in answer to another; false where the connection is lost, so that the words can be kept. */
  say(message: string, reply_to?: number): boolean;
  /** Calls `heard` with each line as it is said, until the function that it returns is called. */
  onLine(heard: (line: ChatLine) => void): () => void;
  /** Forgets a line that was refused. */
  unsay(client_id: string): void;
  /** Resolves when older lines, if any, have been added: `limit` of them, or as many as the server thinks well. */
  loadOlder(limit?: number): Promise<Problem | null>;
  dismiss(wish: number): void;
  /** What plays, under a fresh signed address. */
  freshMedia(): Promise<Media | null>;
  close(): void;
};

/** Begins a visit by `me`, whom the room has let in; `close` ends it. */
export function createParty({ code, api, me }: { code: string; api: Api; me: Account }): Party {
  const room = createCell<RoomModel>(newRoomModel(me));
  const chat = createCell<Chat>(NEW_CHAT);
  const listeners = new Set<(line: ChatLine) => void>();
  const reactions = createReactions();
  const link = createLink({ code, api, onEvent });

  function onEvent(event: SocketEvent): void {
    const wasHost = amHost(room.get());
    room.set(fold(room.get(), event));
    if (event.type === "CHAT") {
      chat.set(heard(chat.get(), event));
      for (const listener of [...listeners]) listener(event);
    }
    if (event.type === "REACTION") reactions.heard(event);
    if (event.type === "ERROR") {
      const { code, message } = event;
      chat.set(refused(chat.get(), { ...event, message: (code && TEXTS.problems[code]) ?? message }));
    }
    if (event.type === "ROOM_STATE") void catchUp();
    const isHostNow = amHost(room.get()) && (!wasHost || event.type === "ROOM_STATE");
    if (isHostNow) void loadRecords();
  }

  /** The host sees who waits and who is banned; no snapshot says so. */
  async function loadRecords(): Promise<void> {
    const records = await api.participants(code);
    if (!isProblem(records)) room.set(withRecords(room.get(), records.participants));
  }

  /** The first page at the first snapshot; afterwards what was said while the connection was lost. */
  async function catchUp(): Promise<void> {
    const { before, drafts } = chat.get();
    const since = newestId(chat.get()) ?? 0;
    if (before === undefined) return void (await loadOlder());
    const missed: ChatLine[] = [];
    for (let after: number | null = since; after !== null; ) {
      const page: ChatPage | Problem = await api.messages(code, { after });
      if (isProblem(page)) return;
      missed.push(...page.messages);
      after = page.next_after ?? null;
    }
    const unsure = new Set(drafts.map(({ client_id }) => client_id));
    chat.set(caughtUp(chat.get(), { missed, unsure, user_id: me.id, failure: TEXTS.chat.lost }));
  }

  async function loadOlder(limit?: number): Promise<Problem | null> {
    const { before } = chat.get();
    if (before === null) return null;
    const asked = { ...(before !== undefined && { before }), ...(limit !== undefined && { limit }) };
    const page = await api.messages(code, asked);
    if (isProblem(page)) return page;
    chat.set(olderLoaded(chat.get(), page.messages, page.next_before ?? null));
    return null;
  }

  return {
    code,
    api,
    link,
    room,
    chat,
    reactions: reactions.inAir,
    line: () => room.get().room?.playback ?? null,
    say(message, reply_to) {
      const client_id = newId();
      const answered = reply_to === undefined ? {} : { reply_to };
      if (!link.send({ type: "CHAT", message, client_id, ...answered })) return false;
      chat.set(say(chat.get(), client_id, message, reply_to));
      return true;
    },
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unsay: (client_id) => chat.set(unsay(chat.get(), client_id)),
    loadOlder,
    dismiss: (wish) => room.set(withoutWish(room.get(), wish)),
    async freshMedia() {
      const answer = await api.room(code);
      return isProblem(answer) ? null : (answer.media ?? null);
    },
    close: link.close,
  };
}

/** `crypto.randomUUID` would need https, which a party at home may not have. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("-");
}
