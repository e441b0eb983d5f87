import type { Connection, Lent, Runtime, Socket } from "../ports.ts";
import { CLOSE, CLOSE_REASONS, LIMITS } from "../protocol/codes.ts";

/** Bytes that may wait for one slow reader before it is asked to come again. */
const SLOW_BYTES = 1024 * 1024;
/** A peer that answers no ping for so long is gone. */
const IDLE_TIMEOUT_S = 30;
/** RFC 6455's code for a message too big: this runtime has no such limit of its own. */
const TOO_BIG = 1009;
const CLOSE_WITHIN_MS = 1_000;

/** Deno's server; topics are sets of sockets. */
export function createDenoRuntime(): Runtime {
  const topics = new Map<string, Set<WebSocket>>();
  const connections = new Map<WebSocket, Connection>();
  let server: Deno.HttpServer<Deno.NetAddr> | undefined;
  const aborter = new AbortController();
  /** Sockets whose close has not been heard of yet. */
  const sockets = new Set<WebSocket>();
  let onLastClosed = () => {};

  function send(ws: WebSocket, frame: string): void {
    if (ws.readyState !== WebSocket.OPEN) return;
    if (ws.bufferedAmount > SLOW_BYTES) giveUp(ws, CLOSE.too_slow, CLOSE_REASONS[CLOSE.too_slow]);
    else ws.send(frame);
  }

  /** Closes a socket whose peer may never answer the close: it is gone right after this turn. */
  function giveUp(ws: WebSocket, code: number, reason: string): void {
    ws.close(code, reason);
    queueMicrotask(() => forget(ws));
  }

  function forget(ws: WebSocket): void {
    const connection = connections.get(ws);
    connections.delete(ws);
    for (const topic of topics.keys()) unsubscribe(ws, topic);
    connection?.closed();
  }

  function unsubscribe(ws: WebSocket, topic: string): void {
    const subscribers = topics.get(topic);
    subscribers?.delete(ws);
    if (subscribers?.size === 0) topics.delete(topic);
  }

  const asSocket = (ws: WebSocket): Socket => ({
    send: (frame) => send(ws, frame),
    subscribe(topic) {
      const subscribers = topics.get(topic) ?? new Set();
      topics.set(topic, subscribers.add(ws));
    },
    unsubscribe: (topic) => unsubscribe(ws, topic),
    close(code, reason) {
      if (ws.readyState === WebSocket.OPEN) ws.close(code, reason);
    },
  });

  function attach(ws: WebSocket, connection: Connection): void {
    connections.set(ws, connection);
    sockets.add(ws);
    ws.binaryType = "arraybuffer";
    ws.onopen = () => connection.opened(asSocket(ws));
    ws.onmessage = ({ data }) => {
      if (sizeOf(data) > LIMITS.transport_frame_bytes) giveUp(ws, TOO_BIG, "this message is too big");
      else if (typeof data === "string") connection.received(data);
    };
    ws.onerror = (event) => event.preventDefault();
    ws.onclose = () => {
      forget(ws);
      sockets.delete(ws);
      if (sockets.size === 0) onLastClosed();
    };
  }

  /** Resolves when no socket is left, or a second later: frames that tell why a socket closes take their time. */
  async function allClosed(): Promise<void> {
    if (sockets.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    onLastClosed = resolve;
    const timer = setTimeout(resolve, CLOSE_WITHIN_MS);
    await promise;
    clearTimeout(timer);
  }

  function lend(request: Request, address: string): Lent {
    return {
      address,
      upgrade(connection) {
        if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return null;
        try {
          const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
          attach(socket, connection);
          return response;
        } catch {
          // It asks for a WebSocket, but not as RFC 6455 wants it.
          return null;
        }
      },
    };
  }

  return {
    name: "deno",
    async listen({ port, hostname, handle }) {
      server = Deno.serve(
        {
          port,
          hostname,
          signal: aborter.signal,
          onListen() {},
          onError: () => new Response("Internal Server Error", { status: 500 }),
        },
        (request, { remoteAddr }) => handle(request, lend(request, remoteAddr.hostname)),
      );
      return { port: server.addr.port };
    },
    publish(topic, frame) {
      for (const ws of topics.get(topic) ?? []) send(ws, frame);
    },
    async stop() {
      await allClosed();
      aborter.abort();
      await server?.finished;
    },
    fileBody: (path, start, end) => fileRange(path, start, end),
  };
}

const utf8 = new TextEncoder();

/** Bytes on the wire. A text is measured only where it could be too long. */
function sizeOf(data: string | ArrayBuffer): number {
  if (typeof data !== "string") return data.byteLength;
  return data.length * 3 > LIMITS.transport_frame_bytes ? utf8.encode(data).length : data.length;
}

/** Reads a stretch of a file as fast as it is taken, and closes it when done or no longer wanted. */
function fileRange(path: string, start: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const CHUNK = 256 * 1024;
  let file: Deno.FsFile | undefined;
  let left = end - start;
  return new ReadableStream({
    async start() {
      file = await Deno.open(path);
      await file.seek(start, Deno.SeekMode.Start);
    },
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK, left));
      const count = left === 0 ? null : await file?.read(chunk);
      if (count === null || count === undefined) {
        file?.close();
        controller.close();
        return;
      }
      left -= count;
      controller.enqueue(chunk.subarray(0, count));
    },
    cancel: () => file?.close(),
  });
}
