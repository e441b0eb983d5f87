import type { ComponentChildren } from "preact";
import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import { hasEnded, type Screen } from "../../screen.ts";
import { hostAway, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { Later } from "../parts/later.tsx";
import { Granted } from "../room/host-notices.tsx";
import { EndCard, Next, PlayNext } from "./end-card.tsx";
import { Astray, HoldUps } from "./hold-ups.tsx";
import { Lobby } from "./lobby.tsx";
import { OwnCopy } from "./own-copy.tsx";
import { lackWords, NoSound, Unplayable } from "./unplayable.tsx";

const { stage: texts } = TEXTS;

type Props = {
  party: Party;
  cinema: Cinema;
  model: RoomModel;
  screen: Screen;
  isHost: boolean;
  /** Shows the host what else could be watched. */
  choose(): void;
};

const loadFilmPicker = () => import("../film/film-picker.tsx");

/** Words over the picture, wherever the picture alone would leave somebody wondering. */
export function Overlay({ party, cinema, model, screen, isHost, choose }: Props) {
  const { picture, reason, hasJoined, isHushed, lacks } = screen;
  const media = model.room?.playback.media ?? null;
  const { player } = cinema;
  const isHeld = useCell(cinema.waiting) !== null;
  const away = hostAway(model);
  const awayNote = away !== null && <p>{texts.away(away)}</p>;
  if (picture === "empty")
    return (
      <Cover>
        <h2>{texts.empty}</h2>
        <p>{isHost ? texts.emptyHost : texts.emptyGuest(model.room?.info.host.display_name ?? "")}</p>
        {awayNote}
        <Next model={model} />
        {isHost && <PlayNext model={model} queue={cinema.queue} />}
        {isHost && (
          <Later load={loadFilmPicker}>
            {({ FilmPicker }) => <FilmPicker party={party} model={model} isCompact />}
          </Later>
        )}
      </Cover>
    );
  const hasNext = (model.room?.queue.length ?? 0) > 0;
  const chooseButton = (words: string) =>
    isHost && (
      <button type="button" class={hasNext ? undefined : "primary"} onClick={choose}>
        {words}
      </button>
    );
  if (picture === "unsupported")
    return (
      <Cover>
        <p>{texts.unsupported}</p>
        {chooseButton(texts.chooseOther)}
      </Cover>
    );
  if (picture === "missing" && media !== null) return <OwnCopy key={media.src} media={media} player={player} />;
  if (picture === "unplayable")
    return <Unplayable {...{ player, media, lacks, isHost }}>{chooseButton(texts.chooseOther)}</Unplayable>;
  if (picture === "broken")
    return (
      <Cover>
        <h2>{texts.broken}</h2>
        <p>{lackWords(lacks) ?? (reason === null ? texts.brokenNote : texts.brokenNotes[reason])}</p>
        <div class="choices">
          {chooseButton(texts.chooseOther)}
          <button type="button" onClick={() => void party.freshMedia().then(player.reload)}>
            {TEXTS.tryAgain}
          </button>
        </div>
      </Cover>
    );
  if (!hasJoined) return <Lobby {...{ player, model, screen, away }} />;
  return (
    <>
      {isHushed && (
        <button type="button" class="primary hushed" onClick={() => player.setMuted(false)}>
          <Icon name="silence" />
          {texts.hushed}
        </button>
      )}
      {picture === "loading" && <Cover>{texts.loading}</Cover>}
      {picture === "buffering" && <Cover>{texts.buffering}</Cover>}
      {picture === "ready" && hasEnded(screen) && (
        <EndCard cinema={cinema} model={model} isHost={isHost}>
          {awayNote}
          {chooseButton(texts.chooseNext)}
        </EndCard>
      )}
      <div class="says">
        {isHost && <Granted requests={cinema.requests} />}
        <HoldUps model={model} waiting={cinema.waiting} remote={cinema.remote} />
        <Astray key={media?.src} figures={player.figures} />
        <NoSound key={media?.src} {...{ media, lacks, isHost }} />
        {picture === "ready" && !isHeld && !hasEnded(screen) && <Paused screen={screen} away={away} />}
      </div>
    </>
  );
}

/** The word fades by itself, but not the reason why nobody here can do anything about it. */
function Paused({ screen: { isPlaying }, away }: { screen: Screen; away: string | null }) {
  return (
    <div role="status">
      {!isPlaying && away === null && <p class="pill fading">{texts.paused}</p>}
      {!isPlaying && away !== null && <p class="pill">{texts.pausedAway(away)}</p>}
    </div>
  );
}

function Cover({ children }: { children: ComponentChildren }) {
  return (
    <div class="cover" role="status">
      {children}
    </div>
  );
}
