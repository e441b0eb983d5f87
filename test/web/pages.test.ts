import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { placeOf } from "../../src/web/address.ts";
import { CHAT_SOUND, THEME } from "../../src/web/device-settings.ts";
import { numberWords, sizeWords } from "../../src/web/figures.ts";
import { wayOf } from "../../src/web/shell-ways.ts";

describe("places", () => {
  test("have addresses of their own", () => {
    expect(placeOf("/").at).toBe("home");
    expect(placeOf("/", "#account").at).toBe("account");
    expect(placeOf("/", "#admin").at).toBe("admin");
    expect(placeOf("/", "#constructor").at).toBe("home");
    expect(placeOf("/r/abcdefgh", "#admin")).toEqual({ at: "room", code: "ABCDEFGH" });
    expect(placeOf("/admin").at).toBe("nowhere");
  });
});

describe("figures", () => {
  test("are said in the largest unit that leaves something before the point", () => {
    expect(sizeWords(0, "en")).toBe("0 byte");
    expect(sizeWords(999, "en")).toBe("999 byte");
    expect(sizeWords(1_500, "en")).toBe("1.5 kB");
    expect(sizeWords(999_999, "en")).toBe("1 MB");
    expect(sizeWords(52_428_800, "en")).toBe("52.4 MB");
    expect(sizeWords(1.5e12, "de")).toBe("1,5 TB");
    expect(numberWords(12_345, "en")).toBe("12,345");
  });

  test("never take more than three digits below a thousand terabytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9e14 }), (bytes) => {
        expect(sizeWords(bytes, "en")).toMatch(/^(\d{1,3}|\d{1,2}\.\d|\d\.\d{1,2}) \w+$/);
      }),
    );
  });
});

describe("settings of the device", () => {
  test("hold for the visit where nothing may be kept", () => {
    expect([THEME.get(), CHAT_SOUND.get()]).toEqual(["system", true]);
    THEME.set("light");
    expect(THEME.get()).toBe("light");
    THEME.set("system");
  });
});

describe("the service worker", () => {
  const ORIGIN = "https://films.example.org";
  const SHELL = ["/", "/icon.svg", "/assets/main-abc.js"];
  const ask = (path: string, mode: RequestMode = "cors", method = "GET") =>
    wayOf({ url: new URL(path, ORIGIN).href, mode, method }, ORIGIN, SHELL);

  test("answers for pages and for the parts of the shell", () => {
    expect(ask("/", "navigate")).toBe("page");
    expect(ask("/r/ABCDEFGH?from=mail", "navigate")).toBe("page");
    expect(ask("/assets/main-abc.js")).toBe("kept");
    expect(ask("/assets/fr-abc.js")).toBe("kept");
    expect(ask("/icon.svg", "no-cors")).toBe("shell");
  });

  test("leaves alone what the shell does not consist of, other people's servers, and whatever is sent", () => {
    expect(ask("/robots.txt")).toBe("not ours");
    expect(ask("https://elsewhere.example.org/icon.svg")).toBe("not ours");
    expect(ask("/", "navigate", "POST")).toBe("not ours");
  });

  test("never touches calls, sockets and films, whoever asks and however", () => {
    const path = fc.tuple(fc.constantFrom("/api", "/ws", "/media"), fc.array(fc.string().map(encodeURIComponent)));
    const mode = fc.constantFrom<RequestMode>("navigate", "cors", "no-cors", "same-origin");
    fc.assert(
      fc.property(path, mode, ([root, rest], how) => {
        expect(ask([root, ...rest].join("/"), how)).toBe("not ours");
      }),
    );
  });
});
