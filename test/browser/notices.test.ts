import { describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chooseWay,
  enterAsGuest,
  filmIs,
  joinWithSound,
  line,
  openStage,
  press,
  register,
  say,
  tab,
} from "./people.ts";

setDefaultTimeout(30_000);

const stage = openStage();
const { hostOf, guestAt } = stage;

/** Takes away the clipboard that pages have on https alone. */
const withoutClipboard = () => Object.defineProperty(navigator, "clipboard", { value: undefined });

test("the invite is copied without the clipboard of https, and shown where nothing can copy it", async () => {
  const { page, link } = await hostOf("Plain");
  await page.addInitScript(withoutClipboard);
  await page.reload();
  const invite = page.getByRole("button", { name: "Copy the invite link" });
  await invite.click();
  await page.getByRole("strong").getByText("Copied").waitFor();
  await page.getByText("This link works on this computer only.").waitFor();
  const box = page.getByLabel("Say something");
  await box.focus();
  await page.keyboard.press("Control+V");
  expect(await box.inputValue()).toBe(link);

  await page.evaluate(() => {
    document.execCommand = () => false;
  });
  await invite.click();
  const shown = page.getByLabel("Copy this link");
  await shown.waitFor();
  expect(await shown.inputValue()).toBe(link);
  const isSelected = (input: HTMLInputElement) =>
    input === document.activeElement && input.selectionStart === 0 && input.selectionEnd === input.value.length;
  expect(await shown.evaluate(isSelected)).toBe(true);
  await page.keyboard.press("Escape");
  await shown.waitFor({ state: "hidden" });
});

test("in full screen requests appear over the film, and the controls go while nobody moves", async () => {
  const host = await hostOf("Full");
  const { page } = host;
  const guest = await guestAt(host.link);
  await page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(page);
  await press(page, "Play");
  await press(page, "Full screen");
  await page.locator(".party:fullscreen .stage").waitFor();
  const controls = page.getByRole("group", { name: "Player" });
  await filmIs(page, "playing", 0.2);
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".controls") as Element).opacity === "0");
  await press(guest.page, "Ask to pause");
  const notice = page.locator(".party:fullscreen .stage").getByText("Gil asks you to pause");
  await notice.waitFor();
  await page.mouse.move(500, 300);
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".controls") as Element).opacity === "1");
  await page.locator(".party:fullscreen .stage").getByRole("button", { name: "Do it" }).click();
  await Promise.all([page, guest.page].map((each) => filmIs(each, "paused", 0.2)));
  expect(await controls.isVisible()).toBe(true);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});

test("a guest is told while the host is away, and cannot ask an empty chair", async () => {
  const host = await hostOf("Waiting");
  const { page } = await guestAt(host.link);
  await host.page.getByRole("button", { name: "countdown" }).click();
  const ask = page.getByRole("button", { name: "Ask to play" });
  await ask.and(page.locator(":enabled")).waitFor();
  await host.page.goto(stage.url);
  await page.getByText("Paused: Hanna is not here at the moment").waitFor();
  await ask.and(page.locator(":disabled")).waitFor();
  expect(await ask.getAttribute("title")).toBe("Hanna is not here at the moment.");
  await host.page.goto(host.link);
  await ask.and(page.locator(":enabled")).waitFor();
  expect(await page.getByText("Hanna is not here at the moment").count()).toBe(0);
});

test("at the end of the film, and where one is broken, the host is led to the next one", async () => {
  const { page } = await hostOf("Last act");
  await page.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(page);
  await press(page, "Play");
  await filmIs(page, "playing", 0.2);
  await page.getByRole("slider", { name: "Position" }).fill("60");
  await page.getByRole("heading", { name: "The end" }).waitFor();
  await press(page, "Choose the next film");
  await page.getByRole("tab", { name: "Film", selected: true }).waitFor();
  await page.getByLabel("Web address").fill(`${stage.url}/icon.svg`);
  await press(page, "Show now");
  await page.getByRole("heading", { name: "This film cannot be played here." }).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).and(page.locator(":disabled")).waitFor();
  await tab(page, "Chat");
  await press(page, "Choose another film");
  await page.getByRole("tab", { name: "Film", selected: true }).waitFor();
});

