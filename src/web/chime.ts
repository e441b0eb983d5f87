/** Two soft notes, s after the beginning and Hz. */
const NOTES = [
  [0, 659.3],
  [0.13, 880],
] as const;
const LOUDNESS = 0.06;
const NOTE_S = 0.45;
/** However much is said, it never rings more often. */
const APART_MS = 2_000;

/** A bell that rings through `play`, but never twice within two seconds of `now`, milliseconds of any clock. */
export function createBell(play: () => void, now: () => number = () => performance.now()): () => void {
  let last_ms = Number.NEGATIVE_INFINITY;
  return () => {
    const now_ms = now();
    if (now_ms - last_ms < APART_MS) return;
    last_ms = now_ms;
    play();
  };
}

/** Plays a soft sound. Browsers allow none before the first press in a page, and then this plays none. */
export function chime(): void {
  if (navigator.userActivation?.hasBeenActive === false) return;
  const context = new AudioContext();
  for (const [after_s, hertz] of NOTES) {
    const start_s = context.currentTime + after_s;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0, start_s);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, start_s + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start_s + NOTE_S);
    const note = new OscillatorNode(context, { type: "sine", frequency: hertz });
    note.connect(loudness).connect(context.destination);
    note.start(start_s);
    note.stop(start_s + NOTE_S);
    // A page may hold only a few of these at a time.
    if (hertz === NOTES[1][1]) note.onended = () => void context.close();
  }
}
