import { useEffect, useRef, useState } from "preact/hooks";
import { backoffMs } from "../../link.ts";
import { isPassing, type Problem } from "../../problem.ts";
import { TEXTS } from "../../texts/texts.ts";

const { door: texts } = TEXTS;

/** The first tries of a link went unseen; these are announced, and a person is to be able to read them. */
const FIRST_ATTEMPT = 3;

/**
 * Runs `act` again by itself while there is a failure that passes, later each time, and as soon as the network is back.
 * Tells when (ms of the page's clock) it will; null while it will not.
 */
export function useRetry(failure: { readonly problem: Problem } | null, act: () => void): number | null {
  const attempts = useRef(0);
  const [again_ms, setAgain] = useState<number | null>(null);
  useEffect(() => {
    if (failure === null) attempts.current = 0;
    setAgain(null);
    if (failure === null || !isPassing(failure.problem)) return;
    const asked_ms = 1000 * (failure.problem.retry_after_s ?? 0);
    const wait_ms = Math.max(backoffMs(FIRST_ATTEMPT + attempts.current++, Math.random()), asked_ms);
    setAgain(performance.now() + wait_ms);
    const timer = setTimeout(act, wait_ms);
    addEventListener("online", act);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", act);
    };
  }, [failure]);
  return again_ms;
}

const TICK_MS = 250;

/** Counts down to an instant of the page's clock. */
export function Countdown({ until_ms }: { until_ms: number }) {
  const left = () => Math.max(Math.ceil((until_ms - performance.now()) / 1000), 0);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), TICK_MS);
    return () => clearInterval(timer);
  }, [until_ms]);
  return (
    <p class="countdown" role="timer">
      {seconds > 0 ? texts.again(seconds) : TEXTS.loading}
    </p>
  );
}
