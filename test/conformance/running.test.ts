import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectRefusal, PASSWORD } from "../harness/client.ts";
import { openDatabaseOf } from "../harness/database.ts";
import { handshake, upgrade } from "../harness/raw-socket.ts";
import { forEachTarget, gather } from "../harness/scene.ts";
import { clearAway, launch, type Settings, startServer, temporaryFolder } from "../harness/server.ts";

/** Settings that are wrong, and what the line about each has to name beside the variable. */
const MISTAKES: readonly [Settings, string[]][] = [
  [{ PORT: "x" }, ['"x"', "65535"]],
  [{ PORT: "65536" }, ['"65536"', "65535"]],
  [{ ALLOW_GUESTS: "yes" }, ['"yes"', "true or false"]],
  [{ ALLOW_REGISTRATION: "1" }, ['"1"', "true or false"]],
  [{ AUTH_RATE_LIMIT: "no" }, ['"no"', "on or off"]],
  [{ CHAT_RATE_LIMIT: "0" }, ['"0"', "on or off"]],
  [{ HOST_GRACE_SECONDS: "-1" }, ['"-1"', "seconds"]],
  [{ REDIS_URL: "redis://localhost" }, ["got a value", "takes none"]],
  [{ MAX_CONNECTIONS: "0" }, ['"0"', "1"]],
  [{ MAX_CONNECTIONS_PER_USER: "1e3" }, ['"1e3"', "1"]],
  [{ PUBLIC_URL: "party.example.org" }, ['"party.example.org"', "http"]],
  [{ PUBLIC_URL: "https://party.example.org/films" }, ["films", "http"]],
  [{ TRUSTED_PROXIES: "10.0.0.0/99" }, ['"10.0.0.0/99"', "CIDR"]],
  [{ LOG_LEVEL: "loud" }, ['"loud"', "debug"]],
  [{ DATABASE_URL: "postgres://db" }, ["file:"]],
];

