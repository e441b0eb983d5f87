import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Media } from "../../../protocol/values.ts";
import { copyText } from "../../clipboard.ts";
import { conversion, type Lacks } from "../../playable.ts";
import type { Player } from "../../player.ts";
import { TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { useMoment } from "../parts/moment.ts";
import { Sign } from "../parts/signs.tsx";

const { playable: texts } = TEXTS;
const SAID_MS = 2_000;

/** What a browser lacks for a film, in a sentence; null where it lacks nothing that is known. */
export function lackWords({ video, audio }: Lacks): string | null {
  if (video !== null) return texts.video(video);
  return audio === null ? null : texts.audio(audio);
}

type Props = { player: Player; media: Media | null; lacks: Lacks; isHost: boolean; children: ComponentChildren };

/** In the place of a film whose pictures this browser cannot show: why, and what helps. */
export function Unplayable({ player, media, lacks, isHost, children }: Props) {
  return (
    <div class="cover roomy" role="status">
      <Sign name="film" />
      <h2>{texts.title}</h2>
      <p>{lackWords(lacks)}</p>
      <p class="hint">{isHost ? texts.hintHost : texts.hint}</p>
      {isHost && <Conversion media={media} lacks={lacks} />}
      <div class="choices">
        {children}
        <button type="button" class="quiet" onClick={player.insist}>
          {texts.insist}
        </button>
      </div>
    </div>
  );
}

/** The command that makes a film which every browser plays. */
function Conversion({ media, lacks }: { media: Media | null; lacks: Lacks }) {
  const [isCopied, setIsCopied] = useMoment<boolean>(SAID_MS);
  const command = conversion(lacks, (media?.kind === "own" ? media.title : media?.src) ?? "");
  return (
    <div class="conversion">
      <code>{command}</code>
      <button type="button" onClick={() => void copyText(command).then(setIsCopied)}>
        <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
      </button>
    </div>
  );
}

/** Says of a film without sound that it is not the viewer's device, until they say that they have read it. */
export function NoSound({ media, lacks, isHost }: { media: Media | null; lacks: Lacks; isHost: boolean }) {
  const [isRead, setIsRead] = useState(false);
  if (lacks.audio === null || isRead) return null;
  return (
    <div class="no-sound">
      <p role="status">
        <Icon name="silence" />
        {texts.noSound(lacks.audio)}
      </p>
      <button type="button" class="primary" onClick={() => setIsRead(true)}>
        {texts.silent}
      </button>
      {isHost && (
        <details>
          <summary>{texts.convert}</summary>
          <p>{texts.convertNote}</p>
          <Conversion media={media} lacks={lacks} />
        </details>
      )}
    </div>
  );
}
