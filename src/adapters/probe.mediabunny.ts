import {
  BufferSource,
  FilePathSource,
  FLAC,
  Input,
  type InputTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from "mediabunny";
import type { Contents } from "../ports.ts";

/** What the library serves, by name: playlists are left out, since they would have the server fetch what they list. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, OGG, FLAC];
/** The usual names of codecs that have no codec string, by how containers call them. */
const USUAL_NAMES: Readonly<Record<string, string>> = {
  a_ac3: "ac-3",
  a_dts: "dts",
  a_eac3: "ec-3",
  "a_mpeg/l1": "mp1",
  "a_mpeg/l2": "mp2",
  a_truehd: "truehd",
  mlpa: "truehd",
  v_mpeg1: "mpeg1",
  v_mpeg2: "mpeg2",
  "v_mpeg4/iso/asp": "mp4v",
  "v_mpeg4/iso/sp": "mp4v",
};
/** RFC 2361 calls it 1, and so do browsers: all plain samples in a WAVE file. */
const PCM_IN_WAVE = "1";
const MOST_CODECS = 16;
const LONGEST_CODEC = 64;

// The server's own log is all that it says.
Logging.level = LogLevel.Silent;

/** What could be read in time; `isLate` where there might have been more. */
export type Probed = { contents: Contents; isLate: boolean };
export type Probe = (
  film: string | Uint8Array<ArrayBuffer>,
  within_ms: number,
  /** Called as soon as the codecs are known. */
  heard?: (soFar: Contents) => void,
) => Promise<Probed>;

/** Reads a film's headers, of a file by its path or of bytes. Never rejects; a broken film may keep it busy for ever. */
export const probe: Probe = async (film, within_ms, heard = () => undefined) => {
  const source = typeof film === "string" ? new FilePathSource(film, QUIET) : new BufferSource(film);
  const input = new Input({ source, formats: FORMATS });
  const contents: Contents = {};
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, within_ms, true);
  const done = read(input, contents, heard).then(
    () => false,
    () => false,
  );
  // A read that hangs in the operating system cannot be ended, only be no longer waited for.
  const isLate = await Promise.race([done, late]);
  clearTimeout(timer);
  input.dispose();
  return { contents: { ...contents }, isLate };
};

const QUIET = { handleUnhandledError: () => undefined };

/** The codecs come first: to reckon a length that no header gives may take longer than there is time. */
async function read(input: Input, into: Contents, heard: (soFar: Contents) => void): Promise<void> {
  const tracks = (await input.getTracks()).filter((track) => track.isVideoTrack() || track.isAudioTrack());
  const isWave = (await input.getFormat()) === WAVE;
  const named = await Promise.all(tracks.map((track) => codecOf(track, isWave)));
  const codecs = [...new Set(named.filter((name) => name !== null))].slice(0, MOST_CODECS);
  if (codecs.length === 0) return;
  into.codecs = codecs;
  heard({ codecs });
  const duration = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  if (Number.isFinite(duration) && duration > 0) into.duration = Math.round(duration * 1000) / 1000;
}

/** The codec string where one can be made, otherwise the codec's usual name; null where nothing names it. */
async function codecOf(track: InputTrack, isWave: boolean): Promise<string | null> {
  const exact = await track.getCodecParameterString().catch(() => null);
  if (exact !== null) return isWave && exact.startsWith("pcm-") ? PCM_IN_WAVE : exact;
  const id = await track.getInternalCodecId();
  if (typeof id !== "string" && typeof id !== "number") return null;
  const key = String(id).trim().toLowerCase();
  const name = USUAL_NAMES[key] ?? key.replace(/^[av]_/, "").replaceAll(/[^a-z0-9.]+/g, "-");
  return name === "" ? null : name.slice(0, LONGEST_CODEC);
}
