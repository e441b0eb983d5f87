import type { Server, ServerWebSocket } from "bun";
import type { Connection, Lent, Runtime, Socket } from "../ports.ts";
import { CLOSE, CLOSE_REASONS, LIMITS } from "../protocol/codes.ts";

type Data = { connection: Connection };

/** Bytes that may wait for one slow reader: past the first it is asked to come again, past the second cut off. */
const SLOW_BYTES = 256 * 1024;
const STUCK_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 1_000;
/** A peer that answers no ping for so long is gone. */
const IDLE_TIMEOUT_S = 30;

/** Bun's server with its native topics: a publish walks the subscribers in native code. */
export function createBunRuntime(): Runtime {
  let server: Server<Data> | undefined;
  let lookout: Timer | undefined;
  const open = new Set<ServerWebSocket<Data>>();

  function closeSlowReaders(): void {
    for (const ws of open)
      if (ws.getBufferedAmount() > SLOW_BYTES) ws.close(CLOSE.too_slow, CLOSE_REASONS[CLOSE.too_slow]);
  }

  function lend(request: Request, self: Server<Data>): Lent {
    return {
      address: self.requestIP(request)?.address ?? "",
      upgrade(connection) {
        return self.upgrade(request, { data: { connection } }) ? new Response(null) : null;
      },
    };
  }

  return {
    name: "bun",
    async listen({ port, hostname, handle }) {
      server = Bun.serve<Data>({
        port,
        hostname,
        // A second server on the same port would take half of a room's sockets into a memory of its own.
        reusePort: false,
        // The app limits bodies, and answers in words.
        maxRequestBodySize: Number.MAX_SAFE_INTEGER,
        development: false,
        idleTimeout: 120,
        fetch: (request, self) => handle(request, lend(request, self)),
        error: () => new Response("Internal Server Error", { status: 500 }),
        websocket: {
          maxPayloadLength: LIMITS.transport_frame_bytes,
          backpressureLimit: STUCK_BYTES,
          closeOnBackpressureLimit: true,
          perMessageDeflate: false,
          idleTimeout: IDLE_TIMEOUT_S,
          sendPings: true,
          open(ws) {
            open.add(ws);
            ws.data.connection.opened(asSocket(ws));
          },
          message(ws, message) {
            if (typeof message === "string") ws.data.connection.received(message);
          },
          close(ws) {
            open.delete(ws);
            ws.data.connection.closed();
          },
        },
      });
      lookout = setInterval(closeSlowReaders, LOOK_EVERY_MS);
      return { port: server.port ?? port };
    },
    publish(topic, frame) {
      server?.publish(topic, frame);
    },
    async stop() {
      clearInterval(lookout);
      await server?.stop(true);
    },
    fileBody: (path, start, end) => Bun.file(path).slice(start, end),
  };
}

function asSocket(ws: ServerWebSocket<Data>): Socket {
  return {
    send: (frame) => void ws.send(frame),
    subscribe: (topic) => ws.subscribe(topic),
    unsubscribe: (topic) => ws.unsubscribe(topic),
    close: (code, reason) => ws.close(code, reason),
  };
}
