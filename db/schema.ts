import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Media } from "../src/protocol/values.ts";

/** Accounts and guests (no e-mail, no password). E-mails are stored normalised, so that uniqueness ignores case. */
export const users = sqliteTable("users", {
  id: text().primaryKey(),
  email: text().unique(),
  password_hash: text(),
  display_name: text().notNull(),
  is_guest: integer({ mode: "boolean" }).notNull(),
  created_at: text().notNull(),
});

/** Sign-ins. `generation` numbers the newest refresh token; the tokens themselves are not stored. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    user_id: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    generation: integer().notNull(),
    expires_at: real().notNull(),
  },
  (table) => [index("sessions_by_user").on(table.user_id), index("sessions_by_expiry").on(table.expires_at)],
);

/** Rooms with their last playback state. Revisions up to `reserved_revision` may have been sent. */
export const rooms = sqliteTable(
  "rooms",
  {
    code: text().primaryKey(),
    name: text().notNull(),
    host_id: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    is_public: integer({ mode: "boolean" }).notNull(),
    is_chat_enabled: integer({ mode: "boolean" }).notNull(),
    requires_approval: integer({ mode: "boolean" }).notNull(),
    is_queue_open: integer({ mode: "boolean" }).notNull(),
    wait_seconds: integer().notNull().default(0),
    created_at: text().notNull(),
    is_playing: integer({ mode: "boolean" }).notNull(),
    time: real().notNull(),
    rate: real().notNull(),
    effective_at: real().notNull(),
    revision: integer().notNull(),
    reserved_revision: integer().notNull(),
    media: text({ mode: "json" }).$type<Media>(),
  },
  (table) => [
    index("rooms_by_host").on(table.host_id),
    index("rooms_public").on(table.is_public, table.created_at),
    index("rooms_playing").on(table.is_playing),
  ],
);

export const participants = sqliteTable(
  "participants",
  {
    /** Counts up, so that participants keep the order in which they came. */
    seq: integer().primaryKey({ autoIncrement: true }),
    room_code: text()
      .notNull()
      .references(() => rooms.code, { onDelete: "cascade" }),
    user_id: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    status: text({ enum: ["approved", "pending", "banned"] }).notNull(),
    is_muted: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    uniqueIndex("participants_by_room").on(table.room_code, table.user_id),
    index("participants_by_user").on(table.user_id),
  ],
);

/** Chat lines. Ids grow over all rooms; a deleted account's lines stay, without a user; `film` is what was playing. */
export const messages = sqliteTable(
  "messages",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    room_code: text()
      .notNull()
      .references(() => rooms.code, { onDelete: "cascade" }),
    user_id: text().references(() => users.id, { onDelete: "set null" }),
    message: text().notNull(),
    created_at: text().notNull(),
    media_time: real(),
    reply_to: integer(),
    film: text(),
  },
  (table) => [
    index("messages_by_room").on(table.room_code, table.id),
    index("messages_by_user").on(table.user_id),
    index("messages_by_film").on(table.room_code, table.film, table.id),
  ],
);

export const queueItems = sqliteTable(
  "queue_items",
  {
    id: text().notNull(),
    room_code: text()
      .notNull()
      .references(() => rooms.code, { onDelete: "cascade" }),
    position: integer().notNull(),
    media: text({ mode: "json" }).$type<Media>().notNull(),
    added_by: text().references(() => users.id, { onDelete: "set null" }),
    created_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.room_code, table.id] }), index("queue_items_by_user").on(table.added_by)],
);

/** One row: when a server last noted that it was alive. */
export const heartbeat = sqliteTable("heartbeat", {
  id: integer().primaryKey(),
  alive_at: real().notNull(),
});
