/** Two clicks further apart than this are two, whatever the system counts. */
const WAIT_MS = 220;

type Deps = {
  single(): void;
  double(): void;
  /** Calls `act` after so long, unless the function that it returns is called before. */
  later?(act: () => void, ms: number): () => void;
};

function afterwards(act: () => void, ms: number): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}

/** Tells a click from a double click. `clicked` takes how many clicks in a row the browser has counted. */
export function createClicks({ single, double, later = afterwards }: Deps) {
  /** What has become of the first click. */
  let first: "none" | "waits" | "done" = "none";
  let cancel = () => {};

  function settle(): void {
    first = "done";
    single();
  }
  return {
    clicked(count: number): void {
      cancel();
      if (count === 1) {
        first = "waits";
        cancel = later(settle, WAIT_MS);
        return;
      }
      // The second half of a double click whose first half was meant for something else, and the third of three.
      if (first === "none") return;
      // A slow double click was taken for a single one: that is undone.
      if (first === "done") single();
      first = "none";
      double();
    },
    stop: () => cancel(),
  };
}
