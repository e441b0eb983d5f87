import { createServer, type Socket, connect as toServer } from "node:net";

/** A network: what a round trip through it takes, `base_ms ± jitter_ms`. */
export type Network = { readonly base_ms: number; readonly jitter_ms: number };

/** How much film may pass: `burst_bytes` at once, then as much a second. */
export type Pace = { readonly burst_bytes: number; readonly bytesPerSecond: number };

/** The network of one viewer: pages, sockets and films pass through it in order, and late. */
export type Line = {
  readonly url: string;
  /** Drops all connections, and every new one, until `restore`. */
  cut(): void;
  restore(): void;
  /** Lets film bytes through only so fast, and of requests made from now on alone; `null`: as they come. */
  paceFilm(pace: Pace | null): void;
  close(): void;
};

/** One direction of a connection that may not pass on what is due. */
type Held = {
  /** Passes on what may. */
  readonly go: () => void;
  /** Puts what waits at the far end of a trip again. */
  readonly delay: () => void;
};

/** What one direction of a connection may have under way, like a network's own buffers. */
const IN_FLIGHT_BYTES = 1_000_000;
const PACE_EVERY_MS = 50;
const FILM = "GET /media/";
const REQUEST = /^[A-Z]+ \//;

/** Starts the network of one viewer in front of the server on `port`. */
export async function startProxy(port: number, { base_ms, jitter_ms }: Network): Promise<Line> {
  const open = new Set<Socket>();
  const held = new Set<Held>();
  let isCut = false;
  let pace: Pace | null = null;
  let allowance_bytes = Number.POSITIVE_INFINITY;
  let paces = 0;

  const tripMs = () => base_ms / 2 + (jitter_ms / 2) * (2 * Math.random() - 1);

  const pacing = setInterval(() => {
    if (pace === null) return;
    allowance_bytes += (pace.bytesPerSecond * PACE_EVERY_MS) / 1_000;
    for (const { go } of [...held]) go();
  }, PACE_EVERY_MS);

  /** Passes what `from` says on to `to`, each piece a trip later but never before the one ahead of it. */
  function pass(from: Socket, to: Socket, share: (bytes: number) => number, first_ms: number) {
    const queue: { due_ms: number; bytes: Buffer | null }[] = [];
    let free_ms = first_ms;
    let queued_bytes = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isBlocked = false;

    const add = (bytes: Buffer | null) => {
      free_ms = Math.max(free_ms, performance.now() + tripMs());
      queue.push({ due_ms: free_ms, bytes });
      queued_bytes += bytes?.length ?? 0;
      if (queued_bytes > IN_FLIGHT_BYTES) from.pause();
      go();
    };

    const delay = () => {
      const due_ms = performance.now() + tripMs();
      for (const piece of queue) piece.due_ms = Math.max(piece.due_ms, due_ms);
      free_ms = Math.max(free_ms, due_ms);
    };
    const self: Held = { go, delay };

    function go(): void {
      clearTimeout(timer);
      held.delete(self);
      while (!isBlocked) {
        const next = queue[0];
        if (next === undefined) return;
        const wait_ms = next.due_ms - performance.now();
        if (wait_ms > 0) {
          timer = setTimeout(go, wait_ms);
          return;
        }
        const ready = next.bytes === null ? null : next.bytes.subarray(0, share(next.bytes.length));
        if (ready?.length === 0) return void held.add(self);
        if (ready === null || ready.length === next.bytes?.length) queue.shift();
        else next.bytes = next.bytes?.subarray(ready.length) ?? null;
        queued_bytes -= ready?.length ?? 0;
        if (ready === null) to.end();
        else isBlocked = !to.write(ready);
        if (queued_bytes <= IN_FLIGHT_BYTES) from.resume();
      }
    }

    from.on("data", add);
    from.on("end", () => add(null));
    to.on("drain", () => {
      isBlocked = false;
      go();
    });
    return () => {
      clearTimeout(timer);
      held.delete(self);
    };
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = toServer({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    let filmSince: number | null = null;
    /** How many of so many bytes may pass to the browser now. An old request's would only fill buffers in between. */
    const share = (bytes: number): number => {
      if (filmSince === null || pace === null) return bytes;
      if (filmSince < paces) return 0;
      const count = Math.min(bytes, Math.floor(allowance_bytes));
      allowance_bytes -= count;
      return count;
    };
    // Browsers do not send a request before the answer to the last has come: a piece that begins like one begins one.
    near.prependListener("data", (bytes: Buffer) => {
      const head = bytes.toString("latin1", 0, FILM.length);
      if (REQUEST.test(head)) filmSince = head === FILM ? paces : null;
    });
    // The browser believes to be connected at once; over a network it would have waited for a trip there and one back.
    const connected_ms = performance.now() + tripMs() + tripMs();
    const stops = [pass(near, far, (bytes) => bytes, connected_ms + tripMs()), pass(far, near, share, connected_ms)];
    const end = () => {
      for (const stop of stops) stop();
      for (const socket of [near, far]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", end);
      socket.on("close", end);
    }
  });

  function drop(): void {
    for (const socket of open) socket.resetAndDestroy();
  }

  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true;
      drop();
    },
    restore() {
      isCut = false;
    },
    paceFilm(wanted) {
      pace = wanted;
      paces++;
      allowance_bytes = wanted?.burst_bytes ?? Number.POSITIVE_INFINITY;
      // What was held back stood at the server's end: it has its way yet to go.
      for (const { go, delay } of [...held]) {
        delay();
        go();
      }
    },
    close() {
      clearInterval(pacing);
      drop();
      server.close();
    },
  };
}
