import type { Party } from "./party.ts";
import { createPlayer, type Player } from "./player.ts";
import { createRemote, type Remote } from "./remote.ts";
import { amHost } from "./store/room-model.ts";

/** The player of a party, wired to its link, and the host's remote control. */
export type Cinema = { readonly player: Player; readonly remote: Remote; close(): void };

/** Sets up the screen for a party; `close` takes it down. */
export function createCinema(party: Party): Cinema {
  const { link, line } = party;
  const now = link.clock.now;
  const player = createPlayer({
    video: Object.assign(document.createElement("video"), { playsInline: true, preload: "auto" }),
    line,
    now,
    onStatus: (status) => void link.send({ type: "VIEWER_STATUS", status, time: player.video.currentTime }),
    onEnded: () => {
      if (amHost(party.room.get())) remote.pause();
    },
    onBroken: async (again) => again(await party.freshMedia()),
  });
  const remote = createRemote({ player, line, now, send: link.send });

  let followed = line();
  const unwatch = party.room.watch(({ room }) => {
    const playback = room?.playback ?? null;
    if (playback === followed) return;
    followed = playback;
    player.show(playback?.media ?? null);
    player.look();
  });

  return {
    player,
    remote,
    close() {
      unwatch();
      player.dispose();
    },
  };
}
