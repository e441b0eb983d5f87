import { createCell } from "./cell.ts";

/** What a browser says when it could install the page; no part of the DOM's types yet. */
type InstallEvent = Event & { prompt(): Promise<unknown> };

/** Asks the browser to install the page; null where it does not offer that. */
export const installer = createCell<(() => Promise<void>) | null>(null);

/** Listens from the start: the browser makes its offer once. */
export function watchForInstaller(): void {
  addEventListener("beforeinstallprompt", (event) => {
    // The browser's own banner would come when it likes, over the film too.
    event.preventDefault();
    installer.set(async () => {
      installer.set(null);
      await (event as InstallEvent).prompt();
    });
  });
  addEventListener("appinstalled", () => installer.set(null));
}
