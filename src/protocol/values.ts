import * as v from "valibot";
import { LIMITS } from "./codes.ts";

/** Counts what a reader would call characters: Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Any well-formed text, normalised to NFC and trimmed. What is stored and what is sent are then the same. */
export const normalText = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.transform((text) => text.normalize("NFC").trim()),
);

/** Text of `1 … most` characters after trimming and NFC. */
export const text = (most: number) =>
  v.pipe(
    normalText,
    v.check((value) => value !== "", "must not be empty"),
    v.check((value) => countCharacters(value) <= most, `must hold at most ${most} characters`),
  );

const within = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.check((value) => value >= least && value <= most, `must lie between ${least} and ${most}`),
  );

/** A name to be shown in one line: no control characters, and something to be seen. */
export const name = (most: number) =>
  v.pipe(
    text(most),
    v.check((value) => !/\p{Cc}/u.test(value), "must hold no control characters"),
    v.check((value) => value === "" || /[^\p{Cf}\p{Z}\p{M}]/u.test(value), "must hold something that can be seen"),
  );

/** Seconds into the media. */
export const position = within(0, LIMITS.position_s);
/** Media seconds a second. */
export const rate = within(...LIMITS.rate);
export const finite = v.pipe(v.number(), v.finite("must be finite"));
/** How many seconds the party waits for a viewer who stalls, at the most; 0: it goes on. */
export const waitSeconds = v.pipe(within(...LIMITS.wait_seconds), v.integer("must be a whole number"));
/** Milliseconds since the Unix epoch on the server's clock. */
export const instant = finite;

export const email = v.pipe(
  normalText,
  v.transform((value) => value.toLowerCase()),
  v.email("must be an e-mail address"),
  v.maxLength(254, "must hold at most 254 characters"),
);

export const password = v.pipe(
  v.string(),
  v.check((value) => value.isWellFormed(), "must be well-formed Unicode"),
  v.transform((value) => value.normalize("NFC")),
  v.check(
    (value) => {
      const [least, most] = LIMITS.password_characters;
      const count = countCharacters(value);
      return count >= least && count <= most;
    },
    `must hold ${LIMITS.password_characters.join(" to ")} characters`,
  ),
);

/** A user as others see them. `id` is null once the account is deleted. */
export const user = v.object({
  id: v.nullable(v.string()),
  display_name: v.string(),
  is_guest: v.boolean(),
});
export type User = v.InferOutput<typeof user>;
/** A user whose account exists. */
export type Account = User & { id: string };

export const DELETED_USER: User = { id: null, display_name: "deleted user", is_guest: false };

export const role = v.picklist(["host", "participant"]);
export type Role = v.InferOutput<typeof role>;
export const status = v.picklist(["approved", "pending", "rejected", "banned"]);
export type Status = v.InferOutput<typeof status>;

export const MEDIA_KINDS = ["file", "url", "hls", "dash", "youtube", "vimeo", "own"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** Media as a client names it. Whether `src` fits its kind is the domain's to say. */
export const mediaInput = v.object({
  kind: v.picklist(MEDIA_KINDS),
  src: v.pipe(normalText, v.nonEmpty("must not be empty"), v.maxLength(2048, "is too long")),
  title: v.optional(name(LIMITS.title_characters)),
  subtitles: v.optional(
    v.pipe(
      v.array(
        v.object({
          src: v.pipe(normalText, v.nonEmpty("must not be empty"), v.maxLength(2048, "is too long")),
          label: name(LIMITS.title_characters),
          lang: text(35),
        }),
      ),
      v.maxLength(LIMITS.subtitles, `must hold at most ${LIMITS.subtitles} subtitles`),
    ),
  ),
});

/** Media as the server sends it: `url` is where a file of the library can be had for hours, `codecs` what is in it. */
export const media = v.object({
  ...mediaInput.entries,
  url: v.optional(v.string()),
  codecs: v.optional(v.array(v.string())),
  subtitles: v.optional(
    v.array(v.object({ src: v.string(), label: v.string(), lang: v.string(), url: v.optional(v.string()) })),
  ),
});
export type Media = v.InferOutput<typeof media>;

/** The playback state: `time` (s) holds at `effective_at` (ms, server clock) and moves by `rate` while playing. */
export const playback = v.object({
  is_playing: v.boolean(),
  time: position,
  rate,
  effective_at: instant,
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  media: v.nullable(media),
});
export type Playback = v.InferOutput<typeof playback>;

export const room = v.object({
  code: v.string(),
  name: v.string(),
  host: user,
  is_public: v.boolean(),
  is_chat_enabled: v.boolean(),
  requires_approval: v.boolean(),
  is_queue_open: v.boolean(),
  wait_seconds: waitSeconds,
  media: v.nullable(media),
  created_at: v.string(),
});
export type Room = v.InferOutput<typeof room>;

export const participant = v.object({ user, role, status, is_muted: v.boolean() });
export type Participant = v.InferOutput<typeof participant>;

export const queueItem = v.object({ id: v.string(), media, added_by: user, created_at: v.string() });
export type QueueItem = v.InferOutput<typeof queueItem>;

/** The alphabet of room codes: no I, L, O or U to be misread. */
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE = new RegExp(`^[${CODE_ALPHABET}]{8}$`, "i");

/** The code in its one spelling, or null where it is malformed (which makes it an unknown one). */
export function parseCode(given: string): string | null {
  return CODE.test(given) ? given.toUpperCase() : null;
}
