/** What the tests of a store put into it. */
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { NewRoom, Store, UserRecord } from "../../src/ports.ts";
import type { Account, Playback, Room } from "../../src/protocol/values.ts";

const AT = "2026-01-01T00:00:00.000Z";
export const CODE = "ABCDEFGH";
/** More rooms than any test makes. */
export const MANY = 1_000;

export const account = (id: string): Account => ({ id, display_name: id, is_guest: false });

export const userRecord = (id: string, more: Partial<UserRecord> = {}): UserRecord => ({
  ...account(id),
  email: `${id}@example.org`,
  password_hash: "hash",
  created_at: AT,
  ...more,
});

export function newRoom(code: string, host: string, more: Partial<Room> = {}): NewRoom {
  const settings = {
    is_public: false,
    is_chat_enabled: true,
    requires_approval: false,
    is_queue_open: true,
    wait_seconds: 0,
  };
  const room = { code, name: code, host: account(host), ...settings, media: null, created_at: AT, ...more };
  return { room, host: account(host), playback: { ...NEW_PLAYBACK, media: room.media } };
}

export const line = (user: string, message: string, reply_to?: number) => ({
  user: account(user),
  message,
  created_at: AT,
  media_time: null,
  film: null,
  ...(reply_to !== undefined && { reply_to }),
});

export const playbackAt = (revision: number, more: Partial<Playback> = {}): Playback => ({
  ...NEW_PLAYBACK,
  revision,
  ...more,
});

/** Ann, who hosts a room in which Bob takes part. */
export async function furnish(store: Store): Promise<void> {
  await store.createUser(userRecord("ann"));
  await store.createUser(userRecord("bob"));
  await store.createRoom(newRoom(CODE, "ann"), MANY);
  await store.saveParticipant(CODE, { user: account("bob"), role: "participant", status: "approved", is_muted: false });
}