forEachTarget((target) => {
  test("P115: each wrong setting is one line that names it, what it got and what it takes", async () => {
    const runs = MISTAKES.map(async ([settings, words]) => {
      const { exited, stderr, stdout, folder } = launch(target, settings);
      expect(await exited).toBe(2);
      const [variable = ""] = Object.keys(settings);
      expect(stderr).toEqual([expect.stringMatching(new RegExp(`^${variable}\\b`))]);
      for (const word of words) expect(stderr[0]).toContain(word);
      expect([stdout, readdirSync(folder)]).toEqual([[], []]);
      clearAway(folder);
    });
    await Promise.all(runs);
  }, 20_000);

  test("P115 P116: several mistakes are several lines, and a secret is never repeated", async () => {
    const { exited, stderr, folder } = launch(target, { PORT: "x", JWT_SECRET: "too-short", LOG_LEVEL: "loud" });
    expect(await exited).toBe(2);
    expect(stderr.map((line) => line.split(":")[0]).toSorted()).toEqual(["JWT_SECRET", "LOG_LEVEL", "PORT"]);
    expect(stderr.join()).toContain("32 bytes");
    expect(stderr.join()).not.toContain("too-short");
    expect(readdirSync(folder)).toEqual([]);
    clearAway(folder);
  });

  test("P113 P115: serve may be left out, nothing else may be added", async () => {
    await using server = await startServer(target, {}, temporaryFolder(), []);
    expect((await server.api.call("GET", "/api/health")).status).toBe(200);
    for (const words of [["party"], ["serve", "now"], ["--port", "1"]]) {
      const { exited, stderr, stdout, folder } = launch(target, {}, temporaryFolder(), words);
      expect([await exited, stdout, stderr.length, readdirSync(folder)]).toEqual([2, [], 1, []]);
      clearAway(folder);
    }
  });

  test("P121: a port that is taken, or a database that is none, is one line and status 1", async () => {
    await using server = await startServer(target);
    const folder = temporaryFolder();
    writeFileSync(join(folder, "notes.txt"), "not a database, but long enough to be looked at as one".repeat(100));
    mkdirSync(join(folder, "cut"));
    writeFileSync(join(folder, "cut", "secret"), "short");
    for (const settings of [
      { DATA_DIR: "cut" },
      { PORT: new URL(server.url).port },
      { DATABASE_URL: "file:notes.txt" },
    ] as Settings[]) {
      const { exited, stderr, stdout } = launch(target, settings, folder);
      expect([await exited, stdout.filter((line) => line.includes("ready"))]).toEqual([1, []]);
      expect(stderr).toEqual([expect.stringMatching(/^matinee cannot start: /)]);
    }
    clearAway(folder);
  });

  test("P121: a second server on the same data is refused, and the first goes on", async () => {
    await using server = await startServer(target);
    const { exited, stderr } = launch(target, {}, server.folder);
    expect(await exited).toBe(1);
    expect(stderr).toEqual([expect.stringContaining("another Matinee runs on the same data")]);
    expect((await server.api.call("GET", "/api/health")).status).toBe(200);
  });

  test("P122: a .env file that lies about is read by nobody but Bun itself", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".env"), "LOG_LEVEL=loud\n");
    const { exited, ready, process } = launch(target, {}, folder);
    const isRead = await Promise.race([exited.then((status) => status === 2), ready.then(() => false)]);
    expect(isRead).toBe(target.reads_env_file);
    process.kill();
    await exited;
    clearAway(folder);
  });

  test("P113 P116: the ready line says where, and what is stored is private", async () => {
    await using server = await startServer(target);
    expect(server.stdout.length).toBe(1);
    expect(JSON.parse(server.stdout[0] ?? "")).toMatchObject({
      message: "ready",
      url: expect.stringContaining("http://"),
    });
    expect((await server.api.call("GET", "/api/health")).status).toBe(200);
    await server.api.account();
    const data = join(server.folder, "data");
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(readdirSync(data).toSorted()).toEqual(expect.arrayContaining(["matinee.db", "secret"]));
    for (const file of readdirSync(data))
      expect([file, statSync(join(data, file)).mode & 0o777]).toEqual([file, 0o600]);
    expect(await server.stop()).toBe(0);
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "P114 P111: %s closes every socket with 1012 and exits with 0",
    async (signal) => {
      await using server = await startServer(target);
      const host = await server.api.account();
      const { code, lead } = await gather(host, []);
      const idle = await handshake(server.url, `/ws/rooms/${code}?token=${host.token}`);
      lead.send({ type: "PLAY", time: 0 });
      await lead.next("PLAY");
      const since = performance.now();
      server.signal(signal);
      expect((await lead.closed()).code).toBe(1012);
      expect(await idle.socket.closed()).toBe(1012);
      expect(await server.exited).toBe(0);
      expect(performance.now() - since).toBeLessThan(5000);
      const last = JSON.parse(lead.frames.at(-1) ?? "{}");
      expect(last).toMatchObject({ type: "PAUSE", user_id: null });
    },
  );

  test("P113: whoever waits for the ready line gets it, however little is logged", async () => {
    await using server = await startServer(target, { LOG_LEVEL: "error" });
    expect(await server.stop()).toBe(0);
    expect(server.stdout).toHaveLength(1);
  });

  test("P114: a film that is being sent does not hold up the exit", async () => {
    await using server = await startServer(target);
    const media = join(server.folder, "media");
    mkdirSync(media);
    writeFileSync(join(media, "long.mp4"), new Uint8Array(64 * 1024 * 1024));
    const room = await (await server.api.account()).room({ media: { kind: "file", src: "long.mp4" } });
    const response = await fetch(server.url + room.media?.url);
    expect(response.status).toBe(200);
    const since = performance.now();
    server.signal("SIGTERM");
    expect(await server.exited).toBe(0);
    expect(performance.now() - since).toBeLessThan(5000);
    await response.body?.cancel().catch(() => undefined);
  });

  test("P114: a second signal exits at once, also where the first waits for what is being stored", async () => {
    await using server = await startServer(target);
    const { lead } = await gather(await server.api.account(), []);
    using foreign = openDatabaseOf(server);
    foreign.exec("BEGIN IMMEDIATE");
    server.signal("SIGTERM");
    expect((await lead.closed()).code).toBe(1012);
    const since = performance.now();
    server.signal("SIGTERM");
    await server.exited;
    expect(performance.now() - since).toBeLessThan(1000);
  });

  test("P116: data and database lie where the settings say", async () => {
    await using server = await startServer(target, { DATA_DIR: "elsewhere", DATABASE_URL: "file:party.db" });
    await server.api.guest();
    expect(await server.stop()).toBe(0);
    expect(readdirSync(server.folder).toSorted()).toEqual(["elsewhere", "party.db", "party.db.lock"]);
    expect(readdirSync(join(server.folder, "elsewhere"))).toEqual(["secret"]);
  });

  test("P117 P105: the log holds no token, e-mail, chat text or query", async () => {
    await using server = await startServer(target, { LOG_LEVEL: "debug" });
    const { api } = server;
    const host = await api.account("Host", "very-private@example.org");
    const { code, lead } = await gather(host, []);
    lead.send({ type: "CHAT", message: "whispered words" });
    await lead.next("CHAT");
    await api.call("POST", "/api/auth/login", { body: { email: "very-private@example.org", password: "wrong one" } });
    await api.call("POST", "/api/auth/login", { body: { email: "very-private@example.org", password: PASSWORD } });
    await api.call("GET", `/api/rooms/${code}/messages?before=1&secret=very-secret`, { token: host.token });
    const refused = await upgrade(server.url, `/ws/rooms/${code}?token=wrong-token-here`);
    expectRefusal(refused, 401, "token_invalid");
    await server.stop();
    const log = [...server.stdout, ...server.stderr].join("\n");
    for (const line of server.stdout)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), message: expect.any(String) });
    for (const secret of ["very-private", "whispered", "very-secret", "wrong-token-here", host.token, PASSWORD, "?"])
      expect(log).not.toContain(secret);
  });
});
