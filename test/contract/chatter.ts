/** Writes chat lines without end and says which ones are stored, until it is killed: `bun chatter.ts <file> <run>`. */
import { CODE, line } from "./records.ts";
import { openOnThread } from "./stores.ts";

const [path = "", run = ""] = Bun.argv.slice(2);
const store = await openOnThread(path);

async function talk(voice: number): Promise<never> {
  for (let n = 0; ; n++) {
    const made = await store.addMessage(CODE, line("bob", `${run}.${voice}.${n}`));
    console.log(made?.id);
  }
}
await Promise.all([1, 2, 3, 4].map(talk));
