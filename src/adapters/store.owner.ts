import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import * as schema from "../../db/schema.ts";
import type { Store } from "../ports.ts";
import { asAccount, asRoom, type Database } from "./store.rows.ts";

const { users, rooms, messages } = schema;

/**
 * SQLite's own number of a row. It grows with each row that is made, whatever the machine's clock said then: a server
 * whose clock was once wrong neither changes hands nor lists anything out of order.
 */
const accountSeq = sql<number>`${users}.rowid`;
const roomSeq = sql<number>`${rooms}.rowid`;

/** What the server's owner asks of the whole database. */
export type OwnerQueries = Pick<Store, "owner" | "counts" | "listAccounts" | "listRooms">;

export function createOwnerQueries(db: Database): OwnerQueries {
  /** Newest first, from right after the row with this number. */
  const since = (seq: SQL<number>, after: number | undefined) => (after === undefined ? undefined : lt(seq, after));

  return {
    async owner() {
      const accounts = db.select({ id: users.id }).from(users).where(eq(users.is_guest, false));
      return (await accounts.orderBy(accountSeq).limit(1))[0]?.id ?? null;
    },
    async counts() {
      const [all, guests] = [await db.$count(users), await db.$count(users, eq(users.is_guest, true))];
      return { registered: all - guests, guests, rooms: await db.$count(rooms) };
    },
    async listAccounts({ after, limit, q }) {
      const isNamed = q === undefined ? undefined : sql`instr(lower(${users.display_name}), lower(${q})) > 0`;
      const hosted = db.$count(rooms, eq(rooms.host_id, users.id));
      const rows = await db
        .select({ seq: accountSeq, user: users, rooms: hosted })
        .from(users)
        .where(and(since(accountSeq, after), isNamed))
        .orderBy(desc(accountSeq))
        .limit(limit);
      return rows.map(({ user, ...row }) => ({ ...row, account: asAccount(user), created_at: user.created_at }));
    },
    async listRooms({ after, limit }) {
      const rows = await db
        .select({
          seq: roomSeq,
          room: rooms,
          host: users,
          messages: db.$count(messages, eq(messages.room_code, rooms.code)),
        })
        .from(rooms)
        .innerJoin(users, eq(users.id, rooms.host_id))
        .where(since(roomSeq, after))
        .orderBy(desc(roomSeq))
        .limit(limit);
      return rows.map(({ room, host, ...row }) => ({ ...row, room: asRoom(room, asAccount(host)) }));
    },
  };
}
