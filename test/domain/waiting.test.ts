import { describe, expect, test } from "bun:test";
import { EPOCH } from "./people.ts";
import { createParty, MINUTE, SECOND, underway } from "./slow-party.ts";

describe("a party that waits", () => {
  test("pauses as soon as somebody stalls, and goes on when they are ready", () => {
    const party = underway().are({ ann: true });
    expect(party.says).toEqual(["pause"]);
    expect(party.shown?.for).toEqual(["ann"]);
    party.run(3 * SECOND);
    expect(party.isPlaying).toBe(false);
    party.are({ ann: false }).run(SECOND);
    expect(party.says).toEqual(["pause", "play"]);
    expect([party.isPlaying, party.shown]).toEqual([true, null]);
  });

  test("waits for all who stall meanwhile, with one pause and to one end", () => {
    const party = underway().are({ ann: true }).run(SECOND).are({ bob: true });
    expect(party.shown).toEqual({ for: ["ann", "bob"], until_ms: EPOCH + 20 * SECOND });
    party.run(SECOND).are({ ann: false }).run(SECOND);
    expect(party.shown?.for).toEqual(["bob"]);
    party.are({ bob: false }).run(SECOND);
    expect(party.says).toEqual(["pause", "play"]);
  });

  test("goes on without the slow when the time is up, until they have been ready for a while", () => {
    const party = underway().are({ ann: true }).run(MINUTE);
    expect(party.said).toEqual([
      [10 * SECOND, "pause"],
      [20 * SECOND, "play"],
    ]);
    party
      .are({ ann: false })
      .run(4 * SECOND)
      .are({ ann: true })
      .run(MINUTE);
    expect(party.says).toEqual(["pause", "play"]);
    party
      .are({ ann: false })
      .run(6 * SECOND)
      .are({ ann: true });
    expect(party.says).toEqual(["pause", "play", "pause"]);
  });

  test("goes on at once when whoever it waits for leaves or looks away", () => {
    const party = underway().are({ ann: true }).run(SECOND).are({ ann: undefined });
    expect(party.says).toEqual(["pause", "play"]);
  });

  test("does not believe somebody who is ready for a blink", () => {
    const party = underway().are({ ann: true }).run(SECOND);
    for (let times = 0; times < 5; times++) party.are({ ann: false }).run(200).are({ ann: true }).run(200);
    expect(party.says).toEqual(["pause"]);
  });

  test("waits for the same person twice in a row, then not for a minute", () => {
    const party = underway();
    for (let times = 0; times < 30; times++) {
      party
        .are({ ann: true })
        .run(2 * SECOND)
        .are({ ann: false })
        .run(6 * SECOND);
    }
    expect(party.waits.slice(0, 3).map(({ began_ms }) => began_ms / SECOND)).toEqual([10, 18, 82]);
  });

  test("does not wait, after that minute, for somebody who has stalled all the while", () => {
    const party = underway();
    for (let times = 0; times < 2; times++)
      party
        .are({ ann: true })
        .run(SECOND)
        .are({ ann: false })
        .run(6 * SECOND);
    party.are({ ann: true }).run(5 * MINUTE);
    expect(party.waits.length).toBe(2);
  });

  test("waits for others while somebody is spared", () => {
    const party = underway();
    for (let times = 0; times < 3; times++)
      party
        .are({ ann: true })
        .run(SECOND)
        .are({ ann: false })
        .run(6 * SECOND);
    expect(party.says).toEqual(["pause", "play", "pause", "play"]);
    party.are({ ann: true, bob: true }).run(SECOND);
    expect(party.shown?.for).toEqual(["bob"]);
  });

  test("plays for half of the time, even where one stalls after the other", () => {
    const people = Array.from({ length: 40 }, (_, index) => `viewer ${index}`);
    const party = underway(people);
    for (const id of people) party.are({ [id]: true }).run(11 * SECOND);
    expect(party.waits.length).toBeGreaterThan(15);
    expect(party.held_ms).toBeLessThanOrEqual(party.now / 2 + 10 * SECOND);
  });

  test("remembers who comes back: a connection that breaks again and again pauses twice", () => {
    const party = underway();
    for (let times = 0; times < 6; times++)
      party
        .are({ ann: true })
        .run(3 * SECOND)
        .are({ ann: undefined })
        .run(5 * SECOND);
    expect(party.waits.length).toBe(2);
  });
});

