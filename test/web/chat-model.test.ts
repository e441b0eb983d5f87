import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ChatLine } from "../../src/protocol/events.ts";
import {
  caughtUp,
  charactersOf,
  heard,
  inOrder,
  lineWith,
  NEW_CHAT,
  newestId,
  olderLoaded,
  refused,
  say,
  unreadSince,
  unsay,
} from "../../src/web/store/chat-model.ts";

const line = (id: number, message = `line ${id}`, author = "other"): ChatLine => ({
  id,
  user: { id: author, display_name: author, is_guest: false },
  message,
  created_at: "2026-01-01T00:00:00.000Z",
  media_time: null,
});

describe("the chat as the page knows it", () => {
  test("an own line is there at once and settles when the server says it", () => {
    const sending = say(NEW_CHAT, "c1", "hello");
    expect(sending.drafts).toEqual([{ client_id: "c1", message: "hello", error: null, after: 0 }]);
    const said = heard(sending, { type: "CHAT", ...line(1, "hello", "me"), client_id: "c1" });
    expect(said.drafts).toEqual([]);
    expect(said.lines.map(({ message }) => message)).toEqual(["hello"]);
  });

  test("an error stands by the line it is about", () => {
    const two = say(say(NEW_CHAT, "c1", "one"), "c2", "two");
    const named = refused(two, { type: "ERROR", message: "too fast", client_id: "c2" });
    expect(named.drafts.map(({ error }) => error)).toEqual([null, "too fast"]);
    const unnamed = refused(named, { type: "ERROR", message: "Chat is disabled in this room" });
    expect(unnamed.drafts[0]?.error).toBe("Chat is disabled in this room");
    expect(unsay(unnamed, "c1").drafts.map(({ client_id }) => client_id)).toEqual(["c2"]);
  });

  test("however lines arrive, each is there once and in order", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 8 })), (pages) => {
        const chat = pages.reduce(
          (known, ids) =>
            olderLoaded(
              known,
              ids.map((id) => line(id)),
              null,
            ),
          NEW_CHAT,
        );
        const wanted = [...new Set(pages.flat())].sort((a, b) => a - b);
        expect(chat.lines.map(({ id }) => id)).toEqual(wanted);
        expect(newestId(chat)).toBe(wanted.at(-1));
      }),
    );
  });

  test("after a lost connection a line that arrived is settled, and one that did not says so", () => {
    const before = ["a", "b", "c"].reduce((chat, id) => say(chat, id, id === "c" ? "later" : "same words"), NEW_CHAT);
    const chat = caughtUp(before, {
      missed: [line(4), line(5, "same words", "me"), line(6, "later", "other")],
      unsure: new Set(["a", "b"]),
      user_id: "me",
      failure: "lost",
    });
    expect(chat.lines.map(({ id }) => id)).toEqual([4, 5, 6]);
    expect(chat.drafts.map(({ client_id, error }) => [client_id, error])).toEqual([
      ["b", "lost"],
      ["c", null],
    ]);
  });

  test("a line that failed stays where it was said, and one on its way comes last", () => {
    const shown = (chat: typeof NEW_CHAT) => inOrder(chat).map(({ message }) => message);
    const said = say(say(olderLoaded(NEW_CHAT, [line(1)], null), "a", "first"), "b", "second");
    const later = olderLoaded(said, [line(2)], null);
    expect(shown(later)).toEqual(["line 1", "line 2", "first", "second"]);
    const error = (client_id: string) => ({ type: "ERROR", message: "no", client_id }) as const;
    expect(shown(refused(later, error("a")))).toEqual(["line 1", "first", "line 2", "second"]);
    const both = refused(refused(later, error("b")), error("a"));
    expect(shown(olderLoaded(both, [line(3)], null))).toEqual(["line 1", "first", "second", "line 2", "line 3"]);
  });

  test("lines of others count as unread until they were seen", () => {
    const chat = olderLoaded(NEW_CHAT, [line(1), line(2), line(3, "mine", "me"), line(4)], null);
    expect(unreadSince(chat, 1, "me")).toBe(2);
    expect(unreadSince(chat, 4, "me")).toBe(0);
  });

  test("an answer keeps to what it answers until it is settled, refused or said anew", () => {
    const sending = say(NEW_CHAT, "c1", "yes", 7);
    expect(sending.drafts).toEqual([{ client_id: "c1", message: "yes", error: null, after: 0, reply_to: 7 }]);
    const failed = refused(sending, { type: "ERROR", message: "no", client_id: "c1" });
    expect(failed.drafts[0]?.reply_to).toBe(7);
    const said = heard(sending, { type: "CHAT", ...line(8, "yes", "me"), reply_to: 7, client_id: "c1" });
    expect([said.lines[0]?.reply_to, said.drafts]).toEqual([7, []]);
  });

  test("a line is found by its id, and one that is not there is not", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), fc.integer({ min: 0, max: 61 }), (ids, wanted) => {
        const lines = ids.sort((a, b) => a - b).map((id) => line(id));
        expect(lineWith(lines, wanted)?.id).toBe(ids.find((id) => id === wanted));
      }),
    );
  });

  test("a line's length is that of the server: code points, composed and trimmed", () => {
    expect(charactersOf("  cafe\u0301 ")).toBe(4);
    expect(charactersOf("🍿🍿")).toBe(2);
    expect(charactersOf("   ")).toBe(0);
  });
});
