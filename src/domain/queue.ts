import { LIMITS, refuse } from "../protocol/codes.ts";
import type { Media, QueueItem } from "../protocol/values.ts";
import type { CommandOf } from "./command.ts";
import { accept, type Decision, NOTHING, refuseWith } from "./decision.ts";
import { changeMedia } from "./playback.ts";
import { isHost, type RoomEvent, type RoomState } from "./room.ts";

type QueueCommand = CommandOf<"QUEUE_ADD" | "QUEUE_MOVE" | "QUEUE_REMOVE" | "QUEUE_NEXT">;

const queueChanged = (queue: readonly QueueItem[]): RoomEvent => ({ type: "QUEUE_CHANGED", queue: [...queue] });

const isTooLong = (queue: readonly QueueItem[]) =>
  queue.length > LIMITS.queue_items || JSON.stringify(queue).length > LIMITS.queue_characters;

/** A media change: position 0, paused, rate 1, also for the same media. */
export function setMedia(state: RoomState, media: Media | null, user_id: string | null, now: number): RoomEvent {
  return { type: "MEDIA_CHANGED", ...changeMedia(state.playback, media, now), user_id };
}

export function decideQueue(state: RoomState, who: string | null, command: QueueCommand, now: number): Decision {
  const { queue } = state;
  switch (command.type) {
    case "QUEUE_ADD": {
      if (!state.info.is_queue_open && !isHost(state, who ?? "")) return refuseWith(refuse("queue_closed"));
      const longer = [...queue, command.item];
      return isTooLong(longer) ? refuseWith(refuse("queue_full")) : accept(queueChanged(longer));
    }
    case "QUEUE_MOVE": {
      const from = queue.findIndex(({ id }) => id === command.id);
      const item = queue[from];
      if (item === undefined) return refuseWith(refuse("queue_item_not_found"));
      const moved = queue.toSpliced(from, 1).toSpliced(command.position, 0, item);
      return moved.indexOf(item) === from ? NOTHING : accept(queueChanged(moved));
    }
    case "QUEUE_REMOVE": {
      const rest = queue.filter(({ id }) => id !== command.id);
      if (rest.length === queue.length) return refuseWith(refuse("queue_item_not_found"));
      return accept(queueChanged(rest));
    }
    case "QUEUE_NEXT": {
      const [first, ...rest] = queue;
      if (first === undefined) return refuseWith(refuse("queue_empty"));
      if (command.id !== undefined && command.id !== first.id) return refuseWith(refuse("queue_changed"));
      return accept(setMedia(state, first.media, who, now), queueChanged(rest));
    }
  }
}
