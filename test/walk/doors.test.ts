import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { enterAsGuest, openStage, press, tab } from "../browser/people.ts";
import { look } from "./look.ts";

setDefaultTimeout(180_000);
const stage = openStage();
const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

async function actOn(host: Page, name: string, act: string): Promise<void> {
  await tab(host, "People");
  await host.getByLabel(`What to do about ${name}`).click();
  await press(host, act);
}

test("every door: invited, waiting, turned away, let in, removed, banned, wrong, gone, unreachable", async () => {
  const host = await stage.hostOf("By invitation");
  await tab(host.page, "Room");
  await host.page.getByLabel("I let people in myself").click();
  const { page, complaints } = await stage.visit(host.link);
  await heading(page, "Come in and watch");
  expect(await look(page, "door-invited")).toEqual([]);
  await enterAsGuest(page, "Gil");
  await heading(page, "Please wait at the door");
  expect(await look(page, "door-waiting")).toEqual([]);
  await host.page.getByText("Gil would like to come in").waitFor();
  expect(await look(host.page, "room-knock")).toEqual([]);
  await press(host.page, "Turn away");
  await heading(page, "Not this time");
  expect(await look(page, "door-turned-away")).toEqual([]);
  await press(page, "Ask again");
  await host.page.getByRole("region", { name: "Film" }).getByRole("button", { name: "Let in" }).click();
  await page.getByText("Nothing is on yet").waitFor();
  await actOn(host.page, "Gil", "Remove");
  await heading(page, "You were removed");
  expect(await look(page, "door-removed")).toEqual([]);
  await press(page, "Come in again");
  await host.page.getByRole("region", { name: "Film" }).getByRole("button", { name: "Let in" }).click();
  await page.getByText("Nothing is on yet").waitFor();
  await actOn(host.page, "Gil", "Ban");
  await press(host.page, "Yes, ban");
  await heading(page, "You cannot come in");
  expect(await look(page, "door-banned")).toEqual([]);
  await page.goto(`${stage.url}/r/NOSUCHXX`);
  await heading(page, "No such room");
  expect(await look(page, "door-unknown")).toEqual([]);

  const other = await stage.hostOf("Short-lived");
  const guest = await stage.guestAt(other.link);
  await guest.page.getByText("Nothing is on yet").waitFor();
  await tab(other.page, "Room");
  await press(other.page, "Delete the room");
  await press(other.page, "Yes, delete it");
  await heading(guest.page, "The room is gone");
  expect(await look(guest.page, "door-gone")).toEqual([]);
  await guest.page.route("**/api/**", (route) => route.abort());
  await guest.page.reload();
  await heading(guest.page, "The server cannot be reached");
  expect(await look(guest.page, "door-unreachable")).toEqual([]);
  // What a door refuses, browsers note by themselves.
  const isNoted = (words: string) => /status of (403|404)|ERR_FAILED/.test(words);
  expect([...host.complaints, ...complaints].filter((words) => !isNoted(words))).toEqual([]);
});
