import { afterAll, afterEach, beforeAll } from "bun:test";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { clearAway, type Settings, type Startable, startServer, type TestServer } from "../harness/server.ts";

const BUN: Startable = { name: "bun", command: [process.execPath, join(import.meta.dirname, "../../src/main.bun.ts")] };
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Starts the server that the page comes from; on `port` and in `folder` where it takes another's place. */
export function startParty(port = "0", folder?: string, settings: Settings = {}): Promise<TestServer> {
  return startServer(BUN, { PORT: port, CHAT_RATE_LIMIT: "off", ...settings }, folder);
}

/** Starts a browser: one a person, where their players must not share anything. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: CHROMIUM_ARGS });

/** Somebody at a browser of their own, and what their console complained about. */
export type Visitor = { page: Page; complaints: string[] };

/**
 * Opens a fresh profile in a browser. Frames shown are counted in the page, as `framesShown`. Only where it is asked to
 * does the browser keep the page's shell.
 */
export async function visit(browser: Browser, address: string, { keepsShell = false } = {}): Promise<Visitor> {
  const serviceWorkers = keepsShell ? "allow" : "block";
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, serviceWorkers });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.addInitScript(() => {
    const counted = Object.assign(window, { framesShown: 0 });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
      console.error(`against the policy: ${violatedDirective}`),
    );
    const seen = new WeakSet<HTMLVideoElement>();
    addEventListener(
      "playing",
      ({ target }) => {
        if (!(target instanceof HTMLVideoElement) || seen.has(target)) return;
        seen.add(target);
        const count = () => {
          counted.framesShown++;
          target.requestVideoFrameCallback(count);
        };
        target.requestVideoFrameCallback(count);
      },
      true,
    );
  });
  await page.goto(address);
  return { page, complaints };
}

/** Turns to another way to come in: a switch at home, a link on an invite. */
export const chooseWay = (page: Page, name: string) =>
  page
    .getByRole("radio", { name })
    .or(page.getByRole("button", { name, exact: true }))
    .click();

/** Turns to one of the panels beside the film. */
export const tab = (page: Page, name: string) => page.getByRole("tab", { name }).click();

/** Makes an account through the page; resolves with its e-mail. */
export async function register(page: Page, name: string): Promise<string> {
  const email = `${name.toLowerCase()}-${crypto.randomUUID()}@example.org`;
  await chooseWay(page, "New account");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.getByRole("heading", { name: /^Come in( and watch)?$/ }).waitFor({ state: "hidden" });
  return email;
}

/** Opens a room through the page; resolves with its invite link once inside. */
export async function openRoom(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name of the room").fill(name);
  await page.getByRole("button", { name: "Open the room" }).click();
  await page.getByRole("heading", { name: "Nothing is on yet" }).waitFor();
  return page.url();
}

/** Comes in with a name alone; by an invite link that is one press, which joins the film with sound as well. */
export async function enterAsGuest(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: /^(Come in|Join with sound)$/ }).click();
}

/** A host in a new room, in a fresh profile. */
export async function hostOf(browser: Browser, address: string, name: string): Promise<Visitor & { link: string }> {
  const visitor = await visit(browser, address);
  await register(visitor.page, "Hanna");
  return { ...visitor, link: await openRoom(visitor.page, name) };
}

/** A guest on their way into a room, in a fresh profile. */
export async function guestAt(browser: Browser, link: string, name = "Gil"): Promise<Visitor> {
  const visitor = await visit(browser, link);
  await enterAsGuest(visitor.page, name);
  return visitor;
}

/** A line of the chat that says just this. */
export const line = (page: Page, text: string) => page.getByRole("log").getByText(text, { exact: true });

/** Says a line in the chat. */
export async function say(page: Page, line: string): Promise<void> {
  await page.getByLabel("Say something").fill(line);
  await page.getByRole("button", { name: "Send" }).click();
}

/** Shows a film of the library: its button says its title first, then how long it is. */
export const showFilm = (page: Page, title: string) =>
  page.getByRole("button", { name: new RegExp(`^${title} `) }).click();

/** Begins to follow, where the press that led into the room has not done so already. */
export async function joinWithSound(page: Page): Promise<void> {
  const join = page.getByRole("button", { name: "Join with sound" });
  await join
    .or(page.getByRole("group", { name: "Player" }))
    .first()
    .waitFor();
  if (await join.isVisible()) await join.click();
}
export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** A page, or a frame in it: wherever there is a film to look at. */
export type Watched = Pick<Page, "evaluate" | "waitForFunction">;

/** Waits until the film is between two positions (s), and moves or stands still as said. */
export async function filmIs(page: Watched, state: "playing" | "paused", from: number, to = 60): Promise<void> {
  await page.waitForFunction(
    ({ isPaused, from, to }) => {
      const video = document.querySelector("video");
      if (video === null || video.paused !== isPaused || video.seeking) return false;
      return video.readyState >= 2 && video.currentTime >= from && video.currentTime <= to;
    },
    { isPaused: state === "paused", from, to },
  );
}

const look = (page: Watched) =>
  page.evaluate(() => {
    const video = document.querySelector("video");
    if (video === null) throw new Error("there is no film");
    return {
      time: video.currentTime,
      wall_ms: performance.timeOrigin + performance.now(),
      rate: video.paused ? 0 : video.playbackRate,
    };
  });

/** How far apart two films are (ms), at one instant of the clock that both browsers share. */
export async function apartMs(one: Watched, other: Watched): Promise<number> {
  const [a, b] = await Promise.all([look(one), look(other)]);
  const moved = ((a.wall_ms - b.wall_ms) / 1000) * b.rate;
  return Math.abs(a.time - (b.time + moved)) * 1000;
}

export const framesShown = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { framesShown: number }).framesShown);

/** A server and a browser for all tests of a file; the pages of each test are closed after it. */
export function openStage() {
  let opened: { server: TestServer; browser: Browser } | undefined;
  const stage = () => {
    if (opened === undefined) throw new Error("the stage opens before the first test");
    return opened;
  };
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startParty(), launch()]);
    opened = { server, browser };
  });
  afterEach(() =>
    Promise.all(
      stage()
        .browser.contexts()
        .map((context) => context.close()),
    ),
  );
  afterAll(async () => {
    const { server, browser } = stage();
    await browser.close();
    await server.kill9();
    clearAway(server.folder);
  });
  return {
    /** The server's address. */
    get url() {
      return stage().server.url;
    },
    visit: (address = stage().server.url) => visit(stage().browser, address),
    hostOf: (name: string) => hostOf(stage().browser, stage().server.url, name),
    guestAt: (link: string, name?: string) => guestAt(stage().browser, link, name),
  };
}
