import type { Media } from "../protocol/values.ts";
import { ownFiles } from "./own-files.ts";
import { codecsIn } from "./tracks.ts";

/**
 * What a film's tracks are made with: what the server says or, where it knows nothing, what the film itself does. A film
 * of the library is read only where it `isBroken`: the server has tried before.
 */
export function codecsOf(media: Media | null, isBroken: boolean): readonly string[] | Promise<readonly string[]> {
  if (media === null) return [];
  const { kind, src, url, codecs } = media;
  if (codecs !== undefined) return codecs;
  const sources: Partial<Record<typeof kind, Blob | string | undefined>> = {
    url: src,
    own: ownFiles.get().get(src)?.file,
    file: isBroken && url !== undefined ? new URL(url, location.href).href : undefined,
  };
  const source = sources[kind];
  return source === undefined ? [] : codecsIn(source).then((codecs) => codecs ?? []);
}
