import { expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { enterAsGuest, launch, openRoom, register, startParty, tab, visit } from "../browser/people.ts";
import { clearAway, temporaryFolder } from "../harness/server.ts";
import { look } from "./look.ts";

setDefaultTimeout(300_000);

const COUNTDOWN = join(import.meta.dirname, "../../assets/films/Countdown.mp4");
const HTML = `<img src=x onerror="hit=1"><script>hit=1</script>`;
const RTL = "\u202Egnp.exe\u2066\u2067";
const ZALGO = `Z${"\u0300\u0336\u0489".repeat(8)}a${"\u0301".repeat(12)}`;
const ZERO = "a\u200Bb\u200D\u2060\uFEFFc";
const WORD = "W".repeat(100);
const EMOJI = "👩‍👩‍👧‍👦".repeat(70);
/** What people may be called who mean ill, or whose phone does. */
const NAMES = [
  HTML.slice(0, 50),
  `${RTL}${ZALGO}`.slice(0, 50),
  "W".repeat(50),
  "🏳️‍🌈".repeat(8),
  "{{7*7}}%s%n&lt;b&gt;",
];
const LINES = [
  HTML,
  `${RTL} ${ZERO} ${ZALGO.repeat(12)}`.slice(0, 480),
  "W".repeat(500),
  EMOJI.slice(0, 480),
  "😀".repeat(500),
  "javascript:hit=1 data:text/html,<script>hit=1</script> JaVaScRiPt://example.org/%0Ahit=1",
  `https://example.org/"onmouseover="hit=1"x=" https://user:pass@evil.example/${"x".repeat(300)}`,
  `https://example.org/${RTL}moc.elgoog`,
  "<a href=javascript:hit=1>https://example.org</a> 1:23 99:99:99 0:00",
  "\n\n\n\n\n\n\n\n\n.",
];

/** All that was done to the page by words: elements that no part of it makes, scripts run, words that turn their neighbours round. */
const harm = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    if ("hit" in window) found.push("a script ran");
    for (const one of document.querySelectorAll(
      'script:not([src^="/assets/"]), iframe, object, embed, base, form[action], img:not([src="/icon.svg"])',
    ))
      found.push(`an element of nobody's: ${one.outerHTML.slice(0, 120)}`);
    for (const link of document.querySelectorAll("a[href]"))
      if (!/^https?:$/.test(new URL((link as HTMLAnchorElement).href).protocol))
        found.push(`a link to ${(link as HTMLAnchorElement).href.slice(0, 80)}`);
    for (const one of document.querySelectorAll("*"))
      for (const { name } of one.attributes) if (name.startsWith("on")) found.push(`${one.tagName} has ${name}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!/[\u202A-\u202E\u2066-\u2069]/.test(node.textContent ?? "")) continue;
      let around = node.parentElement;
      // A line of its own turns nobody else round.
      while (
        around !== null &&
        getComputedStyle(around).display.startsWith("inline") &&
        !/isolate|plaintext/.test(getComputedStyle(around).unicodeBidi)
      )
        around = around.parentElement;
      const mine = (around?.textContent ?? "").trim();
      const words = (node.textContent ?? "").trim();
      if (around !== null && !/isolate|plaintext/.test(getComputedStyle(around).unicodeBidi) && mine !== words)
        found.push(`words that turn others round in ${around.tagName}.${around.className}: ${mine.slice(0, 60)}`);
    }
    // What is drawn far outside of its own box covers what others say.
    return [...new Set(found)];
  });

test("names, titles, files and words that mean ill are words, and nothing else", async () => {
  const media = temporaryFolder();
  mkdirSync(join(media, "a'\"><img src=x onerror=hit=1>"));
  for (const name of [
    `${RTL}.mp4`,
    `${WORD}.mp4`,
    `a'"><img src=x onerror=hit=1>/"><b>x.mp4`,
    "%2e%2e%2f#?&.mp4",
    `${"😀".repeat(50)}.mp4`,
    "100%.mp4",
  ])
    copyFileSync(COUNTDOWN, join(media, name));
  const cues = [
    HTML,
    RTL,
    "W".repeat(900),
    "😀".repeat(200),
    ZALGO.repeat(20),
    "<c.red.onclick><v <b>x>a</v></c>",
    "{\\an8}<font onload=hit=1>x",
  ];
  writeFileSync(
    join(media, `${WORD}.srt`),
    cues.map((words) => `1\n00:00:00,000 --> 00:00:59,000\n${words}\n`).join("\n"),
  );
  const [server, browser] = await Promise.all([startParty("0", undefined, { MEDIA_DIR: media }), launch()]);
  const faults: string[] = [];
  const see = async (page: Page, screen: string) => {
    faults.push(
      ...(await look(page, `hostile-${screen}`)),
      ...(await harm(page)).map((words) => `${screen}: ${words}`),
    );
    console.log(`seen: ${screen}`, faults.length);
  };

  const host = await visit(browser, server.url);
  await register(host.page, NAMES[0]?.slice(0, 20).replaceAll(/\W/g, "x") ?? "x");
  await host.page.goto(`${server.url}/#account`);
  await host.page
    .getByLabel("Your name", { exact: true })
    .or(host.page.getByLabel("Name", { exact: true }))
    .first()
    .fill(NAMES[0] ?? "");
  await host.page.keyboard.press("Enter");
  await see(host.page, "account");
  await host.page.goto(server.url);
  const link = await openRoom(host.page, `${HTML}${RTL}${"W".repeat(30)}`.slice(0, 100));
  const code = link.slice(-8);
  const people = await Promise.all(NAMES.map((name) => server.api.guest(name)));
  for (const person of people) await person.join(code);
  const sockets = await Promise.all(people.map((person) => person.follow(code)));
  for (const [i, message] of LINES.entries()) sockets[i % sockets.length]?.send({ type: "CHAT", message });
  await host.page.getByRole("log").getByText("99:99:99").waitFor();
  await see(host.page, "chat");

  await tab(host.page, "Film");
  await see(host.page, "library");
  await host.page.getByRole("button", { name: WORD }).first().click();
  await host.page.getByText(WORD).first().waitFor();
  await see(host.page, "film");
  await tab(host.page, "People");
  await see(host.page, "people");
  // A name that turns what follows round has its mark behind it all the same.
  const overlaps = await host.page.locator(".people .person:has(bdi)").evaluateAll((all) =>
    all.flatMap((one) => {
      const [name, mark] = [one.querySelector("bdi"), one.querySelector(".mark")];
      if (name === null || mark === null) return [];
      const [last, first] = [name.getClientRects(), mark.getBoundingClientRect()];
      return [...last].some(({ top, bottom, right }) => bottom > first.top && top < first.bottom && right > first.right)
        ? [name.textContent]
        : [];
    }),
  );
  expect(overlaps).toEqual([]);
  for (const socket of sockets) socket.send({ type: "REACTION", emoji: "🎉" });
  const guest = await visit(browser, link);
  await enterAsGuest(guest.page, NAMES[1] ?? "");
  await guest.page.getByRole("group", { name: "Player" }).waitFor();
  await see(guest.page, "guest");
  await host.page.goto(server.url);
  await host.page.getByRole("heading", { name: "My rooms" }).waitFor();
  await see(host.page, "home");
  await host.page.goto(`${server.url}/#admin`);
  await host.page.getByRole("heading", { name: "My server" }).waitFor();
  await host.page.getByRole("region", { name: "Rooms", exact: true }).getByRole("listitem").first().waitFor();
  await see(host.page, "admin");
  expect(faults).toEqual([]);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
  await browser.close();
  await server.kill9();
  clearAway(server.folder);
});