describe("loading is no stall", () => {
  test.each(["seek", "play"] as const)("right after a %s, unless it lasts", (press) => {
    const brief = underway()
      .press(press)
      .run(400)
      .are({ ann: true, bob: true })
      .run(1_400)
      .are({ ann: false, bob: false });
    expect(brief.run(MINUTE).says).toEqual([]);
    const lasting = underway().press(press).run(400).are({ ann: true });
    expect(lasting.run(1_450).says).toEqual([]);
    expect(lasting.run(100).says).toEqual(["pause"]);
  });

  test.each(["cleo", "ann"])("nor for somebody who has just come, or come back", (id) => {
    const party = underway()
      .are({ ann: undefined })
      .run(SECOND)
      .are({ [id]: true });
    expect(party.run(1_450).says).toEqual([]);
    expect(party.run(100).says).toEqual(["pause"]);
  });

  test("whoever was given up, and comes back much later, is as good as new", () => {
    const party = underway()
      .are({ ann: true })
      .run(20 * SECOND)
      .are({ ann: undefined })
      .run(SECOND);
    expect(party.are({ ann: true }).run(MINUTE).waits.length).toBe(1);
    party
      .are({ ann: undefined })
      .run(MINUTE)
      .are({})
      .are({ ann: true })
      .run(2 * SECOND);
    expect(party.waits.length).toBe(2);
  });

  test("nor when the page itself has just come", () => {
    const party = createParty().are({ ann: true });
    expect(party.run(1_450).says).toEqual([]);
    expect(party.run(100).says).toEqual(["pause"]);
  });

  test("a stall that was there before a seek gets that time too", () => {
    const party = underway().set(0).are({ ann: true }).run(SECOND).press("seek").set(10);
    expect(party.run(1_450).says).toEqual([]);
    expect(party.run(200).says).toEqual(["pause"]);
  });
});

describe("the host's word", () => {
  test.each([
    ["play", "here", true],
    ["play", "elsewhere", true],
    ["pause", "here", false],
    ["pause", "elsewhere", false],
    ["seek", "here", false],
  ] as const)("wins: a %s %s ends the waiting, and nothing is resumed", (what, where, isPlaying) => {
    const party = underway()
      .are({ ann: true })
      .run(3 * SECOND)
      .press(what, where)
      .run(SECOND);
    expect(party.shown).toBeNull();
    party.run(MINUTE).are({ ann: false }).run(MINUTE);
    expect([party.says, party.isPlaying]).toEqual([["pause"], isPlaying]);
  });

  test("wins also over a pause that is still under way", () => {
    const party = underway(["ann"], { latency_ms: 300 }).are({ ann: true }).run(100).press("pause");
    expect(party.run(MINUTE).are({ ann: false }).run(MINUTE).says).toEqual(["pause"]);
    expect(party.isPlaying).toBe(false);
  });

  test("is not taken for a stall: nothing is said between a press and what comes of it", () => {
    const party = underway(["ann"], { latency_ms: 1_000 }).press("pause").are({ ann: true });
    expect(party.run(MINUTE).says).toEqual([]);
  });

  test("0 in the settings: a party never waits, and one that waits goes on at once", () => {
    expect(underway(["ann"], { wait_s: 0 }).are({ ann: true }).run(MINUTE).says).toEqual([]);
    const party = underway()
      .are({ ann: true })
      .run(3 * SECOND)
      .set(0);
    expect(party.says).toEqual(["pause", "play"]);
    expect(party.run(MINUTE).says).toEqual(["pause", "play"]);
  });

  test("another time in the settings counts from the beginning of the wait", () => {
    const party = underway()
      .are({ ann: true })
      .run(3 * SECOND)
      .set(5)
      .run(MINUTE);
    expect(party.said.at(-1)).toEqual([15 * SECOND, "play"]);
  });

  test("about the rate is none about going on", () => {
    const party = underway()
      .are({ ann: true })
      .run(5 * SECOND)
      .changeRate(1.5)
      .run(SECOND);
    expect(party.shown?.for).toEqual(["ann"]);
    expect(party.are({ ann: false }).run(SECOND).isPlaying).toBe(true);
  });

  test("a second page of the host's that pauses for the same stall does not strand the party", () => {
    const party = underway()
      .are({ ann: true })
      .run(50)
      .press("pause", "twin")
      .run(3 * SECOND);
    expect(party.shown?.for).toEqual(["ann"]);
    expect(party.are({ ann: false }).run(SECOND).isPlaying).toBe(true);
  });
});

describe("what gets lost", () => {
  test("a pause that never got there is given up in silence", () => {
    const party = underway()
      .deaf(true)
      .are({ ann: true })
      .run(20 * SECOND);
    expect([party.says, party.isPlaying, party.shown]).toEqual([["pause"], true, null]);
  });

  test("the word to go on is said again until the room has heard it", () => {
    const party = underway()
      .are({ ann: true })
      .run(SECOND)
      .deaf(true)
      .are({ ann: false })
      .run(7 * SECOND);
    expect([party.says, party.isPlaying]).toEqual([["pause", "play", "play"], false]);
    expect(party.deaf(false).run(7 * SECOND).isPlaying).toBe(true);
    expect(party.run(MINUTE).says).toEqual(["pause", "play", "play", "play"]);
  });

  test("but not after the host has spoken", () => {
    const party = underway().are({ ann: true }).run(SECOND).deaf(true).are({ ann: false }).run(SECOND);
    party.press("pause", "elsewhere").run(MINUTE);
    expect([party.says, party.isPlaying]).toEqual([["pause", "play"], false]);
  });
});
