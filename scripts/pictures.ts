/** Makes the README's pictures in assets/: a real party of two, in a browser each, and what they see. */
import {
  enterAsGuest,
  filmIs,
  joinWithSound,
  launch,
  openRoom,
  press,
  register,
  say,
  startParty,
  visit,
} from "../test/browser/people.ts";
import { clearAway } from "../test/harness/server.ts";

const LINES = ["Popcorn is ready", "Same number on your screen?", "52! Right with you", "It never gets old"] as const;
const PHONE = { width: 390, height: 760 };

const [server, hers, his] = await Promise.all([startParty(), launch(), launch()]);
try {
  const { page: host } = await visit(hers, server.url);
  await host.setViewportSize({ width: 1280, height: 800 });
  await host.emulateMedia({ colorScheme: "dark" });
  await register(host, "Hanna");
  const link = await openRoom(host, "Friday night at the Rialto");
  await host.getByRole("button", { name: "countdown" }).click();

  const { page: guest } = await visit(his, link);
  await guest.setViewportSize(PHONE);
  await guest.emulateMedia({ colorScheme: "light" });
  const name = guest.getByRole("textbox", { name: "Your name" });
  await name.fill("Gil");
  await name.blur();
  await guest.screenshot({ path: "assets/arriving.png" });
  await enterAsGuest(guest, "Gil");

  await joinWithSound(host);
  await press(host, "Play");
  for (const [i, line] of LINES.entries()) {
    const [speaker, listener] = i % 2 === 0 ? [guest, host] : [host, guest];
    await say(speaker, line);
    await listener.getByRole("log").getByText(line).waitFor();
  }
  await filmIs(host, "playing", 8.4);
  await Promise.all([
    host.screenshot({ path: "assets/screenshot.png" }),
    guest.screenshot({ path: "assets/phone.png" }),
  ]);
} finally {
  await Promise.all([hers.close(), his.close()]);
  await server.kill9();
  clearAway(server.folder);
}
