import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createClicks } from "../../src/web/views/stage/clicks.ts";

/** A picture that is clicked, with a clock that moves when it is told. */
function picture() {
  const did: string[] = [];
  let waiting: { act(): void; at_ms: number } | null = null;
  let now_ms = 0;
  const clicks = createClicks({
    single: () => did.push("single"),
    double: () => did.push("double"),
    later(act, ms) {
      const mine = { act, at_ms: now_ms + ms };
      waiting = mine;
      return () => {
        if (waiting === mine) waiting = null;
      };
    },
  });
  return {
    did,
    clicked: clicks.clicked,
    stop: clicks.stop,
    pass(ms: number) {
      now_ms += ms;
      if (waiting === null || now_ms < waiting.at_ms) return;
      const { act } = waiting;
      waiting = null;
      act();
    },
  };
}

describe("clicks on the picture", () => {
  test("are single ones after a moment, in which they may become double", () => {
    const one = picture();
    one.clicked(1);
    one.pass(150);
    expect(one.did).toEqual([]);
    one.pass(100);
    expect(one.did).toEqual(["single"]);

    const two = picture();
    two.clicked(1);
    two.pass(150);
    two.clicked(2);
    two.pass(1_000);
    expect(two.did).toEqual(["double"]);
  });

  test("leave a film as it was where a slow double click was taken for a single one", () => {
    const { did, clicked, pass } = picture();
    clicked(1);
    pass(400);
    clicked(2);
    pass(1_000);
    expect(did).toEqual(["single", "single", "double"]);
  });

  test("do nothing where the first of two was meant for a button that then went away", () => {
    const { did, clicked, pass } = picture();
    clicked(2);
    pass(1_000);
    expect(did).toEqual([]);
  });

  test("are two single ones where they are far apart, and none once the picture is gone", () => {
    const { did, clicked, pass, stop } = picture();
    clicked(1);
    pass(700);
    clicked(1);
    pass(700);
    expect(did).toEqual(["single", "single"]);
    clicked(1);
    stop();
    pass(700);
    expect(did).toHaveLength(2);
  });

  test("go to full screen and back once for each double click, whatever comes between, and leave the film alone", () => {
    const bursts = fc.array(
      fc.record({ clicks: fc.integer({ min: 2, max: 6 }), gap_ms: fc.integer({ min: 1, max: 500 }) }),
    );
    fc.assert(
      fc.property(bursts, (bursts) => {
        const { did, clicked, pass } = picture();
        for (const { clicks, gap_ms } of bursts) {
          for (let count = 1; count <= clicks; count++) {
            clicked(count);
            pass(gap_ms);
          }
          pass(1_000);
        }
        expect(did.filter((one) => one === "double")).toHaveLength(bursts.length);
        expect(did.filter((one) => one === "single").length % 2).toBe(0);
      }),
    );
  });
});
