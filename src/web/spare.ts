/**
 * Keeps a connection to the server open beside the film's. A seek to what is not loaded ends the film's connection; a
 * new one costs a round trip, or two with TLS, that a spare one saves.
 */
export type Spare = {
  /** The film's connection may just have taken the spare one. */
  renew(): void;
  stop(): void;
};

const ADDRESS = "/api/health";
/** Servers and routers close what was silent for a minute or two. */
const EVERY_MS = 50_000;
const AFTER_MS = 500;

/** Opens a spare connection, and keeps it until stopped. */
export function createSpare(): Spare {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function renewIn(ms: number): void {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(ask, ms);
  }

  function ask(): void {
    // With credentials, as the film is asked for: browsers keep the two kinds apart. Any answer will do, and none as well: the next seek is only slower.
    fetch(ADDRESS, { cache: "no-store" })
      .then((answer) => answer.arrayBuffer())
      .catch(() => {});
    renewIn(EVERY_MS);
  }

  renewIn(AFTER_MS);
  return {
    renew: () => renewIn(AFTER_MS),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
