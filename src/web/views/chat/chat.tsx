import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { ChatLine } from "../../../protocol/events.ts";
import { useCell, usePart } from "../../cell.ts";
import type { Cinema } from "../../cinema.ts";
import type { Party } from "../../party.ts";
import { openReplay, type Replay } from "../../replay.ts";
import { inOrder, lineWith } from "../../store/chat-model.ts";
import { amHost, amMuted, hostAway, type RoomModel } from "../../store/room-model.ts";
import { TEXTS } from "../../texts/texts.ts";
import { useMoment } from "../parts/moment.ts";
import { clockTime } from "../parts/parts.tsx";
import { useChime } from "../room/use-title.ts";
import { ChatHead } from "./chat-head.tsx";
import type { LineActs } from "./chat-line.tsx";
import { Composer } from "./composer.tsx";
import { LineList } from "./line-list.tsx";
import type { Going } from "./words.tsx";

const { chat: texts } = TEXTS;
const ASKED_MS = 4_000;
/** The most that a page of history holds: a line long ago is soon reached. */
const PAGE_MOST = 100;

type Props = { party: Party; cinema: Cinema; model: RoomModel; isHidden: boolean };

/** The chat. What people write is text and nothing else. */
export function ChatPanel({ party, cinema, model, isHidden }: Props) {
  const silence = model.room?.info.is_chat_enabled === false ? texts.off : amMuted(model) ? texts.muted : null;
  const isSilent = silence !== null;
  const [answered, setAnswered] = useState<ChatLine | null>(null);
  const [isReplay, setReplay] = useState(false);
  const hasFilm = (model.room?.playback.media ?? null) !== null;
  const [going, asked] = useGoing(party, cinema, model);
  const acts = useMemo(() => ({ reply: isSilent ? null : setAnswered, going }), [isSilent, going]);
  useChime(party);
  const List = isReplay && hasFilm ? ReplayLines : LiveLines;
  return (
    <div class="chat" hidden={isHidden}>
      <ChatHead isReplay={hasFilm ? isReplay : null} setReplay={setReplay} />
      <List {...{ party, isHidden, isSilent, acts }} />
      <p class="hint asked" role="status">
        {asked}
      </p>
      <Composer party={party} silence={silence} answered={answered} answer={setAnswered} />
    </div>
  );
}

/** What pressing a time does, and what is said of it. The host's film goes there, and nobody else's does without the host. */
function useGoing(party: Party, cinema: Cinema, model: RoomModel): [Going | null, string | null] {
  const [asked, setAsked] = useMoment<string>(ASKED_MS);
  const end = usePart(cinema.player.screen, ({ duration }) => duration);
  const [isHost, away] = [amHost(model), hostAway(model)];
  const hasFilm = (model.room?.playback.media ?? null) !== null;
  const going = useMemo<Going | null>(() => {
    if (!hasFilm) return null;
    if (isHost) return { way: "go", end, to: cinema.remote.seek };
    return {
      way: "ask",
      end,
      to(time) {
        if (away !== null) setAsked(TEXTS.stage.away(away));
        else if (party.link.send({ type: "REQUEST", action: "seek", time })) setAsked(texts.asked(clockTime(time)));
      },
    };
  }, [hasFilm, isHost, end, away, cinema, party]);
  return [going, asked];
}

type LinesProps = { party: Party; isHidden: boolean; isSilent: boolean; acts: Omit<LineActs, "show"> };

/** All that was said, as far back as one likes. */
function LiveLines(props: LinesProps) {
  const { party } = props;
  const chat = useCell(party.chat);
  const entries = useMemo(() => inOrder(chat), [chat]);
  const reach = useCallback(
    async (id: number) => {
      for (let { lines, before } = party.chat.get(); ; { lines, before } = party.chat.get()) {
        if (lineWith(lines, id) !== undefined) return true;
        if (typeof before !== "number" || before <= id) return false;
        if ((await party.loadOlder(PAGE_MOST)) !== null) return false;
      }
    },
    [party],
  );
  return (
    <LineList
      {...props}
      label={texts.log}
      entries={entries}
      hasOlder={typeof chat.before === "number"}
      loadOlder={party.loadOlder}
      find={(id) => lineWith(chat.lines, id)}
      reach={reach}
      empty={chat.before === null && <div class="hint">{texts.empty}</div>}
    />
  );
}

const NOT_YET: Replay = { lines: [], due: 0, isLoading: true, problem: null };

/** What was said to this film up to where it is, by whoever watched it whenever; it comes and goes with the film. */
function ReplayLines(props: LinesProps) {
  const { party } = props;
  const chat = useCell(party.chat);
  const [{ lines, due, isLoading, problem }, setReplay] = useState(NOT_YET);
  useEffect(() => {
    const { replay, close } = openReplay(party);
    const unwatch = replay.watch(setReplay);
    return () => {
      unwatch();
      close();
    };
  }, [party]);
  const entries = useMemo(() => [...lines.slice(0, due), ...chat.drafts], [lines, due, chat.drafts]);
  const byId = useMemo(() => new Map(lines.map((line) => [line.id, line])), [lines]);
  const reach = useCallback(async (id: number) => entries.some((entry) => "id" in entry && entry.id === id), [entries]);
  return (
    <LineList
      {...props}
      label={texts.replayLog}
      entries={entries}
      hasOlder={false}
      loadOlder={async () => {}}
      find={(id) => byId.get(id) ?? lineWith(chat.lines, id)}
      reach={reach}
      empty={
        <div class={problem === null ? "hint" : "fault"} role="status">
          {problem?.words ?? (isLoading ? TEXTS.loading : texts.replayEmpty)}
        </div>
      }
    />
  );
}
