import { expect, test } from "bun:test";
import { expectRefusal } from "../harness/client.ts";
import { openDatabaseOf } from "../harness/database.ts";
import { follow } from "../harness/follower.ts";
import { upgrade } from "../harness/raw-socket.ts";
import { gather, onEachTarget } from "../harness/scene.ts";
import { claimsOf, SECRET, sign } from "../harness/tokens.ts";

// What takes seconds to show stands here together, so that all of it waits at the same time.

onEachTarget(
  ({ server, cast }) => {
    const me = (token: string) => server().api.call("GET", "/api/me", { token });

    /** Resolves when a grace that begins now has run out, in a room of its own. */
    async function aGraceLater(): Promise<void> {
      const { host, ann } = cast();
      const { lead, sockets } = await gather(host, [ann]);
      lead.send({ type: "PLAY", time: 0 });
      await lead.next("PLAY");
      await lead.close();
      await sockets[0].find("PAUSE");
    }

    test.concurrent("P67 P70: without its host a room plays on for the grace, then is held where it is", async () => {
      const { host, ann } = cast();
      const { code, lead, sockets } = await gather(host, [ann]);
      lead.send({ type: "PLAY", time: 100 });
      const started = await sockets[0].next("PLAY");
      const gone = performance.now();
      await lead.close();
      await sockets[0].next("USER_LEFT");
      const held = await sockets[0].next("PAUSE");
      expect(performance.now() - gone).toBeWithin(900, 4000);
      expect(held).toMatchObject({ is_playing: false, user_id: null, revision: started.revision + 1 });
      expect(held.time).toBeCloseTo(100 + (held.effective_at - started.effective_at) / 1000, 6);
      const back = await host.follow(code);
      expect(back.playback).toMatchObject({ is_playing: false, time: held.time, revision: held.revision });
      expect(back.state.you.role).toBe("host");
      back.send({ type: "PLAY", time: held.time });
      await sockets[0].next("USER_JOINED");
      expect(await sockets[0].next("PLAY")).toMatchObject({ user_id: host.id });
    });

    test.concurrent("P67: a host who is back in time, or has another tab, stops nothing", async () => {
      const { host, ann } = cast();
      const { code, lead, sockets } = await gather(host, [ann]);
      lead.send({ type: "PLAY", time: 0 });
      await sockets[0].next("PLAY");
      const tab = await host.follow(code);
      await lead.close();
      await tab.close();
      await sockets[0].next("USER_LEFT");
      await host.follow(code);
      await sockets[0].next("USER_JOINED");
      await aGraceLater();
      await sockets[0].expectSilence();
    });

    test.concurrent("P67: a paused room has nothing to hold", async () => {
      const { host, ann } = cast();
      const { lead, sockets } = await gather(host, [ann]);
      await lead.close();
      await sockets[0].next("USER_LEFT");
      await aGraceLater();
      await sockets[0].expectSilence();
    });

    test.concurrent("P68: a handover ends the grace, and starts one where the new host is away", async () => {
      const { host, ann } = cast();
      const heir = await server().api.account();
      const { code, lead, sockets } = await gather(host, [heir, ann]);
      lead.send({ type: "PLAY", time: 0 });
      await lead.close();
      await sockets[1].find("USER_LEFT");
      await host.post(`/api/rooms/${code}/host`, { user_id: heir.id });
      await aGraceLater();
      const sinceHandover = (await sockets[1].untilPong()).map(({ type }) => type);
      expect(sinceHandover).toEqual(["HOST_CHANGED"]);

      await heir.post(`/api/rooms/${code}/host`, { user_id: host.id });
      await sockets[1].next("HOST_CHANGED");
      expect(await sockets[1].next("PAUSE")).toMatchObject({ user_id: null });
    });

    test.concurrent("P79: a window that has slid on takes lines again", async () => {
      const { host } = cast();
      const { lead } = await gather(host, []);
      for (let line = 0; line < 5; line++) lead.send({ type: "CHAT", message: "x" });
      const began = Date.parse((await lead.next("CHAT")).created_at);
      for (let line = 1; line < 5; line++) await lead.next("CHAT");
      let isRefused = true;
      for (let asked = 0; isRefused; asked++) {
        await Bun.sleep(100);
        lead.send({ type: "CHAT", message: "again", client_id: String(asked) });
        const answer = await lead.any();
        isRefused = answer.type === "ERROR";
        if (!isRefused) expect(Date.now() - began).toBeWithin(2900, 5000);
      }
    });

    test.concurrent("P53 P111: when a session expires, its sockets close and its tokens are expired", async () => {
      const guest = await server().api.guest();
      const { code } = await gather(cast().host, [guest]);
      using database = openDatabaseOf(server());
      const expires_at = Date.now() + 1000;
      database.query("UPDATE sessions SET expires_at = ? WHERE user_id = ?").run(expires_at, guest.id);
      const socket = await guest.follow(code);
      expect((await socket.closed()).code).toBe(4001);
      expect(Date.now()).toBeWithin(expires_at - 50, expires_at + 2000);
      expectRefusal(await me(guest.token), 401, "token_expired");
      expectRefusal(await upgrade(server().url, `/ws/rooms/${code}?token=${guest.token}`), 401, "token_expired");
      expectRefusal(
        await server().api.call("POST", "/api/auth/refresh", { cookie: guest.cookie }),
        401,
        "session_revoked",
      );
    });

    test.concurrent("P53: a socket outlives the token that it was opened with", async () => {
      const { host, ann } = cast();
      const { code } = await gather(host, [ann]);
      // In whole seconds, and not over before the socket is open.
      const brief = await sign({ ...claimsOf(ann.token), exp: Math.floor(Date.now() / 1000) + 2 });
      const socket = await follow(server().url, code, brief);
      for (let status = 200; status !== 401; await Bun.sleep(100)) ({ status } = await me(brief));
      await socket.expectSilence();
    });
  },
  { HOST_GRACE_SECONDS: "0.9", JWT_SECRET: SECRET },
);
