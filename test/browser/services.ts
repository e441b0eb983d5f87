import { join } from "node:path";
import type { BrowserContext, Frame, Page, Route } from "playwright-core";
import { type FrameSetup, vimeoFrame, youTubeApi, youTubeFrame } from "./service-frames.ts";

/*
 * Stand-ins for YouTube and Vimeo, which no test may depend on. They follow what the services document of the messages
 * between a page and their frames (developers.google.com/youtube/iframe_api_reference, github.com/vimeo/player.js), and
 * the habits that matter to whoever keeps films together: commands are obeyed a little later, reports come four times a
 * second, YouTube changes its rate in quarters alone and says nothing of a seek that is done. The film in them is ours.
 */

/** Ids by what becomes of them. */
export const YOUTUBE = { film: "aFilmOfOurs", unembeddable: "embedNo_150", gone: "removed_100" };
export const VIMEO = { film: "76979871", unembeddable: "40300000" };

const FILM = join(import.meta.dirname, "../../assets/films/Countdown.mp4");
const YOUTUBE_REFUSES = { [YOUTUBE.unembeddable]: 150, [YOUTUBE.gone]: 100 };
const VIMEO_REFUSES = { [VIMEO.unembeddable]: "PrivacyError" };

const page = (run: (setup: FrameSetup) => unknown, setup: FrameSetup) => `<!doctype html>
  <body style="margin:0;background:#000"><style>video{width:100vw;height:100vh}</style>
  <script>(${run})(${JSON.stringify(setup)})</script>`;

/** Answers in place of both services, and notes what was asked of them. */
export async function standIn(context: BrowserContext): Promise<string[]> {
  const asked: string[] = [];
  const html = (route: Route, body: string) => route.fulfill({ contentType: "text/html", body });
  async function answer(route: Route): Promise<void> {
    const { host, pathname } = new URL(route.request().url());
    asked.push(host + pathname);
    if (pathname === "/film.mp4") return route.fulfill({ path: FILM, contentType: "video/mp4" });
    if (pathname === "/iframe_api") return route.fulfill({ contentType: "text/javascript", body: `(${youTubeApi})()` });
    const film = `https://${host}/film.mp4`;
    if (pathname.startsWith("/embed/")) return html(route, page(youTubeFrame, { film, refused: YOUTUBE_REFUSES }));
    if (pathname.startsWith("/video/")) return html(route, page(vimeoFrame, { film, refused: VIMEO_REFUSES }));
    return route.fulfill({ status: 404 });
  }
  for (const host of ["www.youtube.com", "www.youtube-nocookie.com", "player.vimeo.com"])
    await context.route(`https://${host}/**`, answer);
  return asked;
}

/** The frame that shows a service's film, as soon as it is there. */
export async function frameOf(page: Page, host: string): Promise<Frame> {
  const isIts = (frame: Frame) => frame.url().startsWith(`https://${host}/`);
  return page.frames().find(isIts) ?? (await page.waitForEvent("framenavigated", { predicate: isIts }));
}
