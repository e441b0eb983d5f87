import type { FilmError } from "./film-element.ts";

/** What the elements have in common that fetch a film piece by piece and hand it to a `<video>` of their own. */
type FetchingElement = HTMLElement & { readonly nativeEl: HTMLVideoElement; load(): Promise<void> };
type FetchingElementClass = { new (): FetchingElement; getTemplateHTML(attributes: Record<string, string>): string };

/** Tells an element that its film cannot be played. Nothing is taken from a film that was left. */
export type Fails = (error: FilmError) => void;

/**
 * A class of such elements with a `<video>` that the page's styles apply to, without a style of its own that the
 * policy would refuse, and with errors that say why. `attend` is called when a film begins to load.
 */
export function fetchedFilmClass(elementClass: unknown, attend: (element: HTMLElement, fails: Fails) => void) {
  return class extends (elementClass as FetchingElementClass) {
    static override getTemplateHTML = () => `<slot name="media"></slot><slot></slot>`;
    #failed: FilmError | null = null;
    #film = 0;
    #loading: Promise<void> | null = null;

    get error(): FilmError | MediaError | null {
      return this.#failed ?? this.nativeEl.error;
    }

    /** Setting `src` and calling this are one wish, which is carried out once. */
    override async load(): Promise<void> {
      const film = ++this.#film;
      this.#failed = null;
      await this.#loading;
      if (film !== this.#film) return;
      this.#loading = super.load().catch(() => {});
      await this.#loading;
      if (film !== this.#film || this.getAttribute("src") === null) return;
      attend(this, (error) => {
        if (film !== this.#film) return;
        this.#failed = error;
        this.dispatchEvent(new Event("error"));
      });
    }
  };
}

/** Makes an element of such a class, with its `<video>` in it. */
export function createFetchedFilm(name: string, define: () => CustomElementConstructor): HTMLVideoElement {
  if (customElements.get(name) === undefined) customElements.define(name, define());
  const element = document.createElement(name);
  element.append(Object.assign(document.createElement("video"), { slot: "media", playsInline: true, preload: "auto" }));
  return element as HTMLVideoElement;
}
