import { useCell } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import type { Remote } from "../../remote.ts";
import { isDead, type Screen } from "../../screen.ts";
import { hostAway, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { useMoment } from "../parts/moment.ts";
import { Slider } from "../parts/slider.tsx";
import { ElsewhereButtons } from "./elsewhere-buttons.tsx";
import type { FullScreen } from "./full-screen.ts";
import { RateMenu, RateSign } from "./rate-menu.tsx";
import { ReactButton, type ReactionToggle } from "./reactions.tsx";
import { Timeline } from "./timeline.tsx";

const { controls: texts } = TEXTS;

/** A panel over the picture that a button opens, by its id. */
type Opened = { id: string; isOpen: boolean; toggle(): void };

type Props = {
  party: Party;
  cinema: Cinema;
  model: RoomModel;
  screen: Screen;
  isHost: boolean;
  full: FullScreen;
  /** Whether the chat lies over the film, where that fills the screen. */
  side: { isOpen: boolean; toggle(): void };
  /** Where subtitles are chosen; `shown` names those that are. */
  subtitles: Opened & { shown: string | null };
  /** Where it is told how well everyone is kept together. */
  sync: Opened;
  /** The bar of reactions. */
  reactions: ReactionToggle;
};

/** The control bar: the film is the host's to move, the rest is everybody's own. */
export function Controls(props: Props) {
  const { party, cinema, model, screen, isHost, full, side, subtitles, sync, reactions } = props;
  const { player, remote } = cinema;
  const rate = model.room?.playback.rate ?? 1;
  const { isPlaying, isMuted, volume, isHushed, lacks } = screen;
  const isOff = isDead(screen);
  // What nobody would hear cannot be pressed.
  const isCut = useCell(party.link.connection).state !== "open";
  const away = hostAway(model);
  const muteWords = isMuted ? texts.unmute : texts.mute;
  // A film that is silent by no choice of the viewer's is not to look as if it were by theirs.
  const isSilent = isMuted || lacks.audio !== null;
  return (
    <fieldset class="controls" aria-label={texts.label}>
      {isHost ? (
        <PlayButton isPlaying={isPlaying} isOff={isCut || (isOff && !isPlaying)} remote={remote} />
      ) : (
        <AskButton
          isPlaying={isPlaying}
          isOff={isOff}
          away={away}
          ask={(action) => party.link.send({ type: "REQUEST", action })}
        />
      )}
      <Timeline
        key={model.room?.playback.media?.src}
        screen={screen}
        seek={isHost && !isCut ? remote.seek : null}
        ask={
          isHost || isCut || away !== null ? null : (time) => party.link.send({ type: "REQUEST", action: "seek", time })
        }
      />
      {isHost && <RateMenu rate={rate} isOff={isCut || isOff} change={remote.changeRate} />}
      {!isHost && rate !== 1 && <RateSign rate={rate} />}
      <span class="own">
        <button
          type="button"
          class={isHushed ? "hushed-sign" : undefined}
          aria-label={muteWords}
          title={muteWords}
          onClick={() => player.setMuted(!isMuted)}
        >
          <Icon name={isSilent ? "silence" : "sound"} />
        </button>
        <Slider
          class="volume"
          label={texts.volume}
          value={isMuted ? 0 : volume}
          most={1}
          step={0.05}
          onInput={player.setVolume}
        />
        <SubtitleButton {...subtitles} />
        <ReactButton {...reactions} />
        <SyncButton {...sync} />
        <ElsewhereButtons video={player.video} full={full} />
        {full.isFull && <ChatButton {...side} />}
        <FullscreenButton full={full} />
      </span>
    </fieldset>
  );
}

function PlayButton({ isPlaying, isOff, remote }: { isPlaying: boolean; isOff: boolean; remote: Remote }) {
  const words = isPlaying ? texts.pause : texts.play;
  return (
    <button
      type="button"
      class="primary"
      aria-label={words}
      title={words}
      disabled={isOff}
      onClick={isPlaying ? remote.pause : remote.play}
    >
      <Icon name={isPlaying ? "pause" : "play"} />
    </button>
  );
}

const ASKED_MS = 3_000;

type AskProps = {
  isPlaying: boolean;
  isOff: boolean;
  /** The host's name while nobody could hear what is asked. */
  away: string | null;
  ask(action: "play" | "pause"): boolean;
};

function AskButton({ isPlaying, isOff, away, ask }: AskProps) {
  const [isAsked, setIsAsked] = useMoment<boolean>(ASKED_MS);
  return (
    <button
      type="button"
      class="ask"
      disabled={isAsked === true || isOff || away !== null}
      title={away === null ? undefined : TEXTS.stage.away(away)}
      aria-description={away === null ? undefined : TEXTS.stage.away(away)}
      onClick={() => setIsAsked(ask(isPlaying ? "pause" : "play"))}
    >
      <span aria-live="polite">{isAsked ? texts.asked : isPlaying ? texts.askPause : texts.askPlay}</span>
    </button>
  );
}

function SubtitleButton({ id, isOpen, toggle, shown }: Props["subtitles"]) {
  const { isOn, isOff } = TEXTS.subtitles;
  const words = shown === null ? isOff : isOn(shown);
  return (
    <button
      type="button"
      class={shown === null ? undefined : "on"}
      aria-label={words}
      title={words}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      aria-keyshortcuts="c"
      onClick={toggle}
    >
      <Icon name="subtitles" />
    </button>
  );
}

function SyncButton({ id, isOpen, toggle }: Opened) {
  const { open: words } = TEXTS.sync;
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      aria-keyshortcuts="s"
      onClick={toggle}
    >
      <Icon name="sync" />
    </button>
  );
}

function ChatButton({ isOpen, toggle }: Props["side"]) {
  const words = isOpen ? texts.hideChat : texts.showChat;
  return (
    <button type="button" aria-label={words} title={words} aria-pressed={isOpen} onClick={toggle}>
      <Icon name="chat" />
    </button>
  );
}

function FullscreenButton({ full }: { full: FullScreen }) {
  const words = full.isFull ? texts.leaveFullscreen : texts.fullscreen;
  return (
    <button type="button" aria-label={words} title={words} aria-keyshortcuts="f" onClick={full.toggle}>
      <Icon name="fullscreen" />
    </button>
  );
}