describe("coming and going", () => {
  test("a public room is found at home, a guest leaves it for good, and a host who deletes it goes home", async () => {
    const host = await hostOf("Open house");
    await tab(host.page, "Room");
    const listed = host.page.getByLabel("Listed as a public room");
    await listed.click();
    await listed.and(host.page.locator(":checked:enabled")).waitFor();
    expect(await host.page.getByRole("button", { name: "Leave the room" }).count()).toBe(0);
    const { page, complaints } = await stage.visit();
    await chooseWay(page, "Guest");
    await enterAsGuest(page, "Gil");
    await page
      .getByRole("region", { name: "Public rooms" })
      .getByRole("link", { name: /Open house/ })
      .click();
    await page.getByText("Hanna will choose the film.").waitFor();
    await press(page, "Leave the room");
    await page.getByRole("heading", { name: "My rooms" }).waitFor();
    await page.getByText("No rooms yet.").waitFor();
    await press(host.page, "Delete the room");
    await press(host.page, "Yes, delete it");
    await host.page.getByRole("heading", { name: "My rooms" }).waitFor();
    expect([...host.complaints, ...complaints]).toEqual([]);
  });

  test("several people at the door are let in with one press", async () => {
    const host = await hostOf("Crowded");
    await tab(host.page, "Room");
    await host.page.getByLabel("I let people in myself").click();
    await host.page.getByLabel("I let people in myself").and(host.page.locator(":checked")).waitFor();
    await Promise.all(["Ada", "Bo"].map((name) => guestAt(host.link, name)));
    await host.page.getByText("2 people would like to come in").waitFor();
    await press(host.page, "See");
    const atDoor = host.page.getByRole("heading", { name: "At the door" });
    await atDoor.waitFor();
    await press(host.page, "Let all in");
    await atDoor.waitFor({ state: "hidden" });
    await host.page.getByText("would like to come in").waitFor({ state: "hidden" });
  });

  test("an address that leads nowhere says so, and leads home", async () => {
    const { page } = await stage.visit();
    await page.evaluate(() => history.pushState(null, "", "/no/such/place"));
    await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    await press(page, "To the first page");
    await page.getByRole("heading", { name: "Come in" }).waitFor();
  });
});

describe("the chat", () => {
  test("counts what was said behind another panel, and keeps its end when its size changes", async () => {
    const host = await hostOf("Busy");
    const guest = await guestAt(host.link);
    const { page } = host;
    for (let i = 1; i <= 3; i++) await say(guest.page, `${i}: ${"and so on ".repeat(45)}`);
    await page.getByText("3: and so on").waitFor();
    await tab(page, "People");
    await say(guest.page, "one more");
    await say(guest.page, "and the last");
    await page.getByRole("tab", { name: "Chat 2 unread" }).waitFor();
    await tab(page, "Chat");
    await line(page, "and the last").waitFor();
    expect(await page.getByRole("tab", { name: "unread" }).count()).toBe(0);
    await page.setViewportSize({ width: 1000, height: 420 });
    await page.waitForFunction(() => {
      const list = document.querySelector(".lines");
      if (list === null || innerHeight !== 420) return false;
      return list.scrollTop > 0 && list.scrollHeight - list.scrollTop - list.clientHeight < 2;
    });
  });

  test("makes links of addresses and of nothing else, and keeps a line that is too long in the box", async () => {
    const { page } = await hostOf("Lines");
    await say(page, "see (https://example.org/a_(b)). javascript:alert(1)");
    const link = page.getByRole("log").getByRole("link");
    await link.waitFor();
    expect(await link.evaluateAll((all) => all.map((each) => each.outerHTML))).toEqual([
      '<a href="https://example.org/a_(b)" target="_blank" rel="noopener noreferrer nofollow">https://example.org/a_(b)</a>',
    ]);
    const box = page.getByLabel("Say something");
    await box.fill("🍿".repeat(480));
    await page.getByText("20 characters left").waitFor();
    await box.fill("🍿".repeat(503));
    await page.getByText("Too long by 3 characters").waitFor();
    await press(page, "Send");
    expect(await box.inputValue()).toBe("🍿".repeat(503));
    await box.fill("🍿".repeat(500));
    await press(page, "Send");
    await line(page, "🍿".repeat(500)).waitFor();
  });
});

describe("the account", () => {
  test("what was typed outlives a change of mind, and a taken e-mail leads to signing in", async () => {
    const first = await stage.visit();
    const email = await register(first.page, "Hanna");
    const { page } = await stage.visit();
    await page.getByLabel("Your name").fill("Hanna");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("correct horse");
    await press(page, "Make my account");
    await press(page, "Sign in instead");
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "My rooms" }).waitFor();
  });

  test("can be renamed, given another password, and deleted", async () => {
    const { page } = await stage.visit();
    await register(page, "Hanna");
    await press(page, "Account");
    await page.getByLabel("Your name").fill("Johanna");
    await press(page, "Change the name");
    await page.getByText("The name is changed.").waitFor();
    await page.getByRole("banner").getByText("Johanna").waitFor();
    const current = page.getByLabel("Current password");
    await current.first().fill("correct horse");
    await page.getByLabel("New password").fill("battery staple");
    await press(page, "Change the password");
    await page.getByText("The password is changed.").waitFor();
    await current.last().fill("battery staple");
    await page.getByLabel("I am sure").check();
    await press(page, "Delete my account for good");
    await page.getByText("Your account is deleted.").waitFor();
  });
});
