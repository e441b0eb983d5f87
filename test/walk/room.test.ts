import { expect, setDefaultTimeout, test } from "bun:test";
import { openStage } from "../browser/people.ts";
import { look } from "./look.ts";

setDefaultTimeout(120_000);
const stage = openStage();
const { hostOf, guestAt } = stage;

test("a room before a film is chosen, as the host and as a guest see it", async () => {
  const host = await hostOf("Friday night");
  expect(await look(host.page, "room-empty-host")).toEqual([]);
  const guest = await guestAt(host.link);
  await guest.page.getByText("Nothing is on yet").waitFor();
  expect(await look(guest.page, "room-empty-guest")).toEqual([]);
  expect([...host.complaints, ...guest.complaints]).toEqual([]);
});
