import { type BrokenReason, type FilmError, filmError, rangeOf } from "./film-element.ts";
import type { News, OpenService, Service } from "./service.ts";
import { createStarts } from "./starts.ts";
import { heardOf, positionIn, type Reckoning, running, standing } from "./stepping-clock.ts";

/** A command takes a while to arrive: what a service says meanwhile may be about the time before. */
const ARRIVAL_MS = 800;

/**
 * An element of the page that speaks the language of HTML's media elements for a service's player, as far as the page
 * makes use of it. What it is told holds at once; what the service says of itself is taken in as it comes.
 */
export class ServiceFilm extends HTMLElement {
  readonly textTracks: readonly TextTrack[] = [];
  preservesPitch = true;
  readonly #open: OpenService;
  readonly #place = this.attachShadow({ mode: "closed" });
  #service: Service | null = null;
  #error: FilmError | null = null;
  /** Whether the service has ever had a film in its frame: then it can have another. */
  #isUp = false;
  #isLoaded = false;
  #isPaused = true;
  #isEnded = false;
  #isBuffering = false;
  #seekingTo_s: number | null = null;
  #position: Reckoning = standing(0);
  #rate = 1;
  #volume = 1;
  #isMuted = false;
  /** What the service said last, and until when it may not have heard what it was told. */
  #said: "playing" | "paused" | null = null;
  #hears_ms = 0;
  #doubt: ReturnType<typeof setTimeout> | undefined;
  readonly #starts = createStarts();
  /** Tells one frame's news from that of those before it. */
  #opened = 0;

  constructor(open: OpenService) {
    super();
    this.#open = open;
  }

  /** A frame lives in the page: outside of it there is none, and one that comes back begins anew. */
  connectedCallback(): void {
    this.#openService();
  }

  disconnectedCallback(): void {
    this.#closeService();
  }

  get src(): string {
    return this.getAttribute("src") ?? "";
  }
  set src(id: string) {
    this.setAttribute("src", id);
  }

