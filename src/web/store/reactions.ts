import type { EventOf } from "../../protocol/events.ts";
import { type Cell, createCell } from "../cell.ts";
import { type After, later } from "../timers.ts";

/** An emoji on its way over the picture. */
export type Reaction = { readonly id: number; readonly user_id: string | null } & Readonly<
  Record<"name" | "emoji", string>
>;

/** More at once would hide the film, and keep a slow device from showing it. */
export const MOST_AT_ONCE = 30;
/** As long as it takes to rise; `styles/reactions.css` says the same. */
export const RISE_MS = 4_000;

/** The reactions that are in the air: they belong to the moment, and to no room's state. */
export type Reactions = { readonly inAir: Cell<readonly Reaction[]>; heard(event: EventOf<"REACTION">): void };

/** Begins with an empty air. Each reaction is gone when it has risen, or when too many have come after it. */
export function createReactions(after: After = later): Reactions {
  const inAir = createCell<readonly Reaction[]>([]);
  let last = 0;
  return {
    inAir,
    heard({ user, emoji }) {
      const id = ++last;
      inAir.set([...inAir.get(), { id, user_id: user.id, name: user.display_name, emoji }].slice(-MOST_AT_ONCE));
      after(RISE_MS, () => {
        const rest = inAir.get().filter((one) => one.id !== id);
        if (rest.length < inAir.get().length) inAir.set(rest);
      });
    },
  };
}
