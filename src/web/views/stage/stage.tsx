import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { Media } from "../../../protocol/values.ts";
import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import type { Player } from "../../player.ts";
import { hasEnded, type Screen } from "../../screen.ts";
import { amHost, type RoomModel } from "../../store/room-model.ts";
import { createSubtitles, type Subtitles } from "../../subtitles/subtitles.ts";
import { TEXTS } from "../../texts/texts.ts";
import { ChatPeek } from "../chat/chat-peek.tsx";
import { useIdle } from "../parts/idle.ts";
import { Controls } from "./controls.tsx";
import type { FullScreen } from "./full-screen.ts";
import { useKeys } from "./keys.ts";
import { Overlay } from "./overlay.tsx";
import { usePresses } from "./presses.ts";
import { Floats, ReactionBar, useReactionBar } from "./reactions.tsx";
import { useSubtitleDrop } from "./subtitle-drop.ts";
import { SubtitleLayer } from "./subtitle-layer.tsx";
import { SubtitleMenu } from "./subtitle-menu.tsx";
import { subtitleName } from "./subtitle-words.ts";
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
  const idle = useIdle(frame, full.isFull && screen.isPlaying);
  const rate = model.room?.playback.rate ?? 1;
  const panels = usePanels();
  const media = model.room?.playback.media ?? null;
  const subtitles = useSubtitles(party, media);
  const { chosen, choices } = useCell(subtitles.state);
  const shown = choices.find(({ id }) => id === chosen);
  const heard = useHeard(model.reports);
  const hasControls = screen.hasJoined && screen.picture !== "empty";
  const sync = panels.of("sync");
  const menu = panels.of("subtitles");
  const reactions = useReactionBar();
  const stage = useRef<HTMLElement>(null);
  const isDropping = useSubtitleDrop(stage, hasControls, (file) => void subtitles.add(file));
  usePresses(stage, { cinema, isHost, full, idle });
  useKeys({
    ...{ cinema, isHost, full, rate, talk, help },
    toggleSync: sync.toggle,
    toggleReactions: () => reactions.toggle("by key"),
    // Where there are none yet, there are some to be added.
    toggleSubtitles: () => subtitles.toggle() || menu.toggle(),
  });
  return (
    <section class={idle.isIdle ? "stage idle" : "stage"} ref={stage} aria-label={TEXTS.stage.label}>
      {children}
      <div class="picture">
        <Video player={player} />
        <Overlay {...{ party, cinema, model, screen, isHost, choose }} />
        {showsWords(screen) && <SubtitleLayer video={player.video} subtitles={subtitles} isMenuOpen={menu.isOpen} />}
        <Floats party={party} />
        {full.isFull && !side.isOpen && <ChatPeek party={party} />}
        {isDropping && <p class="drop-hint">{TEXTS.subtitles.drop}</p>}
        {hasControls && sync.isOpen && <SyncPanel {...{ ...sync, player, model, screen, heard }} />}
        {hasControls && menu.isOpen && <SubtitleMenu {...menu} subtitles={subtitles} />}
      </div>
      {hasControls && reactions.isOpen && <ReactionBar {...{ ...reactions, party, model }} />}
      {hasControls && (
        <Controls
          {...{ party, cinema, model, screen, isHost, full, side }}
          sync={sync}
          subtitles={{ ...menu, shown: shown === undefined ? null : subtitleName(shown) }}
          reactions={reactions}
        />
      )}
    </section>
  );
}

/** Whether there is a picture, and not only words in its place. */
const showsWords = (screen: Screen) =>
  screen.hasJoined && (screen.picture === "ready" || screen.picture === "buffering") && !hasEnded(screen);

/** The panels over the picture, of which one at a time is open. */
function usePanels() {
  const id = useId();
  const [open, setOpen] = useState<"sync" | "subtitles" | null>(null);
  return {
    of: (name: "sync" | "subtitles") => ({
      id: `${id}-${name}`,
      isOpen: open === name,
      toggle: () => setOpen((open) => (open === name ? null : name)),
      close: () => setOpen(null),
    }),
  };
}

/** The subtitles of a visit, which outlive each film and each player. */
function useSubtitles(party: Party, media: Media | null): Subtitles {
  const subtitles = useMemo(() => createSubtitles({ page: location.href, freshMedia: party.freshMedia }), [party]);
  useEffect(() => subtitles.show(media), [subtitles, media]);
  return subtitles;
}

/** Puts the player's own element in place: it lives as long as the visit, however often this is rendered. */
function Video({ player }: { player: Player }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.replaceChildren(player.video), [player]);
  return <div class="video" ref={place} />;
}