  load(): void {
    this.#forget();
    this.#emit("emptied");
    if (this.src !== "" && this.#isUp) this.#service?.cue(this.src);
    else {
      this.#closeService();
      this.#openService();
    }
  }

  get error(): FilmError | null {
    return this.#error;
  }
  get readyState(): number {
    if (!this.#isLoaded || this.#error !== null) return HTMLMediaElement.HAVE_NOTHING;
    if (this.seeking) return HTMLMediaElement.HAVE_METADATA;
    return this.#isBuffering ? HTMLMediaElement.HAVE_CURRENT_DATA : HTMLMediaElement.HAVE_ENOUGH_DATA;
  }
  get paused(): boolean {
    return this.#isPaused;
  }
  get ended(): boolean {
    return this.#isEnded;
  }
  get seeking(): boolean {
    return this.#seekingTo_s !== null;
  }
  get duration(): number {
    return this.#isLoaded ? (this.#service?.duration_s() ?? Number.NaN) : Number.NaN;
  }
  get buffered(): TimeRanges {
    const until_s = this.#isLoaded ? (this.#service?.loadedUntil_s() ?? 0) : 0;
    return rangeOf(this.currentTime, until_s);
  }

  get currentTime(): number {
    return this.#seekingTo_s ?? positionIn(this.#position, performance.now());
  }
  set currentTime(to_s: number) {
    this.#isEnded = false;
    this.#position = standing(to_s);
    if (!this.#isLoaded || this.#service === null) return;
    this.#seekingTo_s = to_s;
    this.#emit("seeking");
    this.#service.seek(to_s);
  }

  get playbackRate(): number {
    return this.#rate;
  }
  set playbackRate(rate: number) {
    const nearest = this.#service?.nearestRate(rate) ?? rate;
    if (nearest === this.#rate) return;
    this.#keepTo(nearest);
    this.#service?.setRate(nearest);
  }

  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = volume;
    this.#tellSound();
  }
  get muted(): boolean {
    return this.#isMuted;
  }
  set muted(isMuted: boolean) {
    this.#isMuted = isMuted;
    this.#tellSound();
  }

  play(): Promise<void> {
    this.#isEnded = false;
    this.#setPaused(false);
    if (this.#isLoaded) this.#service?.play();
    return this.#starts.wait();
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#position = standing(this.currentTime);
    this.#setPaused(true);
    this.#starts.refuse("AbortError");
    if (this.#isLoaded) this.#service?.pause();
  }

  #openService(): void {
    if (!this.isConnected || this.src === "") return;
    const opened = ++this.#opened;
    this.#service = this.#open(this.#place, this.src, (news) => {
      if (opened === this.#opened) this.#hear(news);
    });
  }

  #hear(news: News): void {
    const { it } = news;
    if (it === "fails") this.#fail(news.reason);
    else if (it === "playing" || it === "paused") this.#says(it);
    else if (it === "buffering" || it === "buffered") this.#lacks(it === "buffering");
    else if (it === "is at") this.#learn(news.at_s);
    else if (it === "keeps to") this.#keepTo(news.rate);
    else if (it === "loaded") this.#loaded();
    else if (it === "seeked") this.#arrives();
    else if (it === "ended") this.#ends();
    else {
      this.#starts.refuse("NotAllowedError");
      this.#setPaused(true);
    }
  }

  #closeService(): void {
    this.#opened++;
    this.#service?.close();
    this.#service = null;
    this.#isUp = false;
    this.#forget();
    this.#place.replaceChildren();
  }

  /** Nothing that was known of a film holds for the next one. */
  #forget(): void {
    clearTimeout(this.#doubt);
    this.#starts.refuse("AbortError");
    this.#position = standing(0);
    this.#error = this.#seekingTo_s = this.#said = null;
    this.#isLoaded = this.#isEnded = this.#isBuffering = false;
    this.#isPaused = true;
    this.#rate = 1;
    this.inert = false;
  }

  #loaded(): void {
    if (this.#isLoaded || this.#error !== null) return;
    this.#isLoaded = this.#isUp = true;
    this.#service?.setSound(this.#volume, this.#isMuted);
    this.#service?.setRate(this.#rate);
    if (!this.#isPaused) this.#service?.play();
    for (const type of ["loadedmetadata", "durationchange", "canplay"]) this.#emit(type);
  }

  #says(said: "playing" | "paused"): void {
    this.#said = said;
    this.#isBuffering = false;
    // From its first picture on nobody commands it but the room; until then a service may want to be pressed.
    if (said === "playing") this.inert = true;
    if ((said === "paused") !== this.#isPaused) {
      this.#doubtWord();
      return;
    }
    clearTimeout(this.#doubt);
    if (said === "paused" || this.#position.is === "running") return;
    if (!this.seeking) this.#position = running(this.currentTime, performance.now(), this.#rate);
    this.#starts.succeed();
    this.#emit("playing");
  }

  /** The service says otherwise than it was told. It is believed where it had time to hear. */
  #doubtWord(): void {
    clearTimeout(this.#doubt);
    const left_ms = this.#hears_ms - performance.now();
    if (left_ms > 0) {
      this.#doubt = setTimeout(() => this.#doubtWord(), left_ms);
      return;
    }
    const said = this.#said;
    if (said === null || (said === "paused") === this.#isPaused) return;
    this.#position = standing(this.currentTime);
    this.#setPaused(said === "paused");
    this.#says(said);
  }

  #keepTo(rate: number): void {
    const at_s = this.currentTime;
    this.#rate = rate;
    if (this.#position.is === "running") this.#position = running(at_s, performance.now(), rate);
    this.#emit("ratechange");
  }

  #lacks(isLacking: boolean): void {
    this.#isBuffering = isLacking;
    if (isLacking) this.#position = standing(this.currentTime);
    if (!isLacking && this.#said === "playing") this.#says("playing");
    else this.#emit(isLacking ? "waiting" : "canplay");
  }

  #ends(): void {
    [this.#isEnded, this.#isBuffering] = [true, false];
    this.#position = standing(this.duration);
    this.#starts.succeed();
    this.#setPaused(true);
    this.#emit("ended");
  }

  #arrives(): void {
    const at_s = this.#seekingTo_s;
    if (at_s === null) return;
    this.#seekingTo_s = null;
    this.#isBuffering = false;
    const isMoving = !this.#isPaused && this.#said === "playing";
    this.#position = isMoving ? running(at_s, performance.now(), this.#rate) : standing(at_s);
    this.#emit("seeked");
  }

  #learn(position_s: number): void {
    // Where it stands was told by this element, and the service may not have heard yet.
    if (this.seeking || this.#position.is === "standing") {
      const isSettled = !this.seeking && this.#isPaused && performance.now() > this.#hears_ms;
      if (isSettled && !this.#isEnded) this.#position = standing(position_s);
      return;
    }
    this.#position = heardOf(this.#position, position_s, performance.now());
    this.#emit("timeupdate");
  }

  #fail(reason: BrokenReason): void {
    this.#error = filmError(reason);
    // What a service shows in place of a film may want an answer.
    this.inert = false;
    this.#starts.refuse("NotSupportedError");
    this.#emit("error");
  }

  #setPaused(isPaused: boolean): void {
    this.#hears_ms = performance.now() + ARRIVAL_MS;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#emit(isPaused ? "pause" : "play");
  }

  #tellSound(): void {
    if (this.#isLoaded) this.#service?.setSound(this.#volume, this.#isMuted);
    this.#emit("volumechange");
  }

  #emit(type: string): void {
    queueMicrotask(() => this.dispatchEvent(new Event(type)));
  }
}

customElements.define("service-film", ServiceFilm);
