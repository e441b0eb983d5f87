import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import type { Answer } from "./client.ts";
import { inTime } from "./follower.ts";

/** What a WebSocket handshake came to: an HTTP answer, and with 101 a socket whose every byte is ours to choose. */
export type Handshake = { status: number; headers: Headers; body: string; socket: RawSocket };

/** A WebSocket at the level of its frames (RFC 6455), for what the well-behaved class cannot send. */
export type RawSocket = {
  /** Text frames so far. */
  readonly texts: readonly string[];
  /** Sends one frame, masked as a client's has to be. */
  frame(options: { opcode: number; payload: Uint8Array | string; isLast?: boolean }): void;
  text(message: string): void;
  /** Resolves with the first text frame, old or new, that holds these words. */
  saying(words: string): Promise<string>;
  /** The server's close code; 1006 where the connection just ends. */
  closed(): Promise<number>;
  /** Stops and starts reading. */
  pause(): void;
  resume(): void;
  destroy(): void;
};

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const asBuffer = (payload: Uint8Array | string) =>
  typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload);

function masked(opcode: number, payload: Buffer, isLast: boolean): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  const mask = randomBytes(4);
  const hidden = Buffer.from(payload);
  for (let index = 0; index < length; index++) hidden[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return Buffer.concat([head, mask, hidden]);
}

/** Splits off one whole frame of the server's; null until it is there. */
function parseFrame(bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return null;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return null;
  const payload = bytes.subarray(start, start + length);
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload, rest: bytes.subarray(start + length) };
}

/** Asks for a WebSocket at `path`, which stands in the request as it is given here. */
export async function handshake(base: string, path: string, headers: Record<string, string> = {}): Promise<Handshake> {
  const { hostname, port, host } = new URL(base);
  const wire = connect({ host: hostname, port: Number(port) });
  const answered = Promise.withResolvers<Handshake>();
  const ended = Promise.withResolvers<number>();
  const texts: string[] = [];
  let wake = Promise.withResolvers<void>();
  let isOpen = false;
  let bytes: Buffer = Buffer.alloc(0);

  const socket: RawSocket = {
    texts,
    frame: ({ opcode, payload, isLast = true }) => void wire.write(masked(opcode, asBuffer(payload), isLast)),
    text: (message) => socket.frame({ opcode: OPCODE.text, payload: message }),
    async saying(words) {
      for (;;) {
        const found = texts.find((text) => text.includes(words));
        if (found !== undefined) return found;
        await inTime(wake.promise, words);
        wake = Promise.withResolvers();
      }
    },
    closed: () => inTime(ended.promise, "a close"),
    pause: () => void wire.pause(),
    resume: () => void wire.resume(),
    destroy: () => void wire.destroy(),
  };

  function readFrames(): void {
    for (let frame = parseFrame(bytes); frame !== null; frame = parseFrame(bytes)) {
      bytes = Buffer.from(frame.rest);
      if (frame.opcode === OPCODE.close) ended.resolve(frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0));
      if (frame.opcode !== OPCODE.text) continue;
      texts.push(frame.payload.toString());
      wake.resolve();
    }
  }

  function readAnswer(isWhole: boolean): void {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    const [line = "", ...fields] = bytes.subarray(0, end).toString().split("\r\n");
    const got = new Headers(
      fields.map((field): [string, string] => [
        field.slice(0, field.indexOf(":")),
        field.slice(field.indexOf(":") + 1),
      ]),
    );
    const status = Number(line.split(" ")[1]);
    const body = bytes.subarray(end + 4);
    const length = Number(got.get("content-length") ?? Number.POSITIVE_INFINITY);
    if (status !== 101 && !isWhole && body.length < length) return;
    answered.resolve({ status, headers: got, body: status === 101 ? "" : body.toString(), socket });
    if (status !== 101) return;
    isOpen = true;
    bytes = Buffer.from(body);
    readFrames();
  }

  wire.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (isOpen) readFrames();
    else readAnswer(false);
  });
  wire.on("error", () => ended.resolve(1006));
  wire.on("close", () => {
    if (!isOpen) readAnswer(true);
    ended.resolve(1006);
    answered.reject(new Error("the server hung up"));
  });

  const wanted = {
    Host: host,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    ...headers,
  };
  const lines = Object.entries(wanted).map(([name, value]) => `${name}: ${value}`);
  wire.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return inTime(answered.promise, "an answer to the handshake");
}

/** What asking for a WebSocket comes to, as an answer; the socket, if there is one, is dropped. */
export async function upgrade(base: string, path: string, headers?: Record<string, string>): Promise<Answer<object>> {
  const { body, socket, ...answer } = await handshake(base, path, headers);
  socket.destroy();
  return { ...answer, body: body === "" ? {} : JSON.parse(body) };
}
