import { loadPart } from "./load-part.ts";

/** Where a film lies: on this device, or at an address. */
export type Source = Blob | string;

/** Some servers send no parts of a file: then what is looked for may lie behind all of it. */
const WITHIN_MS = 10_000;

/**
 * The codecs of a film's tracks, read from the film itself: a codec string where the file has one, otherwise what the
 * file calls it. Null where it cannot be read, as at an address that lets no other page read it.
 */
export async function codecsIn(source: Source): Promise<readonly string[] | null> {
  try {
    const { BlobSource, Input, MATROSKA, MP4, QTFF, UrlSource, WEBM } = await loadPart(() => import("mediabunny"));
    const quietly = { handleUnhandledError: () => undefined };
    const input = new Input({
      formats: [MP4, QTFF, MATROSKA, WEBM],
      source:
        typeof source === "string"
          ? new UrlSource(source, { ...quietly, getRetryDelay: () => null, requestInit: { credentials: "omit" } })
          : new BlobSource(source, quietly),
    });
    const late = setTimeout(() => input.dispose(), WITHIN_MS);
    try {
      const tracks = await input.getTracks();
      const names = tracks.map(async (track) => {
        const given = (await track.getCodecParameterString()) ?? (await track.getInternalCodecId());
        return typeof given === "string" ? [given] : [];
      });
      return (await Promise.all(names)).flat();
    } finally {
      clearTimeout(late);
      input.dispose();
    }
  } catch {
    return null;
  }
}
