import type { Ids } from "../ports.ts";
import { CODE_ALPHABET } from "../protocol/values.ts";

export const randomIds: Ids = {
  id: () => crypto.randomUUID(),
  // The alphabet has 32 letters, so five bits of a byte choose one without bias.
  code: () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => CODE_ALPHABET[byte % 32]).join(""),
};
