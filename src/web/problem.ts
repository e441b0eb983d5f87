import type { InputFault, RefusalCode } from "../protocol/codes.ts";
import { TEXTS } from "./texts/texts.ts";

/** Why a request came to nothing, in words for a person. A value, never thrown. */
export type Problem = {
  readonly problem: RefusalCode | "offline";
  readonly words: string;
  /** What is wrong with which field, where the input was at fault. */
  readonly faults: readonly InputFault[];
  /** In how many seconds the server thinks another try worth while, where it says so. */
  readonly retry_after_s?: number;
};

/** The request did not get to the server, or its answer not back. */
export const OFFLINE: Problem = { problem: "offline", words: TEXTS.offline, faults: [] };

/** Whether a call came to nothing. */
export function isProblem(answer: unknown): answer is Problem {
  return typeof answer === "object" && answer !== null && "problem" in answer;
}

/** Reads a problem body; an answer that is none (a proxy's error page) still gets honest words. */
export async function readProblem(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const later = seconds > 0 ? { retry_after_s: seconds } : {};
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("code" in body))
    return { problem: "internal_error", words: TEXTS.strangeAnswer(response.status), faults: [], ...later };
  const { code, title, detail, errors } = body as {
    code: RefusalCode;
    title: string;
    detail?: string;
    errors?: InputFault[];
  };
  const faults = (errors ?? []).map(({ path, message }) => ({ path, message: TEXTS.faults[message] ?? message }));
  return { problem: code, words: TEXTS.problems[code] ?? detail ?? title, faults, ...later };
}

/** Problems that pass by themselves: another try may well succeed. */
export function isPassing({ problem }: Problem): boolean {
  return PASSING.has(problem);
}

const PASSING: ReadonlySet<Problem["problem"]> = new Set([
  "offline",
  "internal_error",
  "not_stored",
  "rate_limited",
  "server_busy",
  "server_full",
  "too_many_connections",
  "unhealthy",
]);

/** Problems of the session itself: only signing in again helps. */
export function isSessionOver({ problem }: Problem): boolean {
  return SESSION_OVER.has(problem);
}

const SESSION_OVER: ReadonlySet<Problem["problem"]> = new Set([
  "session_revoked",
  "token_expired",
  "token_invalid",
  "token_missing",
]);
