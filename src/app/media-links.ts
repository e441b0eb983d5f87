import { isWebAddress } from "../domain/media.ts";
import type { SocketEvent } from "../protocol/events.ts";
import type { Media, Room } from "../protocol/values.ts";
import type { Tokens } from "./tokens.ts";

export type MediaLinks = ReturnType<typeof createMediaLinks>;

/** Adds to library media the signed addresses under which approved participants get the files. */
export function createMediaLinks(tokens: Pick<Tokens, "link">) {
  function inMedia(media: Media): Media {
    const subtitles = media.subtitles?.map((subtitle) =>
      !isWebAddress(subtitle.src) ? { ...subtitle, url: tokens.link(subtitle.src) } : subtitle,
    );
    return {
      ...media,
      ...(media.kind === "file" && { url: tokens.link(media.src) }),
      ...(subtitles !== undefined && { subtitles }),
    };
  }

  const inMaybe = (media: Media | null) => media && inMedia(media);
  const inRoom = (room: Room): Room => ({ ...room, media: inMaybe(room.media) });

  /** The event as its receivers get it. */
  function inEvent(event: SocketEvent): SocketEvent {
    if ("media" in event) return { ...event, media: inMaybe(event.media) };
    if ("room" in event) return { ...event, room: inRoom(event.room) };
    return event;
  }

  return { inEvent, inRoom };
}
