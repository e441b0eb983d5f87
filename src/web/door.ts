import type { Participant } from "../protocol/values.ts";
import type { Api } from "./api.ts";
import { isPassing, isProblem, type Problem } from "./problem.ts";

/** Where somebody stands with a room. */
export type Door =
  | { readonly state: "looking" }
  | { readonly state: "inside" }
  /** The host has been asked to let them in. */
  | { readonly state: "waiting"; readonly name: string }
  | { readonly state: "turned_away" | "removed" | "banned" | "unknown" | "gone" }
  | { readonly state: "failed"; readonly problem: Problem };

/** Asks to be let in. */
export async function knock(api: Pick<Api, "join">, code: string): Promise<Door> {
  const answer = await api.join(code);
  return isProblem(answer) ? closedBy(answer) : asSeen(answer.participant, answer.room.name);
}

/** Looks, without asking anew, whether something has changed since `before`. */
export async function lookAgain(api: Pick<Api, "room">, code: string, before: Door): Promise<Door> {
  const answer = await api.room(code);
  // A new object all the same, so that whoever waits for a change looks again.
  if (isProblem(answer)) return isPassing(answer) ? { ...before } : closedBy(answer);
  if (answer.participant !== null) return asSeen(answer.participant, answer.name);
  return before.state === "waiting" ? { state: "turned_away" } : { ...before };
}

function asSeen({ status }: Participant, name: string): Door {
  if (status === "approved") return { state: "inside" };
  return status === "pending" ? { state: "waiting", name } : { state: status === "banned" ? "banned" : "turned_away" };
}

function closedBy(problem: Problem): Door {
  if (problem.problem === "banned") return { state: "banned" };
  return problem.problem === "room_not_found" ? { state: "unknown" } : { state: "failed", problem };
}
