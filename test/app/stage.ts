/** Rooms with people in them: the app's own parts over the fakes. */
import { noBridge } from "../../src/adapters/bridge.none.ts";
import { randomIds as ids } from "../../src/adapters/ids.random.ts";
import { createConnections } from "../../src/app/connections.ts";
import type { LiveRoom } from "../../src/app/live-room.ts";
import { createMediaLinks } from "../../src/app/media-links.ts";
import { createRooms } from "../../src/app/rooms.ts";
import { createSession } from "../../src/app/session.ts";
import type { SocketCommand } from "../../src/protocol/commands.ts";
import { account, CODE, furnish } from "../contract/records.ts";
import { createClock, createNetwork, createTestLog, createTestStore, frame } from "./fakes.ts";

export const GRACE_MS = 15_000;

/** Ann hosts the room `CODE`; Bob takes part. */
export async function createStage() {
  const time = createClock();
  const { clock } = time;
  const disk = await createTestStore();
  const { store } = disk;
  const { log, lines } = createTestLog();
  const network = createNetwork();
  await furnish(store);

  const links = createMediaLinks({ link: (path) => `/media/${path}?signed` });
  const runtime = { publish: network.publish };
  const open = () =>
    createRooms({ store, runtime, bridge: noBridge, clock, log, links, ids, grace_ms: GRACE_MS, isChatLimited: true });
  const rooms = open();
  const connections = createConnections({ total: 100, per_user: 10 }, clock);

  async function loaded(code = CODE): Promise<LiveRoom> {
    const room = await rooms.load(code);
    if (room === null) throw new Error(`no room ${code}`);
    return room;
  }

  /** Somebody's tab: it opens a socket in the room. */
  async function enter(user_id: string, { session_id = `session of ${user_id}`, expires_at = Infinity } = {}) {
    const room = await loaded();
    const session = createSession({ user_id, session_id }, room, log, connections.remove);
    connections.admit(session, CODE, expires_at);
    const line = network.createSocket(() => session.closed());
    session.opened(line.socket);
    return {
      session,
      got: line.got,
      get types() {
        return line.got.map(({ type }) => type);
      },
      get code() {
        return line.code;
      },
      /** Sends one frame. */
      send: (command: SocketCommand) => session.received(frame(command)),
      /** Closes the tab. */
      leave() {
        line.forget();
        session.closed();
      },
    };
  }

  return { ...time, disk, store, lines, rooms, connections, loaded, enter, reopened: open };
}

export { account, CODE };
