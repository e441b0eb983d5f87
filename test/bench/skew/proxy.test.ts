import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { type Line, startProxy } from "./proxy.ts";

describe("a network", () => {
  const echo = createServer((socket) => socket.pipe(socket));
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((listening) => echo.listen(0, "127.0.0.1", listening));
    const address = echo.address();
    port = typeof address === "object" ? (address?.port ?? 0) : 0;
  });
  afterAll(() => echo.close());

  /** Says something through a line, and hears it come back. */
  async function heard(line: Line, pieces: readonly string[]): Promise<string> {
    const { length } = pieces.join("");
    const all = Promise.withResolvers<string>();
    let text = "";
    const data = (_: unknown, bytes: Buffer) => {
      text += bytes.toString();
      if (text.length >= length) all.resolve(text);
    };
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(line.url).port),
      socket: { data },
    });
    for (const piece of pieces) socket.write(piece);
    return all.promise;
  }

  test("brings everything, in order, a round trip later", async () => {
    const line = await startProxy(port, { base_ms: 60, jitter_ms: 20 });
    try {
      const said = Array.from({ length: 200 }, (_, i) => `${i};`).join("");
      const began_ms = performance.now();
      expect(await heard(line, said.match(/.{1,7}/g) ?? [])).toBe(said);
      expect(performance.now() - began_ms).toBeGreaterThan(80);
    } finally {
      line.close();
    }
  });

  test("brings film that was held back only a trip after it is let go", async () => {
    const line = await startProxy(port, { base_ms: 100, jitter_ms: 0 });
    try {
      line.paceFilm({ burst_bytes: 0, bytesPerSecond: 0 });
      const said = "GET /media/film";
      const hearing = heard(line, [said]);
      await Bun.sleep(400);
      const released_ms = performance.now();
      line.paceFilm(null);
      expect(await hearing).toBe(said);
      expect(performance.now() - released_ms).toBeWithin(45, 200);
    } finally {
      line.close();
    }
  });
});
