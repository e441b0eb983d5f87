import { beforeEach, describe, expect, test } from "bun:test";
import { DELETED_USER } from "../../src/protocol/values.ts";
import { furnished, item, person } from "./furnished.ts";
import { CODE, line, MANY, newRoom, userRecord } from "./records.ts";
import { STORES } from "./stores.ts";

describe.each(STORES)("a store %s", (_, open) => {
  const disk = furnished(open);

  describe("users", () => {
    test("are found by id and by e-mail", async () => {
      expect(await disk.store.user("ann")).toEqual(userRecord("ann"));
      expect(await disk.store.userByEmail("ann@example.org")).toEqual(userRecord("ann"));
      expect(await disk.store.user("zoe")).toBeNull();
      expect(await disk.store.userByEmail("zoe@example.org")).toBeNull();
    });
    test("share no e-mail, while any number of guests has none", async () => {
      expect(await disk.store.createUser(userRecord("zoe", { email: "ann@example.org" }))).toBe("email_taken");
      const guest = { email: null, password_hash: null, is_guest: true };
      expect(await disk.store.createUser(userRecord("g1", guest))).toBe("created");
      expect(await disk.store.createUser(userRecord("g2", guest))).toBe("created");
      expect(await disk.store.user("g1")).toEqual(userRecord("g1", guest));
    });
    test("of the same e-mail who come at once: one is taken", async () => {
      const same = ["c1", "c2", "c3"].map((id) => disk.store.createUser(userRecord(id, { email: "same@example.org" })));
      expect((await Promise.all(same)).toSorted()).toEqual(["created", "email_taken", "email_taken"]);
    });
    test("change what was given and nothing else", async () => {
      await disk.store.updateUser("ann", { display_name: "Anna" });
      await disk.store.updateUser("ann", { password_hash: "other" });
      expect(await disk.store.user("ann")).toEqual(userRecord("ann", { display_name: "Anna", password_hash: "other" }));
      expect(await disk.store.user("bob")).toEqual(userRecord("bob"));
    });
    test("who are deleted take their rooms and sessions with them; their lines stay, without them", async () => {
      await disk.store.createRoom(newRoom("BBBBBBBB", "bob"), MANY);
      await disk.store.createSession({ id: "s", user_id: "bob", generation: 0, expires_at: 1 });
      await disk.store.addMessage(CODE, line("bob", "in ann's room"));
      await disk.store.addMessage("BBBBBBBB", line("ann", "in bob's room"));
      await disk.store.saveQueue(CODE, [item("q1", "bob")]);
      await disk.store.deleteUser("bob");

      expect(await disk.store.userByEmail("bob@example.org")).toBeNull();
      expect(await disk.store.session("s")).toBeNull();
      expect(await disk.store.openRoom("BBBBBBBB")).toBeNull();
      expect(await disk.store.messages("BBBBBBBB", { limit: 10 })).toEqual([]);
      expect(await disk.store.messages(CODE, { limit: 10 })).toMatchObject([
        { message: "in ann's room", user: DELETED_USER },
      ]);
      const { participants, queue } = await disk.opened();
      expect(participants.map(({ user }) => user.id)).toEqual(["ann"]);
      expect(queue).toMatchObject([{ id: "q1", added_by: DELETED_USER }]);
      expect(await disk.store.createUser(userRecord("bob2", { email: "bob@example.org" }))).toBe("created");
    });
  });

  describe("sessions", () => {
    const session = { id: "s", user_id: "ann", generation: 0, expires_at: 1_000.5 };
    beforeEach(() => disk.store.createSession(session));

    test("are found until they are deleted", async () => {
      expect(await disk.store.session("s")).toEqual(session);
      await disk.store.deleteSession("s");
      expect(await disk.store.session("s")).toBeNull();
    });
    test("hand out one successor for a token, also when its answer was lost", async () => {
      expect(await disk.store.rotateSession("s", 0, 2_000)).toMatchObject({ generation: 1, expires_at: 2_000 });
      expect(await disk.store.rotateSession("s", 0, 3_000)).toMatchObject({ generation: 1, expires_at: 3_000 });
      expect(await disk.store.rotateSession("s", 1, 4_000)).toMatchObject({ generation: 2 });
    });
    test("end when a token is used after its successor was", async () => {
      await disk.store.rotateSession("s", 0, 2_000);
      await disk.store.rotateSession("s", 1, 2_000);
      expect(await disk.store.rotateSession("s", 0, 2_000)).toBeNull();
      expect(await disk.store.session("s")).toBeNull();
      expect(await disk.store.rotateSession("s", 2, 2_000)).toBeNull();
    });
    test("end when a token comes from the future", async () => {
      expect(await disk.store.rotateSession("s", 1, 2_000)).toBeNull();
      expect(await disk.store.session("s")).toBeNull();
    });
    test("of a user end together, but for one; those of others don't", async () => {
      await disk.store.createSession({ ...session, id: "s2" });
      await disk.store.createSession({ ...session, id: "s3" });
      await disk.store.createSession({ ...session, id: "b", user_id: "bob" });
      expect((await disk.store.deleteSessionsOf("ann", "s2")).toSorted()).toEqual(["s", "s3"]);
      expect(await disk.store.deleteSessionsOf("ann", null)).toEqual(["s2"]);
      expect(await disk.store.session("b")).not.toBeNull();
    });
    test("that have expired are forgotten", async () => {
      await disk.store.createSession({ ...session, id: "later", expires_at: 2_000 });
      await disk.store.forgetExpired(1_500);
      expect(await disk.store.session("s")).toBeNull();
      expect(await disk.store.session("later")).not.toBeNull();
    });
  });

  test("writes take effect in the order in which they were asked for", async () => {
    const writes = [
      disk.store.saveParticipant(CODE, person("bob", { is_muted: true })),
      disk.store.removeParticipant(CODE, "bob"),
      disk.store.saveQueue(CODE, [item("q1", "ann")]),
      disk.store.saveQueue(CODE, []),
      disk.store.releaseRoom(CODE),
    ];
    const room = await disk.store.openRoom(CODE);
    await Promise.all(writes);
    expect(room?.participants.map(({ user }) => user.id)).toEqual(["ann"]);
    expect(room?.queue).toEqual([]);
  });

  test("a write that fails takes no other with it", async () => {
    const writes = await Promise.allSettled([
      disk.store.addMessage(CODE, line("bob", "before")),
      disk.store.addMessage("ZZZZZZZZ", line("bob", "nowhere")),
      disk.store.addMessage(CODE, line("bob", "after")),
    ]);
    expect(writes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await disk.store.messages(CODE, { limit: 5 })).map(({ message }) => message)).toEqual(["after", "before"]);
  });

  test("all that was asked for is stored before it closes", async () => {
    const writes = Array.from({ length: 50 }, () => disk.store.addMessage(CODE, line("bob", "last words")));
    await disk.reopen();
    await Promise.all(writes);
    expect(await disk.store.messages(CODE, { limit: 100 })).toHaveLength(50);
  });

  test("it says that it is well", async () => {
    await disk.store.check();
  });
});
