import { describe, expect, test } from "bun:test";
import { NEW_PLAYBACK } from "../../src/domain/playback.ts";
import type { Account, Media, Playback, QueueItem, Room } from "../../src/protocol/values.ts";
import { createAutoAdvance, DECLINE_MS } from "../../src/web/auto-advance.ts";
import { createCell } from "../../src/web/cell.ts";
import type { Connection } from "../../src/web/link.ts";
import { OFFLINE } from "../../src/web/problem.ts";
import { DARK, type Screen } from "../../src/web/screen.ts";
import { fold, newRoomModel, type RoomModel } from "../../src/web/store/room-model.ts";

const account = (id: string): Account => ({ id, display_name: id.toUpperCase(), is_guest: false });
const [me, ann] = [account("me"), account("ann")];
const film = (src: string): Media => ({ kind: "file", src });
const item = (id: string): QueueItem => ({
  id,
  media: film(id),
  added_by: ann,
  created_at: "2026-01-01T00:00:00.000Z",
});
const ENDED: Partial<Screen> = { picture: "ready", time: 60, duration: 60, isPlaying: false };
const LOADED: Partial<Screen> = { picture: "ready", time: 0, duration: 90, isPlaying: false };

const room: Room = {
  code: "ABCDEFGH",
  name: "Friday",
  host: me,
  is_public: false,
  is_chat_enabled: true,
  requires_approval: false,
  is_queue_open: true,
  wait_seconds: 0,
  media: null,
  created_at: "2026-01-01T00:00:00.000Z",
};

/** The page of `me` in front of the film "now", which plays; timers pass when they are told to. */
function sit({ queue = [item("b"), item("c")], isOn = true, host = me } = {}) {
  const model = createCell<RoomModel>(newRoomModel(me));
  const connection = createCell<Connection>({ state: "open" });
  const screen = createCell<Screen>({ ...DARK, hasJoined: true, ...LOADED, isPlaying: true, time: 59.9, duration: 60 });
  const timers = new Map<symbol, { ms: number; act: () => void }>();
  const asked: string[] = [];
  let [plays, revision, isReachable] = [0, 1, true];

  const line = (change: Partial<Playback>) => ({
    ...NEW_PLAYBACK,
    media: film("now"),
    ...change,
    revision: ++revision,
  });
  const hear = (event: Parameters<typeof fold>[1]) => model.set(fold(model.get(), event));
  hear({ type: "PLAYBACK_STATE", ...line({ is_playing: true }) });
  hear({
    type: "ROOM_STATE",
    room: { ...room, host },
    you: { user: me, role: host === me ? "host" : "participant", is_muted: false },
    participants: [{ user: me, role: "participant", is_muted: false }],
    queue,
    server_ms: 0,
  });
  const advance = createAutoAdvance({
    room: model,
    connection,
    isOn: () => isOn,
    async next(id) {
      asked.push(id);
      return isReachable ? { queue: [] } : OFFLINE;
    },
    now: () => 1_000,
    after(ms, act) {
      const key = Symbol();
      timers.set(key, { ms, act });
      return () => void timers.delete(key);
    },
  });
  advance.attend({ screen, play: () => plays++ });
  const show = (change: Partial<Screen>) => screen.set({ ...screen.get(), ...change });
  return {
    advance,
    asked,
    connection,
    show,
    get plays() {
      return plays;
    },
    get comesNext() {
      return advance.coming.get()?.item.id ?? null;
    },
    tell: (type: "PLAY" | "PAUSE" | "SEEK" | "MEDIA_CHANGED", change: Partial<Playback>) =>
      hear({ type, ...line(change), user_id: "me" }),
    queueIs: (next: QueueItem[]) => hear({ type: "QUEUE_CHANGED", queue: next }),
    hostIs: (next: Account) => hear({ type: "HOST_CHANGED", host: next, previous_host: me }),
    cut: () => {
      isReachable = false;
    },
    /** The film plays out: the page says so until the room stands still. */
    end() {
      advance.over();
      advance.over();
      show(ENDED);
      this.tell("PAUSE", { time: 60 });
    },
    /** Lets the one timer that is set run out; answers after how long that was. */
    pass() {
      const [[key, { ms, act }] = [Symbol(), { ms: 0, act: () => {} }]] = timers;
      timers.delete(key);
      act();
      return ms;
    },
    timers,
  };
}

