import type { Clock, Library, Machine, Store } from "../ports.ts";
import { type Refusal, refuse } from "../protocol/codes.ts";
import type { AdminAccounts, AdminFigures, AdminQuery, AdminRooms } from "../protocol/rest.ts";
import type { Accounts } from "./accounts.ts";
import type { Connections } from "./connections.ts";
import type { Rooms } from "./rooms.ts";

export type AdminDeps = {
  store: Store;
  accounts: Pick<Accounts, "end">;
  connections: Pick<Connections, "open">;
  rooms: Pick<Rooms, "load" | "remove" | "listed" | "busy" | "isStopped">;
  library: Pick<Library, "items">;
  machine: Machine;
  clock: Clock;
  version: string;
};

export type Admin = ReturnType<typeof createAdmin>;

/** The first `limit` of those found, and where the next page begins: one more than asked for tells whether it does. */
function pageOf<Row extends { seq: number }>(found: readonly Row[], limit: number) {
  const page = found.slice(0, limit);
  return { page, next_after: found.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/** What the server's owner sees and does beyond their own rooms. Who asks is settled before. */
export function createAdmin(deps: AdminDeps) {
  const { store, connections, library, machine } = deps;
  const started_at = new Date(deps.clock.now()).toISOString();

  const isOwner = async (user_id: string): Promise<boolean> => (await store.owner()) === user_id;

  async function figures(): Promise<AdminFigures> {
    const [counts, films, database_bytes, free_bytes] = await Promise.all([
      store.counts(),
      library.items(),
      machine.database(),
      machine.free(),
    ]);
    const { sockets, people } = connections.open();
    const busy = deps.rooms.busy();
    const { registered, guests, rooms } = counts;
    return {
      version: deps.version,
      started_at,
      live: {
        sockets,
        rooms: busy.length,
        people: people.size,
        playing: busy.filter(({ playback }) => playback.is_playing).length,
        memory_bytes: machine.memory(),
      },
      storage: {
        database_bytes,
        library_bytes: films.reduce((sum, { size }) => sum + size, 0),
        library_files: films.length,
        free_bytes,
      },
      accounts: { registered, guests },
      rooms,
    };
  }

  async function accounts({ limit, ...from }: AdminQuery<"accounts">): Promise<AdminAccounts> {
    const [owner, found] = await Promise.all([store.owner(), store.listAccounts({ ...from, limit: limit + 1 })]);
    const { page, next_after } = pageOf(found, limit);
    const { people } = connections.open();
    const seen = page.map(({ account, created_at, rooms }) => {
      const presence = { is_owner: account.id === owner, is_online: people.has(account.id) };
      return { ...account, created_at, rooms, ...presence };
    });
    return { accounts: seen, next_after };
  }

  async function removeAccount(own_id: string, id: string): Promise<null | Refusal> {
    if (id === own_id) return refuse("own_account");
    if ((await store.user(id)) === null) return refuse("account_not_found");
    await deps.accounts.end(id);
    return null;
  }

  async function rooms({ limit, ...from }: AdminQuery<"rooms">): Promise<AdminRooms> {
    const { page, next_after } = pageOf(await store.listRooms({ ...from, limit: limit + 1 }), limit);
    return { rooms: page.map(({ room, messages }) => ({ ...deps.rooms.listed(room), messages })), next_after };
  }

  async function removeRoom(code: string): Promise<null | Refusal> {
    const room = await deps.rooms.load(code);
    if (deps.rooms.isStopped) return refuse("server_busy", { retry_after: 1 });
    return room === null ? refuse("room_not_found") : deps.rooms.remove(room);
  }

  return { isOwner, figures, accounts, removeAccount, rooms, removeRoom };
}
