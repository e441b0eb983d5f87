import { CLOSE } from "../protocol/codes.ts";
import type { SocketCommand } from "../protocol/commands.ts";
import type { SocketEvent } from "../protocol/events.ts";
import { type Api, askWhyRefused } from "./api.ts";
import { type Cell, createCell } from "./cell.ts";
import { type Clock, createClock } from "./clock.ts";
import { readJson } from "./closed.ts";
import { isPassing, isProblem, isSessionOver, type Problem } from "./problem.ts";

/** How the link to the room stands. A link that has `ended` does not come back by itself. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  /** Another try begins at `again_ms` of the page's own clock. */
  | { readonly state: "lost"; readonly because: "restart" | "network" | Problem; readonly again_ms: number }
  | { readonly state: "ended"; readonly because: "removed" | "gone" | "left" | "session_over" | "shut" };

/** The live connection to one room. It reconnects by itself until it is told, for good, that it may not. */
export type Link = {
  readonly connection: Cell<Connection>;
  readonly clock: Pick<Clock, "now" | "at" | "roundTrip" | "isHeard">;
  /** Whether it went out; nothing is kept for later. */
  send(command: SocketCommand): boolean;
  /** Tries again now instead of sitting out the wait. */
  hurry(): void;
  close(): void;
};

const ENDS: Readonly<Record<number, (Connection & { state: "ended" })["because"]>> = {
  [CLOSE.left]: "left",
  [CLOSE.session_over]: "session_over",
  [CLOSE.removed]: "removed",
  [CLOSE.room_gone]: "gone",
};

const BACKOFF_MS = { first: 300, most: 8_000 } as const;

/** How long to wait before try number `attempt` (from 0), spread so that a whole room does not return at once. */
export function backoffMs(attempt: number, random: number): number {
  const wait = Math.min(BACKOFF_MS.first * 2 ** attempt, BACKOFF_MS.most);
  return wait * (0.7 + 0.6 * random);
}

/** Opens the link to a room; `onEvent` hears every message of every connection it has, in order. */
export function createLink({
  code,
  api,
  onEvent,
}: {
  code: string;
  api: Api;
  onEvent(event: SocketEvent): void;
}): Link {
  const connection = createCell<Connection>({ state: "connecting" });
  const clock = createClock({ send, onSilence: () => lose("network") });
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let openings = 0;
  let isClosed = false;

  async function open(): Promise<void> {
    const own = ++openings;
    const ticket = await api.ticket(code);
    if (isClosed || own !== openings) return;
    if (isProblem(ticket)) return refused(ticket);
    const address = `/ws/rooms/${encodeURIComponent(code)}?token=${encodeURIComponent(ticket.token)}`;
    const opening = new WebSocket(location.origin.replace(/^http/, "ws") + address);
    socket = opening;
    let wasOpen = false;
    opening.onopen = () => {
      wasOpen = true;
      attempt = 0;
      clock.start();
      connection.set({ state: "open" });
    };
    opening.onmessage = ({ data }) => receive(String(data));
    opening.onclose = async (event) => {
      const ended = ENDS[event.code];
      if (wasOpen && ended !== undefined) return end(ended);
      const reason = wasOpen ? null : await askWhyRefused(address);
      if (opening !== socket || isClosed) return;
      if (reason !== null) return refused(reason);
      lose(event.code === CLOSE.restart ? "restart" : "network");
    };
  }

  function receive(frame: string): void {
    // The server is ours and sends what the contract names: what it says is taken at its word.
    const event = readJson(frame) as SocketEvent;
    if (event.type === "PONG") clock.hearPong(event);
    if (event.type === "ROOM_STATE") clock.hearTime(event.server_ms);
    onEvent(event);
  }

  function send(command: SocketCommand): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(command));
    return true;
  }

  function refused(problem: Problem): void {
    if (isPassing(problem)) lose(problem.problem === "offline" ? "network" : problem);
    else if (isSessionOver(problem)) end("session_over");
    else end(problem.problem === "room_not_found" ? "gone" : "shut");
  }

  function lose(because: (Connection & { state: "lost" })["because"]): void {
    drop();
    const asked_ms = typeof because === "string" ? 0 : 1000 * (because.retry_after_s ?? 0);
    const wait_ms = Math.max(backoffMs(attempt++, Math.random()), asked_ms);
    connection.set({ state: "lost", because, again_ms: performance.now() + wait_ms });
    clearTimeout(timer);
    timer = setTimeout(() => void open(), wait_ms);
  }

  function end(because: (Connection & { state: "ended" })["because"]): void {
    close();
    connection.set({ state: "ended", because });
  }

  /** Lets go of the socket at once: one whose network is gone may take minutes to say that it closed. */
  function drop(): void {
    clock.stop();
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    removeEventListener("online", hurry);
    drop();
    clock.dispose();
  }

  function hurry(): void {
    if (connection.get().state !== "lost") return;
    // A try that is under way began before the network was there.
    drop();
    clearTimeout(timer);
    attempt = 0;
    void open();
  }

  addEventListener("online", hurry);
  void open();
  return { connection, clock, send, hurry, close };
}
