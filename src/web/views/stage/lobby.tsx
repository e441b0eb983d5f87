import type { Player } from "../../player.ts";
import type { Screen } from "../../screen.ts";
import type { RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";

const { stage: texts, playable } = TEXTS;

type Props = { player: Player; model: RoomModel; screen: Screen; away: string | null };

/** Before somebody joins: the film's picture, what it is, and the one press that brings them in. */
export function Lobby({ player, model, screen, away }: Props) {
  const { room } = model;
  const { audio } = screen.lacks;
  const isSeen = screen.picture === "ready" || screen.picture === "buffering";
  return (
    <div class={isSeen ? "cover lobby" : "cover lobby unseen"} role="status">
      <p class="now-on">{room?.info.name}</p>
      <h2>
        <bdi>{room?.playback.media?.title ?? texts.untitled}</bdi>
      </h2>
      {audio !== null && <p>{playable.noSound(audio)}</p>}
      <button type="button" class="primary join" onClick={player.join}>
        <Icon name={audio === null ? "play" : "silence"} />
        {audio === null ? texts.join : playable.silent}
      </button>
      {audio === null && <p>{texts.joinNote}</p>}
      {away !== null && <p>{texts.away(away)}</p>}
    </div>
  );
}
