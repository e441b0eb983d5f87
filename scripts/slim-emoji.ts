import type { BunPlugin } from "bun";

type Entry = Readonly<Record<string, unknown>>;

/** What the page shows of an emoji: half of the data is about what it does not. */
const slim = ({ unicode, label, tags, group }: Entry) => ({ unicode, label, tags, group });

/** Leaves out of the words for emoji what the page has no use for, so that they are loaded in half the time. */
export const slimEmoji: BunPlugin = {
  name: "slim emoji",
  setup(build) {
    build.onLoad({ filter: /emojibase-data\/\w+\/compact\.json$/ }, async ({ path }) => {
      const entries: Entry[] = await Bun.file(path).json();
      const shown = entries.filter(({ group }) => group !== undefined).map(slim);
      return { contents: JSON.stringify(shown), loader: "json" };
    });
  },
};
