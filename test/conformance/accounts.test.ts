import { expect, test } from "bun:test";
import { expectRefusal, PASSWORD, type SignedIn } from "../harness/client.ts";
import { FILM, gather, onEachTarget } from "../harness/scene.ts";

onEachTarget(({ server, cast }) => {
  const post = <Body>(path: string, body: unknown) => server().api.call<Body>("POST", path, { body });
  const register = (body: object) =>
    post<SignedIn>("/api/auth/register", {
      email: "new@example.org",
      password: PASSWORD,
      display_name: "New",
      ...body,
    });

  test("P1 P2 P4 P16: an account is made once, and signs in with its e-mail in any spelling", async () => {
    const made = await register({ email: " Eve@Example.ORG " });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      user: { id: expect.any(String), display_name: "New", is_guest: false },
      access_token: expect.any(String),
      expires_in: 900,
    });
    expectRefusal(await register({ email: "eve@example.org" }), 409, "email_taken");
    const back = await post<SignedIn>("/api/auth/login", { email: "EVE@example.org", password: PASSWORD });
    expect([back.status, back.body.user]).toEqual([200, made.body.user]);
    for (const answer of [made, back])
      expect(answer.headers.getSetCookie()).toEqual([
        expect.stringMatching(
          /^matinee_refresh=[^;]+;(?=.* HttpOnly)(?=.* SameSite=Strict)(?=.* Path=\/api\/auth)(?!.*Secure)/,
        ),
      ]);
  });

  test("P4: an unknown e-mail and a wrong password are refused alike", async () => {
    const wrong = [
      { email: "nobody@example.org", password: PASSWORD },
      { email: "not even an e-mail", password: "" },
    ];
    const answers = await Promise.all(wrong.map((body) => post("/api/auth/login", body)));
    await register({ email: "wrong@example.org" });
    answers.push(await post("/api/auth/login", { email: "wrong@example.org", password: "something else" }));
    for (const answer of answers) expectRefusal(answer, 401, "invalid_credentials");
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test("P4: an unknown e-mail takes as long to refuse as a wrong password", async () => {
    await register({ email: "timed@example.org" });
    const fastest = async (email: string) => {
      const took: number[] = [];
      for (let times = 0; times < 5; times++) {
        const since = performance.now();
        await post("/api/auth/login", { email, password: "something else" });
        took.push(performance.now() - since);
      }
      return Math.min(...took);
    };
    expect((await fastest("unknown@example.org")) / (await fastest("timed@example.org"))).toBeWithin(0.4, 2.5);
  });

  test("P3 P6: every fault of an input is listed with its path", async () => {
    const answer = await post("/api/auth/register", { email: "nobody", password: "7 chars", display_name: "  " });
    expectRefusal(answer, 422, "invalid_input");
    const paths = (answer.body as { errors: { path: string; message: string }[] }).errors.map(({ path }) => path);
    expect(paths.toSorted()).toEqual(["display_name", "email", "password"]);
  });

  test.each([
    ["an e-mail without a domain", { email: "a@" }],
    ["an e-mail with a space", { email: "a b@example.org" }],
    ["no e-mail", { email: undefined }],
    ["a password of 7 characters", { password: "1234567" }],
    ["a password of 257 characters", { password: "x".repeat(257) }],
    ["a password that is a number", { password: 123456789 }],
    ["a name of 51 characters", { display_name: "é".repeat(51) }],
    ["an empty name", { display_name: " \n " }],
    ["a name of two lines", { display_name: "Ann\nBen" }],
    ["a name that nobody sees", { display_name: "\u200b\u202e" }],
    ["half a surrogate pair", { display_name: "\ud83c" }],
    ["a name that is null", { display_name: null }],
  ])("P3 P6: %s is not taken", async (_, body) => {
    expectRefusal(await register({ email: "valid@example.org", ...body }), 422, "invalid_input");
  });

  test("P5 P6 P7: a guest has a name, in NFC and trimmed, and no e-mail", async () => {
    const name = "  Zoe\u0308 🎬  ";
    const guest = await server().api.guest(name);
    expect(guest.user).toEqual({ id: expect.any(String), display_name: "Zo\u00eb 🎬", is_guest: true });
    const own = { ...guest.user, email: null, created_at: expect.any(String), is_owner: false };
    expect((await guest.get("/api/me")).body).toEqual(own);
    expect((await server().api.guest("é".repeat(50))).user.display_name).toBe("é".repeat(50));
  });

  test("P5: guests neither host nor read the library", async () => {
    const { ann } = cast();
    expectRefusal(await ann.post("/api/rooms", { name: "mine" }), 403, "guests_cannot_host");
    expectRefusal(await ann.get("/api/library"), 403, "guests_cannot_host");
  });

  test("P7: an e-mail address is shown to its owner alone", async () => {
    const { host, ann } = cast();
    const { body: me } = await host.get<{ email: string; created_at: string }>("/api/me");
    const own = { ...host.user, email: expect.any(String), created_at: expect.any(String) };
    expect(me as object).toEqual({ ...own, is_owner: true });
    expect((await host.patch("/api/me", {})).body).toEqual(own);
    const { code, lead } = await gather(host, [ann], { is_public: true });
    const seen = await Promise.all(
      [`/api/rooms/${code}`, `/api/rooms/${code}/participants`, "/api/rooms/public"].map((path) => ann.get(path)),
    );
    expect(JSON.stringify([seen, lead.frames])).not.toContain(me.email);
  });

  test("P8: a new name is told to open rooms; an empty change is none", async () => {
    const { host, ben } = cast();
    const { lead, sockets } = await gather(host, [ben]);
    expect((await ben.patch("/api/me", {})).status).toBe(200);
    const changed = await ben.patch("/api/me", { display_name: " Benjamin " });
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ display_name: "Benjamin" })]);
    for (const socket of [lead, ...sockets]) {
      expect((await socket.next("PARTICIPANT_UPDATED")).user).toEqual({ ...ben.user, display_name: "Benjamin" });
      await socket.expectSilence();
    }
  });

  test("P9 P15: a changed password ends every other session, not this one", async () => {
    const here = await server().api.account("Mover", "mover@example.org");
    const there = server().api.person(
      await post<SignedIn>("/api/auth/login", { email: "mover@example.org", password: PASSWORD }),
    );
    const { code } = await here.room();
    const [mine, other] = [await here.follow(code), await there.follow(code)];
    expectRefusal(await here.patch("/api/me", { password: "another one" }), 403, "wrong_password");
    const wrong = { password: "another one", current_password: "not it" };
    expectRefusal(await here.patch("/api/me", wrong), 403, "wrong_password");
    const right = { password: "another one", current_password: PASSWORD };
    expect((await here.patch("/api/me", right)).status).toBe(200);
    expect((await other.closed()).code).toBe(4001);
    await mine.expectSilence();
    expectRefusal(await there.get("/api/me"), 401, "token_invalid");
    const refreshed = await server().api.call("POST", "/api/auth/refresh", { cookie: there.cookie });
    expectRefusal(refreshed, 401, "session_revoked");
    expect((await here.get("/api/me")).status).toBe(200);
    expectRefusal(
      await post("/api/auth/login", { email: "mover@example.org", password: PASSWORD }),
      401,
      "invalid_credentials",
    );
  });

  test("P9: a guest has no password to change", async () => {
    expectRefusal(await cast().ann.patch("/api/me", { password: "long enough" }), 403, "guests_have_no_password");
  });

  test("P10 P11 P15: a deleted account is gone, but for its chat lines", async () => {
    const { host, ann } = cast();
    const leaving = await server().api.account("Leaving", "leaving@example.org");
    const { code, lead, sockets } = await gather(host, [leaving]);
    sockets[0].send({ type: "CHAT", message: "remember me" });
    const { user: _, type: __, ...line } = await lead.next("CHAT");
    const hosted = await gather(leaving, [ann]);
    expectRefusal(await leaving.delete("/api/me"), 403, "wrong_password");
    expect((await leaving.delete("/api/me", { current_password: PASSWORD })).status).toBe(204);

    expect((await sockets[0].closed()).code).toBe(4001);
    expect((await hosted.sockets[0].closed()).code).toBe(4004);
    expect(await lead.next("USER_LEFT")).toMatchObject({ user: leaving.user });
    await lead.expectSilence();
    expectRefusal(await leaving.get("/api/me"), 401, "token_invalid");
    expectRefusal(await ann.get(`/api/rooms/${hosted.code}`), 404, "room_not_found");
    const history = await host.get<{ messages: object[] }>(`/api/rooms/${code}/messages`);
    const nobody = { id: null, display_name: "deleted user", is_guest: false };
    expect(history.body.messages).toEqual([{ ...line, user: nobody }]);
    expect((await register({ email: "leaving@example.org" })).status).toBe(201);
  });

  test("P8 P10: a queue names people as they are called now, and nobody who is gone", async () => {
    const { host } = cast();
    const guest = await server().api.guest("Before");
    const { code, lead } = await gather(host, [guest]);
    await guest.post(`/api/rooms/${code}/queue`, { media: FILM });
    const names = async () => (await lead.find("QUEUE_CHANGED")).queue.map(({ added_by }) => added_by.display_name);
    expect(await names()).toEqual(["Before"]);
    await guest.patch("/api/me", { display_name: "After" });
    expect(await names()).toEqual(["After"]);
    await guest.delete("/api/me");
    expect(await names()).toEqual(["deleted user"]);
  });

  test("P10: a guest's account is deleted without a password", async () => {
    const guest = await server().api.guest();
    expect((await guest.delete("/api/me")).status).toBe(204);
    const refreshed = await server().api.call("POST", "/api/auth/refresh", { cookie: guest.cookie });
    expectRefusal(refreshed, 401, "session_revoked");
    expectRefusal(await guest.get("/api/me"), 401, "token_invalid");
  });
});
