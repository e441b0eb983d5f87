import DashVideoElement from "dash-video-element";
import { createFetchedFilm, type Fails, fetchedFilmClass } from "./fetched-film.ts";
import { filmError, whyUnread } from "./film-element.ts";

/** As much of dash.js as is used here. */
type DashApi = {
  on(type: "error", listener: (event: { error: DashError | string }) => void): void;
  updateSettings(settings: object): void;
};
type DashError = { code: number; data?: { request?: { url?: string }; response?: { status?: number } } };

/** When one seeks, everyone does: what was just seen is kept, and enough is fetched ahead to bridge a bad minute. */
const SETTINGS = {
  // What went wrong is said on the page.
  debug: { logLevel: 0 },
  streaming: {
    buffer: { bufferToKeep: 60, bufferTimeDefault: 30, bufferTimeAtTopQuality: 60 },
    // The room alone decides where and how fast the film runs.
    liveCatchup: { enabled: false },
  },
};
/** dash.js's numbers for what could not be fetched, and for what could not be played; the others are no end. */
const UNREAD: ReadonlySet<number> = new Set([11, 15, 17, 25, 26, 27, 28]);
const UNPLAYABLE: ReadonlySet<number> = new Set([10, 20, 23, 31, 32, 34, 35]);

/** An element that plays MPEG-DASH. */
export const createDashFilm = (): HTMLVideoElement =>
  createFetchedFilm("dash-film", () => fetchedFilmClass(DashVideoElement, attend));

/** One dash.js serves all films of an element: whom to tell of the newest one. */
const attended = new WeakMap<DashApi, Fails>();

function attend(element: HTMLElement, fails: Fails): void {
  const { api } = element as HTMLElement & { api?: DashApi };
  if (api === undefined) {
    fails(filmError("network"));
    return;
  }
  const isNew = !attended.has(api);
  attended.set(api, fails);
  if (!isNew) return;
  api.updateSettings(SETTINGS);
  api.on("error", async ({ error }) => {
    const { code, data } = typeof error === "string" ? { code: 0 } : { data: undefined, ...error };
    const tell = attended.get(api);
    const address = data?.request?.url ?? element.getAttribute("src") ?? "";
    if (UNPLAYABLE.has(code)) tell?.(filmError("format"));
    else if (UNREAD.has(code)) tell?.(filmError(await whyUnread(address, data?.response?.status ?? 0)));
  });
}
