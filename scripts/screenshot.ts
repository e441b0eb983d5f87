/** Makes assets/screenshot.png, the README's picture: a real party of two, in a browser each, as the host sees it. */
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

const [server, hers, his] = await Promise.all([startParty(), launch(), launch()]);
try {
  const { page: host } = await visit(hers, server.url);
  await host.setViewportSize({ width: 1280, height: 800 });
  await host.emulateMedia({ colorScheme: "dark" });
  await register(host, "Hanna");
  const link = await openRoom(host, "Friday night at the Rialto");
  const { page: guest } = await visit(his, link);
  await enterAsGuest(guest, "Gil");
  await host.getByRole("button", { name: "countdown" }).click();
  await joinWithSound(host);
  await press(host, "Play");
  for (const [i, line] of LINES.entries()) {
    const [speaker, listener] = i % 2 === 0 ? [guest, host] : [host, guest];
    await say(speaker, line);
    await listener.getByRole("log").getByText(line).waitFor();
  }
  await filmIs(host, "playing", 8.4);
  await host.screenshot({ path: "assets/screenshot.png" });
} finally {
  await Promise.all([hers.close(), his.close()]);
  await server.kill9();
  clearAway(server.folder);
}
