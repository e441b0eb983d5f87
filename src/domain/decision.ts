import type { ChatErrorCode, CloseCode, Refusal } from "../protocol/codes.ts";
import type { ChatLine, EventOf } from "../protocol/events.ts";
import type { Recent } from "./limits.ts";
import type { RoomEvent } from "./room.ts";

/** What a decision needs beside the room: `now` and `lead_ms` on the server's clock, and what the actor did lately. */
export type Turn = { readonly now: number; readonly lead_ms: number; readonly recent: Recent };

/**
 * A chat line that was accepted; it becomes an event once the store has given it its id. `film` is what the room
 * plays, which is stored and not sent.
 */
export type ChatDraft = Omit<ChatLine, "id"> & { film: string | null; client_id?: string };

/** A user whose sockets are to be closed, before any event goes out. */
export type Closing = { readonly user_id: string; readonly code: CloseCode };

/** What comes of a command. */
export type Decision =
  | { readonly outcome: "nothing" }
  | { readonly outcome: "refused"; readonly refusal: Refusal }
  | { readonly outcome: "chat_refused"; readonly code: ChatErrorCode }
  | { readonly outcome: "accepted"; readonly events: readonly RoomEvent[]; readonly close?: Closing }
  | { readonly outcome: "said"; readonly draft: ChatDraft }
  | { readonly outcome: "answered"; readonly event: EventOf<"PONG"> };

export const NOTHING: Decision = { outcome: "nothing" };
export const accept = (...events: readonly RoomEvent[]): Decision => ({ outcome: "accepted", events });
export const refuseWith = (refusal: Refusal): Decision => ({ outcome: "refused", refusal });
