import { Hls, HlsVideoElement } from "hls-video-element";
import { createFetchedFilm, type Fails, fetchedFilmClass } from "./fetched-film.ts";
import { filmError, whyUnread } from "./film-element.ts";

/** When one seeks, everyone does: what was just seen is kept, and enough is fetched ahead to bridge a bad minute. */
const config = {
  // The page's policy allows no workers but its own.
  enableWorker: false,
  maxBufferLength: 60,
  backBufferLength: 60,
};

/** An element that plays HLS; by the browser's own means where scripts cannot hand it film. */
export function createHlsFilm(): HTMLVideoElement {
  const element = createFetchedFilm("hls-film", () => fetchedFilmClass(HlsVideoElement, attend));
  return Object.assign(element, { config });
}

function attend(element: HTMLElement, fails: Fails): void {
  (element as HlsVideoElement).api?.on(Hls.Events.ERROR, async (_, { fatal, type, details, response, url }) => {
    if (!fatal) return;
    const isUnread = type === Hls.ErrorTypes.NETWORK_ERROR && details !== Hls.ErrorDetails.LEVEL_EMPTY_ERROR;
    const address = url ?? element.getAttribute("src") ?? "";
    fails(filmError(isUnread ? await whyUnread(address, response?.code ?? 0) : "format"));
  });
}
