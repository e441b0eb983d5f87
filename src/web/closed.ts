/** Marks that begin another direction of writing, with what ends it: embeddings and overrides, then isolates. */
const EMBEDDING = /[\u202A\u202B\u202D\u202E]/;
const ISOLATE = /[\u2066-\u2068]/;
const [POP_EMBEDDING, POP_ISOLATE] = ["\u202C", "\u2069"];
const ANY_MARK = /[\u202A-\u202E\u2066-\u2069]/;

/** The fields of answers and events that hold what somebody wrote. */
const WRITTEN = new Set(["display_name", "name", "title", "message", "label"]);

/**
 * The text with every change of direction that it begins ended within it, and none ended that it did not begin. An
 * element that keeps a text's direction to itself ends one change alone, so that a name which begins several could have
 * the words beside it read as if they belonged to it.
 */
export function closed(text: string): string {
  if (!ANY_MARK.test(text)) return text;
  const open: string[] = [];
  let kept = "";
  for (const character of text) {
    if (EMBEDDING.test(character)) open.push(POP_EMBEDDING);
    else if (ISOLATE.test(character)) open.push(POP_ISOLATE);
    else if (character === POP_EMBEDDING || character === POP_ISOLATE) {
      const begun = open.lastIndexOf(character);
      if (begun < 0) continue;
      // What was begun within ends with it.
      kept += open
        .splice(begun + 1)
        .reverse()
        .join("");
      open.pop();
    }
    kept += character;
  }
  return kept + open.reverse().join("");
}

/** Reads what the server says, with all that people wrote keeping its direction to itself. */
export function readJson(text: string): unknown {
  if (!ANY_MARK.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value) => (typeof value === "string" && WRITTEN.has(key) ? closed(value) : value));
}
