import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useCell } from "../cell.ts";
import type { Cinema } from "../cinema.ts";
import type { Party } from "../party.ts";
import type { Player } from "../player.ts";
import { amHost, type RoomModel } from "../store/room-model.ts";
import { TEXTS } from "../texts/texts.ts";
import { ChatPeek } from "./chat-peek.tsx";
import { Controls } from "./controls.tsx";
import type { FullScreen } from "./full-screen.ts";
import { useIdle } from "./idle.ts";
import { useKeys } from "./keys.ts";
import { Overlay } from "./overlay.tsx";
import { SyncPanel } from "./sync-panel.tsx";
import { useHeard } from "./viewers.tsx";

type Props = {
  party: Party;
  cinema: Cinema;
  model: RoomModel;
  /** What goes to full screen: the film, and the chat over it. */
  frame: RefObject<HTMLElement | null>;
  full: FullScreen;
  side: { isOpen: boolean; toggle(): void };
  choose(): void;
  talk(): void;
  help(): void;
  children: ComponentChildren;
};

/** The film, whatever has to be said in its place, and the controls. `children` stay above it in full screen too. */
export function Stage({ party, cinema, model, frame, full, side, choose, talk, help, children }: Props) {
  const { player } = cinema;
  const screen = useCell(player.screen);
  const isHost = amHost(model);
  const isIdle = useIdle(frame, full.isFull && screen.isPlaying);
  const rate = model.room?.playback.rate ?? 1;
  const panelId = useId();
  const [isSyncOpen, setIsSyncOpen] = useState(false);
  const toggleSync = () => setIsSyncOpen((isOpen) => !isOpen);
  const heard = useHeard(model.reports);
  const hasControls = screen.hasJoined && screen.picture !== "empty";
  useKeys({ cinema, isHost, full, rate, toggleSync, talk, help });
  return (
    <section class={isIdle ? "stage idle" : "stage"} aria-label={TEXTS.stage.label}>
      {children}
      <div class="picture">
        <Video player={player} />
        <Overlay {...{ party, cinema, model, screen, isHost, choose }} />
        {full.isFull && !side.isOpen && <ChatPeek party={party} />}
        {hasControls && isSyncOpen && (
          <SyncPanel id={panelId} {...{ player, model, screen, heard }} close={() => setIsSyncOpen(false)} />
        )}
      </div>
      {hasControls && (
        <Controls
          {...{ party, cinema, model, screen, isHost, full, side }}
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
