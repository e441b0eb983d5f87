import { expect, setDefaultTimeout, test } from "bun:test";
import { openRoom, openStage, press, register } from "../browser/people.ts";
import { look } from "./look.ts";

setDefaultTimeout(180_000);
const stage = openStage();

test("outside of a room: the welcome, home, the account, this device, the owner's page, nowhere", async () => {
  const { page, complaints } = await stage.visit();
  await page.getByRole("heading", { name: "Matinee" }).waitFor();
  expect(await look(page, "welcome")).toEqual([]);
  await page.getByRole("radio", { name: "Guest" }).check();
  expect(await look(page, "welcome-guest")).toEqual([]);
  await page.getByRole("radio", { name: "Sign in" }).check();
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByLabel("Password").fill("wrong, this one");
  await press(page, "Sign in");
  await page.getByText("No account has this e-mail and password").waitFor();
  expect(await look(page, "welcome-refused")).toEqual([]);

  await register(page, "Hanna");
  await page.getByText("No rooms yet.").waitFor();
  expect(await look(page, "home-empty")).toEqual([]);
  await openRoom(page, "Friday night at the Rialto");
  await page.goto(stage.url);
  await page.getByText("Friday night at the Rialto").waitFor();
  await page.locator("details.more summary, summary").first().click();
  expect(await look(page, "home")).toEqual([]);

  await press(page, "Account");
  await page.getByRole("heading", { name: "My account", exact: true }).waitFor();
  expect(await look(page, "account")).toEqual([]);
  await press(page, "Settings of this device");
  await page.getByRole("dialog", { name: "This device" }).waitFor();
  expect(await look(page, "device")).toEqual([]);
  await page.keyboard.press("Escape");
  await page.goto(`${stage.url}/#admin`);
  await page.getByText("Hanna", { exact: true }).last().waitFor();
  expect(await look(page, "admin")).toEqual([]);
  await page.goto(`${stage.url}/somewhere`);
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  expect(await look(page, "nowhere")).toEqual([]);
  // What was refused, and an address that is none, browsers note by themselves.
  expect(complaints.filter((words) => !/status of (401|404)/.test(words))).toEqual([]);
});
