import type { ChatLine } from "../../../protocol/events.ts";
import type { User } from "../../../protocol/values.ts";
import type { Party } from "../../party.ts";
import type { Draft } from "../../store/chat-model.ts";
import { LOCALE, TEXTS } from "../../texts/texts.ts";
import { Icon } from "../parts/icons.tsx";
import { clockTime } from "../parts/parts.tsx";
import { steady } from "../parts/steady.tsx";
import { type Going, goingWords, isWithin, Words } from "./words.tsx";

const { chat: texts } = TEXTS;
/** Made once: a formatter a line would cost more than all the rest of the chat. */
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const INSTANT = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short" });
/** More of a line is not read in a quotation, which is one line high. */
const SNIPPET_CHARACTERS = 120;

/** What can be done with a line. */
export type LineActs = {
  /** Null where nothing may be said. */
  readonly reply: ((line: ChatLine) => void) | null;
  readonly going: Going | null;
  show(id: number): void;
};

type LineProps = {
  line: ChatLine;
  isOwn: boolean;
  isFirst: boolean;
  opensDay: boolean;
  movesFilm: boolean;
  /** The line that it answers, where that is known. */
  parent: ChatLine | undefined;
  /** Whether Tab leads to its buttons: of all lines to one alone. */
  isReachable: boolean;
  isMarked: boolean;
  acts: LineActs;
};

/** A line that was said: the name where it opens a group, what it answers, its words, and what can be done with it. */
export const Line = steady(function Line(props: LineProps) {
  const { line, isOwn, isFirst, opensDay, movesFilm, parent, isReachable, isMarked, acts } = props;
  const { message, created_at, media_time, reply_to } = line;
  const said = new Date(created_at);
  const tabIndex = isReachable ? 0 : -1;
  const kind = ["line", isOwn && "own-line", isFirst && "first-line", isMarked && "marked-line"].filter(Boolean);
  return (
    <>
      {opensDay && <div class="day">{DAY.format(said)}</div>}
      <div class={kind.join(" ")} data-line={line.id} tabIndex={-1}>
        <div class="line-head">
          <span class={isFirst ? "speaker" : "speaker hidden"}>
            <strong>
              <bdi>{nameOf(line)}</bdi>
            </strong>{" "}
            <time dateTime={created_at} title={INSTANT.format(said)}>
              {CLOCK.format(said)}
            </time>
          </span>
          <span class="line-tools">
            {movesFilm && media_time !== null && <FilmTime time={media_time} tabIndex={tabIndex} going={acts.going} />}
            {acts.reply !== null && (
              <button
                type="button"
                class="reply"
                aria-label={texts.replyTo(nameOf(line))}
                title={texts.reply}
                tabIndex={tabIndex}
                onClick={() => acts.reply?.(line)}
              >
                <Icon name="reply" />
              </button>
            )}
          </span>
        </div>
        {reply_to !== undefined && (
          <button type="button" class="quote" tabIndex={tabIndex} onClick={() => acts.show(reply_to)}>
            <Snippet line={parent} />
          </button>
        )}
        <Words message={message} going={acts.going} tabIndex={tabIndex} />
      </div>
    </>
  );
});

/** The name of who said a line or did something else, also of somebody whose account is gone. */
export const nameOf = ({ user }: { user: User }): string => (user.id === null ? texts.deletedUser : user.display_name);

/** A line in one line: who said it, and how it begins. */
export function Snippet({ line }: { line: ChatLine | undefined }) {
  if (line === undefined) return <span class="snippet">{texts.earlierLine}</span>;
  const name = nameOf(line);
  return (
    <>
      <span class="hidden">{texts.answers(name)}: </span>
      <span class="snippet">
        <strong aria-hidden="true">
          <bdi>{name}</bdi>
        </strong>{" "}
        <bdi>{[...line.message].slice(0, SNIPPET_CHARACTERS).join("")}</bdi>
      </span>
    </>
  );
}

/** Where the film was when a line was said. The host can go there; for anyone else it is only said. */
function FilmTime({ time, going, tabIndex }: { time: number; going: Going | null; tabIndex: number }) {
  const shown = clockTime(time);
  if (going === null || going.way === "ask" || !isWithin(going, time))
    return <small class="film-time">{texts.at(shown)}</small>;
  return (
    <button
      type="button"
      class="film-time"
      title={goingWords(going, shown)}
      tabIndex={tabIndex}
      onClick={() => going.to(time)}
    >
      {texts.at(shown)}
    </button>
  );
}

type DraftProps = { draft: Draft; parent: ChatLine | undefined; party: Party; isSilent: boolean };

/** A line of one's own on its way, or one that was refused. */
export function DraftLine({ draft, parent, party, isSilent }: DraftProps) {
  const { client_id, message, error, reply_to } = draft;
  const again = () => {
    if (party.say(message, reply_to)) party.unsay(client_id);
  };
  return (
    <div class="line own-line draft">
      {reply_to !== undefined && (
        <div class="quote">
          <Snippet line={parent} />
        </div>
      )}
      <Words message={message} going={null} />
      {error === null ? (
        <small>{texts.sending}</small>
      ) : (
        <small class="fault">
          {error}{" "}
          {!isSilent && (
            <button type="button" class="quiet" onClick={again}>
              {TEXTS.tryAgain}
            </button>
          )}
          <button type="button" class="quiet" onClick={() => party.unsay(client_id)}>
            {texts.forget}
          </button>
        </small>
      )}
    </div>
  );
}
