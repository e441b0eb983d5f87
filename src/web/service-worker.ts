/** Put in by the build: the addresses of what the page needs at once, and a name for just this content. */
declare const SHELL: readonly string[];
declare const VERSION: string;

self.addEventListener("message", ({ source }) => source?.postMessage({ shell: SHELL, version: VERSION }));

export {};