describe("when the host's film is over", () => {
  test("the next of the queue comes after a while, and plays once it is loaded", () => {
    const page = sit();
    page.end();
    expect(page.comesNext).toBe("b");
    expect(page.asked).toEqual([]);
    expect(page.pass()).toBe(DECLINE_MS);
    expect([page.asked, page.comesNext]).toEqual([["b"], null]);
    page.tell("MEDIA_CHANGED", { media: film("b") });
    page.show({ picture: "loading", time: 0, duration: null });
    page.queueIs([item("c")]);
    expect(page.plays).toBe(0);
    page.show(LOADED);
    expect(page.plays).toBe(1);
    page.show({ time: 0.25 });
    expect(page.plays).toBe(1);
    expect(page.timers.size).toBe(0);
  });

  test("nothing comes by itself without a queue, to a guest, or where this device is not to go on", () => {
    for (const page of [sit({ queue: [] }), sit({ host: ann }), sit({ isOn: false })]) {
      page.end();
      expect(page.comesNext).toBeNull();
      expect(page.timers.size).toBe(0);
    }
  });

  test("a film that is over before the room has heard that it plays is over all the same", () => {
    const page = sit();
    page.tell("PAUSE", { time: 59.9 });
    page.advance.over();
    page.tell("PLAY", { is_playing: true, time: 59.9 });
    page.show(ENDED);
    expect(page.comesNext).toBeNull();
    page.tell("PAUSE", { time: 60 });
    expect(page.comesNext).toBe("b");
  });

  test("a film that is only held near its end is not over", () => {
    const page = sit();
    page.show(ENDED);
    page.tell("PAUSE", { time: 60 });
    expect(page.comesNext).toBeNull();
  });

  test("a press of the host, another film, another queue, another host or a lost connection ends the wait", () => {
    const ways: ((page: ReturnType<typeof sit>) => void)[] = [
      ({ advance }) => advance.pressed(),
      ({ advance }) => advance.stay(),
      ({ tell }) => tell("MEDIA_CHANGED", { media: film("z") }),
      ({ tell }) => tell("PLAY", { is_playing: true }),
      ({ tell, show }) => {
        tell("SEEK", { time: 10 });
        show({ time: 10 });
      },
      ({ queueIs }) => queueIs([item("c"), item("b")]),
      ({ queueIs }) => queueIs([]),
      ({ hostIs }) => hostIs(ann),
      ({ connection }) => connection.set({ state: "lost", because: "network", again_ms: 0 }),
    ];
    for (const interfere of ways) {
      const page = sit();
      page.end();
      expect(page.comesNext).toBe("b");
      interfere(page);
      expect(page.comesNext).toBeNull();
      expect(page.timers.size).toBe(0);
      page.show(ENDED);
      expect(page.comesNext).toBeNull();
    }
  });

  test("what is added behind the next one changes nothing", () => {
    const page = sit();
    page.end();
    page.queueIs([item("b"), item("c"), item("d")]);
    expect(page.comesNext).toBe("b");
  });
});

describe("a host who goes on by a press", () => {
  test("gets the next film from the middle of another one", async () => {
    const page = sit();
    page.show({ time: 20 });
    expect(await page.advance.goOn()).toBeNull();
    page.tell("MEDIA_CHANGED", { media: film("b") });
    expect(page.plays).toBe(0);
    page.show({ picture: "loading", time: 0, duration: null, isPlaying: false });
    page.queueIs([item("c")]);
    page.show(LOADED);
    expect(page.plays).toBe(1);
  });

  test("gets one film, however impatient", async () => {
    const page = sit();
    expect(await Promise.all([page.advance.goOn(), page.advance.goOn()])).toEqual([null, null]);
    expect(page.asked).toEqual(["b"]);
    page.tell("MEDIA_CHANGED", { media: film("b") });
    page.show({ picture: "loading", time: 0, duration: null, isPlaying: false });
    page.queueIs([item("c")]);
    page.show(LOADED);
    expect(page.plays).toBe(1);
  });

  test("may show the same film again", async () => {
    const page = sit({ queue: [{ ...item("again"), media: film("now") }] });
    page.end();
    await page.advance.goOn();
    expect(page.plays).toBe(0);
    page.tell("MEDIA_CHANGED", {});
    page.show({ time: 0 });
    page.queueIs([]);
    expect(page.plays).toBe(1);
  });

  test("is told why it did not work, and nothing starts later", async () => {
    const page = sit();
    page.cut();
    expect(await page.advance.goOn()).toBe(OFFLINE);
    page.tell("MEDIA_CHANGED", { media: film("b") });
    page.show(LOADED);
    expect(page.plays).toBe(0);
  });

  test("waits for a film no longer than a minute, and not past another press", async () => {
    const late = sit();
    await late.advance.goOn();
    late.tell("MEDIA_CHANGED", { media: film("b") });
    late.show({ picture: "loading", time: 0, duration: null, isPlaying: false });
    late.queueIs([]);
    expect(late.pass()).toBe(60_000);
    late.show(LOADED);
    const pressed = sit();
    await pressed.advance.goOn();
    pressed.tell("MEDIA_CHANGED", { media: film("b") });
    pressed.advance.pressed();
    pressed.show(LOADED);
    expect([late.plays, pressed.plays]).toEqual([0, 0]);
  });
});
