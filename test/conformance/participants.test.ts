import { expect, test } from "bun:test";
import type { Participant, User } from "../../src/protocol/values.ts";
import { expectRefusal } from "../harness/client.ts";
import { gather, onEachTarget } from "../harness/scene.ts";

type List = { participants: (Participant & { is_online: boolean })[] };
const record = (user: User, more: object = {}) => ({
  user,
  role: "participant",
  status: "approved",
  is_muted: false,
  ...more,
});

onEachTarget(({ server, cast }) => {
  test("P33: joining is the same however often", async () => {
    const { host, ann } = cast();
    const room = await host.room();
    const first = await ann.join(room.code);
    expect(first as object).toEqual({ room, participant: record(ann.user) });
    expect(await ann.join(room.code)).toEqual(first);
    const own = await host.join(room.code);
    expect(own.participant as object).toEqual(record(host.user, { role: "host" }));
  });

  test("P34 P42: where approval is required one knocks, and the host alone hears it", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    await host.patch(`/api/rooms/${code}`, { requires_approval: true });
    const door = { code, name: "a room", requires_approval: true };
    const pending = record(ben.user, { status: "pending" });
    for (const _ of ["once", "twice"])
      expect((await ben.join(code)) as object).toEqual({ room: door, participant: pending });
    expect((await ben.get(`/api/rooms/${code}`)).body).toEqual({ ...door, participant: pending });
    for (const path of ["participants", "queue", "messages"])
      expectRefusal(await ben.get(`/api/rooms/${code}/${path}`), 403, "pending_approval");
    expectRefusal(await ben.post(`/api/rooms/${code}/ticket`), 403, "pending_approval");
    expectRefusal(await ben.patch(`/api/rooms/${code}`, {}), 403, "pending_approval");

    await lead.next("ROOM_UPDATED");
    expect((await lead.next("PARTICIPANT_UPDATED")) as object).toEqual({ type: "PARTICIPANT_UPDATED", ...pending });
    await lead.expectSilence();
    await sockets[0].next("ROOM_UPDATED");
    await sockets[0].expectSilence();
    expect((await ben.post(`/api/rooms/${code}/leave`)).status).toBe(204);
    expect((await ben.get(`/api/rooms/${code}`)).body).toEqual({ ...door, participant: null });
  });

  test("P39 P42: approval is told to everyone, and opens the room", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    await host.patch(`/api/rooms/${code}`, { requires_approval: true });
    await ben.join(code);
    const { status, body } = await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "approved" });
    expect([status, body]).toEqual([200, { participant: { ...record(ben.user), is_online: false } }]);
    for (const socket of [lead, ...sockets]) {
      await socket.next("ROOM_UPDATED");
      if (socket === lead) await socket.next("PARTICIPANT_UPDATED");
      expect((await socket.next("PARTICIPANT_UPDATED")) as object).toMatchObject(record(ben.user));
    }
    expect((await ben.follow(code)).state.you.user).toEqual(ben.user);
  });

  test("P39 P42: who is rejected may ask again, and only the host hears of it", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben]);
    const { body } = await host.patch<{ participant: Participant }>(`/api/rooms/${code}/participants/${ben.id}`, {
      status: "rejected",
    });
    expect(body.participant.status).toBe("rejected");
    expect((await sockets[1].closed()).code).toBe(4003);
    expect(await lead.next("USER_LEFT")).toMatchObject({ user: ben.user });
    expect(await lead.next("PARTICIPANT_UPDATED")).toMatchObject({ user: ben.user, status: "rejected" });
    await sockets[0].next("USER_LEFT");
    await sockets[0].expectSilence();
    expectRefusal(await ben.get(`/api/rooms/${code}/queue`), 403, "not_a_participant");
    expect((await ben.join(code)).participant.status).toBe("approved");
  });

  test("P39 P33 P35 P40: a ban keeps out until it is lifted", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben]);
    await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "banned" });
    expect((await sockets[1].closed()).code).toBe(4003);
    expect(await lead.next("USER_LEFT")).toMatchObject({ user: ben.user });
    expect(await lead.next("PARTICIPANT_UPDATED")).toMatchObject({ user: ben.user, status: "banned" });
    await sockets[0].next("USER_LEFT");
    await sockets[0].expectSilence();

    await ben.post(`/api/rooms/${code}/leave`);
    expect((await host.delete(`/api/rooms/${code}/participants/${ben.id}`)).status).toBe(204);
    expectRefusal(await ben.post(`/api/rooms/${code}/join`), 403, "banned");
    expectRefusal(await ben.get(`/api/rooms/${code}/messages`), 403, "banned");
    const door = {
      code,
      name: "a room",
      requires_approval: false,
      participant: record(ben.user, { status: "banned" }),
    };
    expect((await ben.get(`/api/rooms/${code}`)).body).toEqual(door);
    await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "approved" });
    expect((await ben.join(code)).participant.status).toBe("approved");
    await ben.follow(code);
  });

  test("P40 P56 P111: who is kicked is closed with 4003, seen to leave once, and may join again", async () => {
    const { host, ann, ben } = cast();
    const { code, lead, sockets } = await gather(host, [ann, ben]);
    const tab = await ben.follow(code);
    lead.send({ type: "SEEK", time: 7 });
    await lead.next("SEEK");
    expect((await host.delete(`/api/rooms/${code}/participants/${ben.id}`)).status).toBe(204);
    expect(await sockets[1].next("SEEK")).toMatchObject({ time: 7 });
    expect(await tab.next("SEEK")).toMatchObject({ time: 7 });
    for (const socket of [tab, sockets[1]]) expect((await socket.closed()).code).toBe(4003);
    await sockets[0].next("SEEK");
    for (const socket of [lead, sockets[0]]) {
      expect((await socket.next("USER_LEFT")) as object).toEqual({
        type: "USER_LEFT",
        user: ben.user,
        role: "participant",
      });
      await socket.expectSilence();
    }
    expectRefusal(await host.delete(`/api/rooms/${code}/participants/${ben.id}`), 404, "participant_not_found");
    expectRefusal(await ben.get(`/api/rooms/${code}/queue`), 403, "not_a_participant");
    await ben.join(code);
    await ben.follow(code);
  });

  test("P35 P56: leaving closes one's sockets with 1000, and can be said twice", async () => {
    const { host, ann } = cast();
    const { code, lead, sockets } = await gather(host, [ann]);
    for (const _ of ["once", "twice"]) expect((await ann.post(`/api/rooms/${code}/leave`)).status).toBe(204);
    expect((await sockets[0].closed()).code).toBe(1000);
    await lead.next("USER_LEFT");
    await lead.expectSilence();
    expectRefusal(await host.post(`/api/rooms/${code}/leave`), 409, "host_cannot_leave");
    expect((await ann.get(`/api/rooms/${code}`)).body).toMatchObject({ participant: null });
  });

  test("P35 P38: whoever waits may take the knock back, which the host hears", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, [], { requires_approval: true });
    await ann.join(code);
    expect(await lead.next("PARTICIPANT_UPDATED")).toMatchObject({ user: ann.user, status: "pending" });
    await ann.post(`/api/rooms/${code}/leave`);
    expect(await lead.next("PARTICIPANT_UPDATED")).toMatchObject({ user: ann.user, status: "rejected" });
    await lead.expectSilence();
  });

  test("P36: the list tells who is online; who waits or is banned only the host sees", async () => {
    const { host, ann, ben } = cast();
    const { code } = await gather(host, [ann]);
    await ben.join(code);
    await host.patch(`/api/rooms/${code}/participants/${ben.id}`, { status: "banned" });
    const list = async (person: typeof ann) =>
      (await person.get<List>(`/api/rooms/${code}/participants`)).body.participants;
    const approved = [
      { ...record(host.user, { role: "host" }), is_online: true },
      { ...record(ann.user), is_online: true },
    ];
    expect((await list(ann)) as object[]).toEqual(approved);
    expect((await list(host)) as object[]).toEqual([
      ...approved,
      { ...record(ben.user, { status: "banned" }), is_online: false },
    ]);
  });

  test("P37: a host's calls are the host's alone", async () => {
    const { host, ann, ben } = cast();
    const { code } = await gather(host, [ann]);
    const calls = [
      () => [ann, ben].map((who) => who.patch(`/api/rooms/${code}`, { name: "mine" })),
      () => [ann, ben].map((who) => who.delete(`/api/rooms/${code}`)),
      () => [ann, ben].map((who) => who.patch(`/api/rooms/${code}/participants/${ann.id}`, { is_muted: true })),
      () => [ann, ben].map((who) => who.delete(`/api/rooms/${code}/participants/${ann.id}`)),
      () => [ann, ben].map((who) => who.post(`/api/rooms/${code}/host`, { user_id: who.id })),
      () => [ann, ben].map((who) => who.put(`/api/rooms/${code}/media`, { media: null })),
      () => [ann, ben].map((who) => who.patch(`/api/rooms/${code}/queue/1`, { position: 0 })),
      () => [ann, ben].map((who) => who.delete(`/api/rooms/${code}/queue/1`)),
      () => [ann, ben].map((who) => who.post(`/api/rooms/${code}/queue/next`)),
    ];
    for (const call of calls) {
      const [participant, stranger] = await Promise.all(call());
      if (participant) expectRefusal(participant, 403, "host_only");
      if (stranger) expectRefusal(stranger, 403, "not_a_participant");
    }
    for (const path of ["participants", "messages", "queue"])
      expectRefusal(await ben.get(`/api/rooms/${code}/${path}`), 403, "not_a_participant");
  });

  test("P38 P41: the host acts on those with a record, and not on oneself", async () => {
    const { host, ann } = cast();
    const { code, lead } = await gather(host, [ann]);
    const own = `/api/rooms/${code}/participants/${host.id}`;
    expectRefusal(await host.patch(own, { is_muted: true }), 409, "own_participant");
    expectRefusal(await host.patch(own, { status: "banned" }), 409, "own_participant");
    expectRefusal(await host.delete(own), 409, "own_participant");
    for (const unknown of ["nobody", "__proto__", "constructor"])
      expectRefusal(await host.patch(`/api/rooms/${code}/participants/${unknown}`, {}), 404, "participant_not_found");
    const path = `/api/rooms/${code}/participants/${ann.id}`;
    for (const wrong of [{ status: "pending" }, { status: "host" }, { is_muted: "yes" }, []])
      expectRefusal(await host.patch(path, wrong), 422, "invalid_input");
    expect((await host.patch(path, {})).body).toEqual({ participant: { ...record(ann.user), is_online: true } });
    await lead.expectSilence();
  });

  test("P43 P45: the room is handed over, and only the new host leads", async () => {
    const { host } = cast();
    const heir = await server().api.account("Heir");
    const { code, lead, sockets } = await gather(host, [heir]);
    const { status, body } = await host.post(`/api/rooms/${code}/host`, { user_id: heir.id });
    expect([status, body]).toEqual([200, { room: expect.objectContaining({ host: heir.user }) }]);
    for (const socket of [lead, sockets[0]])
      expect((await socket.next("HOST_CHANGED")) as object).toEqual({
        type: "HOST_CHANGED",
        host: heir.user,
        previous_host: host.user,
      });
    lead.send({ type: "PLAY", time: 1 });
    await lead.expectSilence();
    sockets[0].send({ type: "PLAY", time: 2 });
    for (const socket of [lead, sockets[0]])
      expect(await socket.next("PLAY")).toMatchObject({ time: 2, user_id: heir.id, revision: 1 });
    expectRefusal(await host.patch(`/api/rooms/${code}`, { name: "mine" }), 403, "host_only");
    expect((await host.post(`/api/rooms/${code}/leave`)).status).toBe(204);
  });

  test("P44: a room is handed to an approved account only", async () => {
    const { host, ann, ben } = cast();
    const { code, lead } = await gather(host, [ann], { requires_approval: false });
    const give = (user_id: unknown) => host.post(`/api/rooms/${code}/host`, { user_id });
    await host.patch(`/api/rooms/${code}`, { requires_approval: true });
    await ben.join(code);
    await lead.untilPong();
    expectRefusal(await give(ann.id), 403, "guests_cannot_host");
    expectRefusal(await give(ben.id), 409, "not_approved");
    expectRefusal(await give("nobody"), 404, "participant_not_found");
    expectRefusal(await give(7), 422, "invalid_input");
    expect(await give(host.id)).toMatchObject({ status: 200, body: { room: { host: host.user } } });
    await lead.expectSilence();
  });
});
