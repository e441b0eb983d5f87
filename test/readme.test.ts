import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { clearAway, startServer } from "./harness/server.ts";
import { targets } from "./harness/targets.ts";

/** The shell lines of the README that follow a room by hand. */
function linesByHand(): string {
  const block = readFileSync("README.md", "utf8").match(/## Follow a room by hand[\s\S]*?```sh\n([\s\S]*?)```/)?.[1];
  if (block === undefined) throw new Error("the README shows no lines");
  return block;
}

test("the README's five lines follow a room by hand", async () => {
  const lines = linesByHand();
  expect(lines.trim().split("\n")).toHaveLength(5);
  const [target] = targets;
  if (target === undefined) throw new Error("no target");
  const server = await startServer(target);
  const host = await server.api.account("Host");
  const { code } = await host.room();
  const lead = await host.follow(code);

  const env = { ...process.env, url: server.url, code };
  const shell = Bun.spawn(["sh", "-c", lines], { env, stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  let shown = "";
  for await (const text of shell.stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    const before = shown;
    shown += text;
    if (!before.includes("ROOM_STATE") && shown.includes("ROOM_STATE")) lead.send({ type: "PLAY", time: 12 });
    if (shown.includes('"type":"PLAY"')) break;
  }
  expect(shown.match(/"type":"[A-Z_]+"/g)).toEqual(['"type":"PLAYBACK_STATE"', '"type":"ROOM_STATE"', '"type":"PLAY"']);

  shell.kill();
  await server.kill9();
  clearAway(server.folder);
});
