import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useCell } from "../cell.ts";
import type { Cinema } from "../cinema.ts";
import type { Party } from "../party.ts";
import type { Player } from "../player.ts";
import type { Screen } from "../screen.ts";
import { amHost, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts.ts";
import { Controls } from "./controls.tsx";
import { FilmPicker } from "./film-picker.tsx";
import { Icon } from "./icons.tsx";
import { useKeys } from "./keys.ts";

const { stage: texts } = TEXTS;

/** The film, whatever has to be said in its place, and the controls. */
export function Stage({ party, cinema, model }: { party: Party; cinema: Cinema; model: RoomModel }) {
  const { player } = cinema;
  const screen = useCell(player.screen);
  const frame = useRef<HTMLElement>(null);
  const isHost = amHost(model);
  useKeys({ cinema, isHost, frame });
  return (
    <section class="stage" ref={frame} aria-label={texts.label}>
      <div class="picture">
        <Video player={player} />
        <Overlay {...{ party, cinema, model, screen, isHost }} />
      </div>
      {screen.hasJoined && screen.picture !== "empty" && (
        <Controls
          {...{ party, cinema, screen, isHost, frame }}
          subtitles={model.room?.playback.media?.subtitles ?? []}
        />
      )}
    </section>
  );
}

/** Puts the player's own element in place: it lives as long as the visit, however often this is rendered. */
function Video({ player }: { player: Player }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.replaceChildren(player.video), [player]);
  return <div class="video" ref={place} />;
}

type OverlayProps = { party: Party; cinema: Cinema; model: RoomModel; screen: Screen; isHost: boolean };

/** Words over the picture, wherever the picture alone would leave somebody wondering. */
function Overlay({ party, cinema, model, screen, isHost }: OverlayProps) {
  const { picture, hasJoined, isHushed, isPlaying } = screen;
  const { player } = cinema;
  if (picture === "empty")
    return (
      <Cover>
        <h2>{texts.empty}</h2>
        <p>{isHost ? texts.emptyHost : texts.emptyGuest(model.room?.info.host.display_name ?? "")}</p>
        {isHost && <FilmPicker party={party} media={null} />}
      </Cover>
    );
  if (picture === "unsupported") return <Cover>{texts.unsupported}</Cover>;
  if (picture === "broken")
    return (
      <Cover>
        <h2>{texts.broken}</h2>
        <p>{texts.brokenNote}</p>
        <button type="button" onClick={() => void party.freshMedia().then(player.reload)}>
          {TEXTS.tryAgain}
        </button>
      </Cover>
    );
  if (!hasJoined)
    return (
      <Cover>
        <button type="button" class="primary join" onClick={player.join}>
          <Icon name="play" />
          {texts.join}
        </button>
        <p>{texts.joinNote}</p>
      </Cover>
    );
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
      {picture === "ready" && !isPlaying && <p class="paused">{texts.paused}</p>}
    </>
  );
}

function Cover({ children }: { children: ComponentChildren }) {
  return (
    <div class="cover" role="status">
      {children}
    </div>
  );
}
