import { expect, setDefaultTimeout, test } from "bun:test";
import { openStage, press } from "./people.ts";

setDefaultTimeout(30_000);
const stage = openStage();

test("a page whose parts are gone from an upgraded server says so, keeps what was typed, and loads anew when told", async () => {
  const { page } = await stage.hostOf("Long night");
  await page.getByLabel("Say something").fill("Where is the popc");
  // An upgraded server knows the parts of another page alone.
  await page.route(/\/assets\/(?!main-|style-).*\.js/, (route) =>
    route.continue({ url: `${stage.url}/assets/gone.js` }),
  );
  await press(page, "Emoji");
  const offer = page.getByRole("alert").filter({ hasText: "the server was probably updated" });
  await offer.waitFor();
  expect(await page.getByLabel("Say something").inputValue()).toBe("Where is the popc");
  await press(page, "Not now");
  await offer.waitFor({ state: "hidden" });
  await press(page, "Emoji");
  await page.unrouteAll();
  await Promise.all([page.waitForEvent("load"), press(page, "Reload the page")]);
  await press(page, "Emoji");
  await page.getByRole("dialog", { name: "Emoji" }).or(page.locator(".emoji-picker")).first().waitFor();
  await offer.waitFor({ state: "hidden" });
});

test("a part that could not be loaded without the server is there once the server is", async () => {
  const { page } = await stage.hostOf("Short night");
  const isAway = (is: boolean) => page.context().setOffline(is);
  await isAway(true);
  await page.getByRole("tab", { name: "Film" }).click();
  await page.getByRole("tabpanel", { name: "Film" }).getByText("The server cannot be reached. Check").waitFor();
  await isAway(false);
  await page.getByText("Nothing is in the queue.").waitFor();
});
