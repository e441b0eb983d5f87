import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type * as schema from "../../db/schema.ts";
import type { RoomInfo } from "../domain/room.ts";
import type { Account, Playback, Room, User } from "../protocol/values.ts";

/** Any drizzle database over SQLite that answers asynchronously. */
export type Database = BaseSQLiteDatabase<"async", unknown, typeof schema>;

type Row<Table extends { $inferSelect: object }> = Table["$inferSelect"];

export const asAccount = (row: { id: string; display_name: string; is_guest: boolean }): Account => ({
  id: row.id,
  display_name: row.display_name,
  is_guest: row.is_guest,
});

export function asInfo(row: Row<typeof schema.rooms>, host: User): RoomInfo {
  const { code, name, is_public, is_chat_enabled, requires_approval, is_queue_open, wait_seconds, created_at } = row;
  return { code, name, host, is_public, is_chat_enabled, requires_approval, is_queue_open, wait_seconds, created_at };
}

export function asPlayback(row: Row<typeof schema.rooms>): Playback {
  const { is_playing, time, rate, effective_at, revision, media } = row;
  return { is_playing, time, rate, effective_at, revision, media };
}

export const asRoom = (row: Row<typeof schema.rooms>, host: User): Room => ({ ...asInfo(row, host), media: row.media });
