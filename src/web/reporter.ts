import type { SocketCommand } from "../protocol/commands.ts";
import type { Player } from "./player.ts";

/** Tells the room how this player fares. */
export type Reporter = {
  /** Tells at once that the player stalled, or goes on. */
  report(status: "ready" | "buffering"): void;
  stop(): void;
};

const EVERY_MS = 3_000;
/** A whole room sends no more than about ten reports a second, however many are in it. */
const EVERY_MS_A_PERSON = 100;

/** Makes the reporter of `player`, which speaks as long as there is an `audience` of others. */
export function createReporter(deps: {
  player: Player;
  send(command: SocketCommand): boolean;
  audience(): number;
}): Reporter {
  const { player, send, audience } = deps;
  let status: "ready" | "buffering" = "ready";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(EVERY_MS, audience() * EVERY_MS_A_PERSON));
    if (audience() <= 0 || !player.screen.get().hasJoined) return;
    const { offset_ms, isFromFrames, rtt_ms, buffered_s } = player.figures.get();
    send({
      type: "VIEWER_STATUS",
      status,
      time: Math.max(player.position(), 0),
      // Others cannot see where a figure comes from: only what was shown is told.
      ...(offset_ms !== null && isFromFrames && { offset_ms: tenths(offset_ms) }),
      ...(rtt_ms !== null && { rtt_ms: tenths(rtt_ms) }),
      buffered_s: tenths(buffered_s),
    });
  }
  const tenths = (value: number) => Math.round(value * 10) / 10;

  timer = setTimeout(tell, EVERY_MS);
  return {
    report(now) {
      status = now;
      tell();
    },
    stop: () => clearTimeout(timer),
  };
}
