import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { LANGUAGES, textsIn } from "../../src/web/texts/texts.ts";
import { clearAway, type TestServer } from "../harness/server.ts";
import { launch, openRoom, press, register, startParty, type Visitor, visit } from "./people.ts";

setDefaultTimeout(30_000);

/** A server of its own: the first account that is made on it is its owner's, and it is stopped in between. */
let server: TestServer;
let browser: Browser;
let owner: Visitor;

beforeAll(async () => {
  [server, browser] = await Promise.all([startParty(), launch()]);
  owner = await visit(browser, server.url, { keepsShell: true });
  await register(owner.page, "Olga");
});
afterAll(async () => {
  await browser.close();
  await server.kill9();
  clearAway(server.folder);
});

const colourOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const DARK = "rgb(20, 17, 15)";
const LIGHT = "rgb(245, 236, 221)";

test("light or dark and the language are this device's own, and hold through a reload; a room's sheet has them too", async () => {
  const { page } = owner;
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await colourOf(page)).toBe(DARK);
  await press(page, "Account");
  expect(await page.title()).toBe("My account · Matinee");
  await page.getByRole("radio", { name: "Light" }).check();
  expect(await colourOf(page)).toBe(LIGHT);
  let language = "Language";
  for (const { code, name } of [...LANGUAGES].sort((a) => (a.code === "en" ? 1 : -1))) {
    const { account, device } = await textsIn(code);
    await Promise.all([page.waitForEvent("load"), page.getByLabel(language).selectOption(name)]);
    await page.getByRole("heading", { name: account.title, exact: true }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(code);
    ({ language } = device);
  }
  expect(await colourOf(page)).toBe(LIGHT);
  expect(await page.locator('meta[name="theme-color"]').first().getAttribute("content")).toBe("#f5ecdd");
  expect(await page.getByLabel("Language").inputValue()).toBe("en");
  await press(page, "Back to my rooms");
  await openRoom(page, "Open to all");
  await press(page, "Settings of this device");
  const sheet = page.getByRole("dialog", { name: "This device" });
  expect(await sheet.getByRole("radio", { name: "Light" }).isChecked()).toBe(true);
  await sheet.getByRole("radio", { name: "As the device" }).check();
  expect(await colourOf(page)).toBe(DARK);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Settings of this device");
});

test("a stranger sees which rooms are open to all, and comes in from there", async () => {
  const host = await server.api.account("Hanna");
  const { code } = await host.room({ name: "Open to all", is_public: true });
  await host.follow(code);
  const { page, complaints } = await visit(browser, server.url);
  const ticket = page.getByRole("region", { name: "Public rooms" }).getByRole("listitem");
  await ticket.getByText("1 person there").waitFor();
  await ticket.getByRole("link", { name: "Open to all" }).click();
  await page.getByLabel("Your name").fill("Gil");
  await press(page, "Join with sound");
  await page.getByText("Hanna will choose the film.").waitFor();
  await page.getByRole("link", { name: "Matinee" }).click();
  await press(page, "Leave Open to all");
  await press(page, "Yes, leave");
  await page.getByText("No rooms yet.").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the owner sees how the server does, and removes an account and a room; nobody else does", async () => {
  const { page } = owner;
  const [host, account] = await Promise.all([server.api.account("Hugo"), server.api.account("Remo")]);
  await Promise.all([host.room({ name: "Long over" }), account.room({ name: "Remo's own" })]);
  await page.goto(`${server.url}/#account`);
  await press(page, "Look after the server");
  await page.getByRole("heading", { name: "My server" }).waitFor();
  const figure = (name: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator("dd");
  const before = Number(await figure("Accounts").innerText());
  expect(before).toBeGreaterThanOrEqual(3);
  expect(await figure("Media folder").innerText()).toMatch(/^[\d.]+ (kB|MB)\s+1 file$/);
  const accounts = page.getByRole("region", { name: "Accounts and guests" });
  await accounts.getByText("Hugo").waitFor();
  await accounts.getByLabel("Search by name").fill("rem");
  await press(page, "Search");
  await accounts.getByRole("listitem").filter({ hasText: "Remo" }).getByText("hosts 1 room").waitFor();
  await accounts.getByText("Hugo").waitFor({ state: "hidden" });
  await press(page, "Remove Remo");
  await press(page, "Yes, remove");
  await accounts.getByText("Nobody has such a name.").waitFor();
  await figure("Accounts")
    .getByText(String(before - 1), { exact: true })
    .waitFor();
  const rooms = page.getByRole("region", { name: "Rooms", exact: true });
  await press(page, "Delete Long over");
  await press(page, "Yes, delete");
  await rooms.getByText("Long over").waitFor({ state: "hidden" });
  expect((await host.get("/api/rooms")).body).toEqual({ rooms: [] });
  expect(owner.complaints).toEqual([]);
  const other = await visit(browser, `${server.url}/#admin`);
  await register(other.page, "Otto");
  await other.page.getByText("This page is for the one whose server this is").waitFor();
  expect(await other.page.getByRole("region").count()).toBe(0);
  await other.page.context().close();
});

test("without the server the page opens, says so, and comes back by itself", async () => {
  const { page } = owner;
  await page.evaluate(() => navigator.serviceWorker.ready);
  const [port, folder] = [new URL(server.url).port, server.folder];
  await server.stop();
  await page.goto(`${server.url}/`);
  await page.getByRole("heading", { name: "The server cannot be reached" }).waitFor();
  await page.context().setOffline(true);
  await press(page, "Try now");
  await page.getByRole("heading", { name: "You are offline" }).waitFor();
  server = await startParty(port, folder);
  await page.context().setOffline(false);
  await page.getByRole("heading", { name: "My rooms" }).waitFor();
});
