import { and, asc, desc, eq, gt, inArray, lt, ne, notExists, sql } from "drizzle-orm";
import * as schema from "../../db/schema.ts";
import type { SessionRecord, Store } from "../ports.ts";
import type { ChatLine } from "../protocol/events.ts";
import { DELETED_USER, type Participant } from "../protocol/values.ts";
import { createOwnerQueries } from "./store.owner.ts";
import { asAccount, asInfo, asPlayback, asRoom, type Database } from "./store.rows.ts";

/** How many revisions are set aside when a room is loaded, and when fewer than half of them are left. */
const REVISIONS_RESERVED = 1000;

/** How old a guest has to be to be forgotten. */
const GUEST_AGE_MS = 3600_000;

const { users, sessions, rooms, participants, messages, queueItems, heartbeat } = schema;

/** What the queries answer with, without the calls that belong to the whole database. */
export type Queries = Omit<Store, "close">;

/** A room that is held in memory and is not stored any more must not go on as if it were. */
function expectOne(rows: readonly unknown[]): void {
  if (rows.length !== 1) throw new Error("the room is not stored any more");
}

/** Every query of the server. Each call stands alone; how many share a transaction is the caller's to say. */
export function createQueries(db: Database): Queries {
  const sessionById = db
    .select()
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const userById = db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare();
  const insertMessage = db
    .insert(messages)
    .values({
      room_code: sql.placeholder("room_code"),
      user_id: sql.placeholder("user_id"),
      message: sql.placeholder("message"),
      created_at: sql.placeholder("created_at"),
      media_time: sql.placeholder("media_time"),
      film: sql.placeholder("film"),
      reply_to: sql.placeholder("reply_to"),
    })
    .returning({ id: messages.id })
    .prepare();

  const roomsWithHosts = () =>
    db.select({ room: rooms, host: users }).from(rooms).innerJoin(users, eq(users.id, rooms.host_id));

  return {
    ...createOwnerQueries(db),

    async createUser(user) {
      const made = await db.insert(users).values(user).onConflictDoNothing().returning({ id: users.id });
      return made.length === 1 ? "created" : "email_taken";
    },
    async user(id) {
      return (await userById.all({ id }))[0] ?? null;
    },
    async userByEmail(email) {
      return (await db.select().from(users).where(eq(users.email, email)))[0] ?? null;
    },
    async updateUser(id, change) {
      await db.update(users).set(change).where(eq(users.id, id));
    },
    async deleteUser(id) {
      await db.delete(users).where(eq(users.id, id));
    },

    async createSession(session) {
      await db.insert(sessions).values(session);
    },
    async session(id) {
      return (await sessionById.all({ id }))[0] ?? null;
    },
    async rotateSession(id, generation, expires_at) {
      const session = (await sessionById.all({ id }))[0];
      if (session === undefined) return null;
      if (generation < session.generation - 1 || generation > session.generation) {
        await db.delete(sessions).where(eq(sessions.id, id));
        return null;
      }
      const rotated: SessionRecord = { ...session, generation: generation + 1, expires_at };
      await db.update(sessions).set(rotated).where(eq(sessions.id, id));
      return rotated;
    },
    async deleteSession(id) {
      await db.delete(sessions).where(eq(sessions.id, id));
    },
    async deleteSessionsOf(user_id, except) {
      const others = and(eq(sessions.user_id, user_id), ne(sessions.id, except ?? ""));
      const ended = await db.delete(sessions).where(others).returning({ id: sessions.id });
      return ended.map(({ id }) => id);
    },
    async forgetExpired(now) {
      await db.delete(sessions).where(lt(sessions.expires_at, now));
      const none = (table: typeof sessions | typeof participants | typeof messages) =>
        notExists(db.select({ id: table.user_id }).from(table).where(eq(table.user_id, users.id)));
      const queued = db.select({ id: queueItems.id }).from(queueItems).where(eq(queueItems.added_by, users.id));
      const isLost = and(none(sessions), none(participants), none(messages), notExists(queued));
      // A guest is made just before their first session.
      const isOld = lt(users.created_at, new Date(now - GUEST_AGE_MS).toISOString());
      await db.delete(users).where(and(eq(users.is_guest, true), isOld, isLost));
    },

    async createRoom({ room, playback, host }, most) {
      if ((await db.$count(rooms, eq(rooms.host_id, host.id))) >= most) return "too_many";
      const { host: _, media: __, ...settings } = room;
      const row = { ...settings, ...playback, host_id: host.id, reserved_revision: playback.revision };
      const made = await db.insert(rooms).values(row).onConflictDoNothing().returning({ code: rooms.code });
      if (made.length === 0) return "code_taken";
      await db
        .insert(participants)
        .values({ room_code: room.code, user_id: host.id, status: "approved", is_muted: false });
      return "created";
    },
    async openRoom(code) {
      const found = (await roomsWithHosts().where(eq(rooms.code, code)))[0];
      if (found === undefined) return null;
      const { room, host } = found;
      const revision = Math.max(room.revision, room.reserved_revision);
      await db
        .update(rooms)
        .set({ revision, reserved_revision: revision + REVISIONS_RESERVED })
        .where(eq(rooms.code, code));
      const people = await db
        .select({ record: participants, user: users })
        .from(participants)
        .innerJoin(users, eq(users.id, participants.user_id))
        .where(eq(participants.room_code, code))
        .orderBy(asc(participants.seq));
      const queue = await db
        .select({ item: queueItems, user: users })
        .from(queueItems)
        .leftJoin(users, eq(users.id, queueItems.added_by))
        .where(eq(queueItems.room_code, code))
        .orderBy(asc(queueItems.position));
      return {
        info: asInfo(room, asAccount(host)),
        playback: { ...asPlayback(room), revision },
        participants: people.map(({ record, user }): Participant => {
          const role = user.id === room.host_id ? "host" : "participant";
          return { user: asAccount(user), role, status: record.status, is_muted: record.is_muted };
        }),
        queue: queue.map(({ item, user }) => ({
          id: item.id,
          media: item.media,
          added_by: user === null ? DELETED_USER : asAccount(user),
          created_at: item.created_at,
        })),
      };
    },
    async releaseRoom(code) {
      await db.update(rooms).set({ reserved_revision: rooms.revision }).where(eq(rooms.code, code));
    },
    async deleteRoom(code) {
      return (await db.delete(rooms).where(eq(rooms.code, code)).returning({ code: rooms.code })).length === 1;
    },
    async saveRoom({ code, host: _, created_at: __, ...settings }) {
      expectOne(await db.update(rooms).set(settings).where(eq(rooms.code, code)).returning({ code: rooms.code }));
    },
    async savePlayback(code, playback) {
      const { revision } = playback;
      const running = sql`CASE WHEN ${rooms.reserved_revision} < ${revision + REVISIONS_RESERVED / 2}
        THEN ${revision + REVISIONS_RESERVED} ELSE ${rooms.reserved_revision} END`;
      await db
        .update(rooms)
        .set({ ...playback, reserved_revision: running })
        .where(and(eq(rooms.code, code), lt(rooms.revision, revision)));
    },
    async saveParticipant(code, { user, status, is_muted }) {
      if (user.id === null || status === "rejected" || (await userById.all({ id: user.id })).length === 0) return;
      await db
        .insert(participants)
        .values({ room_code: code, user_id: user.id, status, is_muted })
        .onConflictDoUpdate({ target: [participants.room_code, participants.user_id], set: { status, is_muted } });
    },
    async removeParticipant(code, user_id) {
      await db.delete(participants).where(and(eq(participants.room_code, code), eq(participants.user_id, user_id)));
    },
    async saveHost(code, host_id) {
      expectOne(await db.update(rooms).set({ host_id }).where(eq(rooms.code, code)).returning({ code: rooms.code }));
    },
    async saveQueue(code, queue) {
      await db.delete(queueItems).where(eq(queueItems.room_code, code));
      if (queue.length === 0) return;
      const authors = queue.flatMap(({ added_by }) => added_by.id ?? []);
      const known = await db.select({ id: users.id }).from(users).where(inArray(users.id, authors));
      const existing = new Set(known.map(({ id }) => id));
      const rows = queue.map((item, position) => ({
        id: item.id,
        room_code: code,
        position,
        media: item.media,
        added_by: existing.has(item.added_by.id ?? "") ? item.added_by.id : null,
        created_at: item.created_at,
      }));
      await db.insert(queueItems).values(rows);
    },
    async roomsOf(user_id) {
      const mine = and(eq(participants.user_id, user_id), eq(participants.status, "approved"));
      const rows = await roomsWithHosts()
        .innerJoin(participants, eq(participants.room_code, rooms.code))
        .where(mine)
        .orderBy(desc(rooms.created_at));
      return rows.map(({ room, host }) => asRoom(room, asAccount(host)));
    },
    async publicRooms(limit) {
      const rows = await roomsWithHosts().where(eq(rooms.is_public, true)).orderBy(desc(rooms.created_at)).limit(limit);
      return rows.map(({ room, host }) => asRoom(room, asAccount(host)));
    },

    async addMessage(code, { client_id: _, film, ...line }) {
      if (line.reply_to !== undefined) {
        const there = and(eq(messages.id, line.reply_to), eq(messages.room_code, code));
        const found = await db.select({ id: messages.id }).from(messages).where(there);
        if (found.length === 0) return null;
      }
      const { user, message, created_at, media_time, reply_to = null } = line;
      const row = { room_code: code, user_id: user.id, message, created_at, media_time, film, reply_to };
      const [made] = await insertMessage.all(row);
      return { id: (made as { id: number }).id, ...line };
    },
    async messages(code, { before, after, film, limit }) {
      const bound = after === undefined ? lt(messages.id, before ?? Number.MAX_SAFE_INTEGER) : gt(messages.id, after);
      const rows = await db
        .select({ line: messages, user: users })
        .from(messages)
        .leftJoin(users, eq(users.id, messages.user_id))
        .where(and(eq(messages.room_code, code), film === undefined ? undefined : eq(messages.film, film), bound))
        .orderBy(after === undefined ? desc(messages.id) : asc(messages.id))
        .limit(limit);
      return rows.map(({ line, user }): ChatLine => {
        const { id, message, created_at, media_time, reply_to } = line;
        const author = user === null ? DELETED_USER : asAccount(user);
        return { id, user: author, message, created_at, media_time, ...(reply_to !== null && { reply_to }) };
      });
    },

    async beat(now) {
      await db
        .insert(heartbeat)
        .values({ id: 1, alive_at: now })
        .onConflictDoUpdate({ target: heartbeat.id, set: { alive_at: now } });
    },
    async beginRun() {
      await db.update(rooms).set({ reserved_revision: sql`max(${rooms.reserved_revision}, ${rooms.revision}) + 1` });
      const [last] = await db.select().from(heartbeat);
      const playing = await db.select().from(rooms).where(eq(rooms.is_playing, true));
      return {
        alive_at: last?.alive_at ?? 0,
        rooms: playing.map((row) => ({ code: row.code, playback: asPlayback(row) })),
      };
    },
    async check() {
      // Writes without changing anything, also before the first heartbeat.
      await db
        .insert(heartbeat)
        .values({ id: 1, alive_at: 0 })
        .onConflictDoUpdate({ target: heartbeat.id, set: { id: 1 } });
    },
  };
}
