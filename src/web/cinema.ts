import { type AutoAdvance, createAutoAdvance } from "./auto-advance.ts";
import { type Cell, createCell } from "./cell.ts";
import { QUEUE_GOES_ON } from "./device-settings.ts";
import { loadPart } from "./load-part.ts";
import { tendMediaSession } from "./media-session.ts";
import type { Party } from "./party.ts";
import { createPlayer, type Player } from "./player.ts";
import { ELEMENTS, type ElementName, elementFor } from "./players/players.ts";
import { createRemote, type Remote } from "./remote.ts";
import { createReporter } from "./reporter.ts";
import { createRequests, type Requests } from "./requests.ts";
import { type Chosen, DARK } from "./screen.ts";
import { createSpare } from "./spare.ts";
import { amHost, peopleHere } from "./store/room-model.ts";
import { createWaiting, type WaitingFor } from "./waiting.ts";

/** The player of a party, wired to its link, and the host's remote control. */
export type Cinema = {
  readonly player: Player;
  readonly remote: Remote;
  /** Whom the party waits for; null while it goes on, and for everyone but the host. */
  readonly waiting: Cell<WaitingFor | null>;
  /** Goes on with the queue, in the host's name; it outlives the change from one kind of element to another. */
  readonly queue: AutoAdvance;
  readonly requests: Requests;
  close(): void;
};

const AGAIN_MS = 3_000;

/**
 * The cinema of a party, built anew where what plays needs another kind of element; what the viewer chose goes along.
 * Null until the first one stands. Where the viewer `hasPressed` already, on their way in, it follows at once.
 */
export function openCinema(party: Party, hasPressed: boolean): { readonly cinema: Cell<Cinema | null>; close(): void } {
  const cinema = createCell<Cinema | null>(null);
  const queue = createAutoAdvance({
    room: party.room,
    connection: party.link.connection,
    isOn: QUEUE_GOES_ON.get,
    next: (id) => party.api.playNext(party.code, id),
  });
  let wanted: ElementName | null = null;
  /** What was wanted before and came late, or is to be tried again, is built no more. */
  let wish = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  async function build(element: ElementName): Promise<void> {
    const own = ++wish;
    clearTimeout(again);
    const video = await loadPart(ELEMENTS[element]).catch(() => null);
    if (own !== wish) return;
    if (video === null) {
      again = setTimeout(() => void build(element), AGAIN_MS);
      return;
    }
    const before = cinema.get();
    before?.close();
    const chosen = before?.player.screen.get() ?? { ...DARK, hasJoined: hasPressed };
    cinema.set(createCinema(party, queue, element, video, chosen));
  }

  const unwatch = party.room.watch(({ room }) => {
    // What nothing can show is said by whichever player is there.
    const element = elementFor(room?.playback.media ?? null) ?? wanted ?? "native";
    if (element === wanted) return;
    wanted = element;
    void build(element);
  });
  return {
    cinema,
    close() {
      wish++;
      clearTimeout(again);
      unwatch();
      queue.close();
      cinema.get()?.close();
    },
  };
}

/** Sets up the screen for a party around an element; `close` takes it down. */
function createCinema(
  party: Party,
  queue: AutoAdvance,
  element: ElementName,
  video: HTMLVideoElement,
  chosen: Chosen,
): Cinema {
  const { link, line } = party;
  const { clock } = link;
  const player = createPlayer({
    video,
    element,
    chosen,
    roomLine: line,
    serverTime: clock.at,
    roundTrip_ms: () => clock.roundTrip()?.p95_ms ?? null,
    onStatus: (status) => reporter.report(status),
    onEnded: () => {
      if (!amHost(party.room.get())) return;
      waiting.pressed();
      own.pause();
      queue.over();
    },
    onBroken: async (again) => again(await party.freshMedia()),
  });
  const isOpen = () => link.connection.get().state === "open" && clock.isHeard();
  const own = createRemote({ player, clock, isOpen, send: link.send });
  const waiting = createWaiting({ room: party.room, connection: link.connection, remote: own });
  /** What the host presses, as against what the page says in their name while it waits. */
  const pressed =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      waiting.pressed();
      queue.pressed();
      act(...args);
    };
  const remote: Remote = {
    ...own,
    play: pressed(own.play),
    pause: pressed(own.pause),
    seek: pressed(own.seek),
    step: pressed(own.step),
  };
  const requests = createRequests({ code: party.code, room: party.room, remote, dismiss: party.dismiss });
  const unattend = queue.attend({ screen: player.screen, play: own.play });
  const reporter = createReporter({
    player,
    send: link.send,
    audience: () => peopleHere(party.room.get()).length - 1,
  });

  const letGo = tendMediaSession({ screen: player.screen, room: party.room, remote });
  const spare = createSpare();
  player.video.addEventListener("seeked", spare.renew);

  let followed = line();
  player.show(followed?.media ?? null);
  const unwatch = party.room.watch((model) => {
    if (!amHost(model)) player.release();
    const playback = model.room?.playback ?? null;
    if (playback === followed) return;
    followed = playback;
    player.show(playback?.media ?? null);
    player.look();
  });

  return {
    player,
    remote,
    waiting: waiting.waiting,
    queue,
    requests,
    close() {
      unwatch();
      unattend();
      requests.close();
      letGo();
      waiting.close();
      own.dispose();
      spare.stop();
      player.dispose();
      reporter.stop();
    },
  };
}
