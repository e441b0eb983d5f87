import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useCell } from "../cell.ts";
import type { Cinema } from "../cinema.ts";
import type { Party } from "../party.ts";
import type { Player } from "../player.ts";
import { amHost, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts/texts.ts";
import { Controls } from "./controls.tsx";
import { useFullscreen, useIdle } from "./idle.ts";
import { useKeys } from "./keys.ts";
import { Overlay } from "./overlay.tsx";
import { SyncPanel } from "./sync-panel.tsx";
import { useHeard } from "./viewers.tsx";

type Props = { party: Party; cinema: Cinema; model: RoomModel; choose(): void; children: ComponentChildren };

/** The film, whatever has to be said in its place, and the controls. `children` stay above it in full screen too. */
export function Stage({ party, cinema, model, choose, children }: Props) {
  const { player } = cinema;
  const screen = useCell(player.screen);
  const frame = useRef<HTMLElement>(null);
  const isHost = amHost(model);
  const isFull = useFullscreen();
  const isIdle = useIdle(frame, isFull && screen.isPlaying);
  const rate = model.room?.playback.rate ?? 1;
  const panelId = useId();
  const [isSyncOpen, setIsSyncOpen] = useState(false);
  const toggleSync = () => setIsSyncOpen((isOpen) => !isOpen);
  const heard = useHeard(model.reports);
  const hasControls = screen.hasJoined && screen.picture !== "empty";
  useKeys({ cinema, isHost, frame, rate, toggleSync });
  return (
    <section class={isIdle ? "stage idle" : "stage"} ref={frame} aria-label={TEXTS.stage.label}>
      {children}
      <div class="picture">
        <Video player={player} />
        <Overlay {...{ party, cinema, model, screen, isHost, choose }} />
        {hasControls && isSyncOpen && (
          <SyncPanel id={panelId} {...{ player, model, screen, heard }} close={() => setIsSyncOpen(false)} />
        )}
      </div>
      {hasControls && (
        <Controls
          {...{ party, cinema, model, screen, isHost, isFull, frame }}
          sync={{ id: panelId, isOpen: isSyncOpen, toggle: toggleSync }}
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
