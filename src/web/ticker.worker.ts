/** A timer that a hidden tab does not slow down. Asked for a number of ms, it answers after them; a later ask replaces it. */
const scope = self as unknown as { onmessage(event: { data: number }): void; postMessage(answer: null): void };
let timer: ReturnType<typeof setTimeout> | undefined;

scope.onmessage = ({ data: after_ms }) => {
  clearTimeout(timer);
  timer = setTimeout(() => scope.postMessage(null), after_ms);
};
