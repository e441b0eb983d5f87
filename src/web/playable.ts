/** What of a film a browser lacks, as people call it; null where there is nothing to miss. */
export type Lacks = { readonly video: string | null; readonly audio: string | null };

/** Nothing is known to be missing. */
export const NO_LACKS: Lacks = { video: null, audio: null };

/** A codec: how files name it, how people do, and the string to ask a browser with where the file's own is just a name. */
type Codec = { readonly named: RegExp; readonly name: string; readonly ask: string };
type Part = keyof Lacks;

/** Names are compared in lower case, without Matroska's `V_` and `A_`; the first row that fits is the one. */
const CODECS: Readonly<Record<Part, readonly Codec[]>> = {
  video: [
    { named: /^(avc[1-4]|h\.?264|mpeg4\/iso\/avc)/, name: "H.264", ask: "avc1.42E01E" },
    { named: /^(hvc1|hev1|hevc|h\.?265|mpegh\/iso\/hevc)/, name: "HEVC (H.265)", ask: "hvc1.1.6.L93.B0" },
    { named: /^(dvh1|dvhe|dva1|dvav)/, name: "Dolby Vision", ask: "dvh1.05.06" },
    { named: /^av0?1/, name: "AV1", ask: "av01.0.04M.08" },
    { named: /^vp0?9/, name: "VP9", ask: "vp09.00.10.08" },
    { named: /^vp0?8/, name: "VP8", ask: "vp8" },
    { named: /^(mp1v|m1v1|mpeg-?1(video)?$)/, name: "MPEG-1", ask: "mp1v" },
    { named: /^(mp2v|m2v1|mpeg-?2(video)?$)/, name: "MPEG-2", ask: "mp2v" },
    { named: /^(vc-?1|wvc1|wmv)/, name: "VC-1", ask: "vc-1" },
    { named: /^(mp4v|mpeg4|xvid|divx|dx50|ms\/vfw)/, name: "MPEG-4 (DivX, Xvid)", ask: "mp4v.20.9" },
    { named: /^(prores|ap(ch|cn|cs|co|4h|4x)$)/, name: "ProRes", ask: "apch" },
    { named: /^theora/, name: "Theora", ask: "theora" },
  ],
  audio: [
    { named: /^(ec-3|e-?ac-?3|mp4a\.a6)/, name: "E-AC3", ask: "ec-3" },
    { named: /^(ac-?3|mp4a\.a5)/, name: "AC3", ask: "ac-3" },
    { named: /^ac-?4/, name: "AC4", ask: "ac-4.02.01.01" },
    { named: /^(dts|dca|mp4a\.a9)/, name: "DTS", ask: "dtsc" },
    { named: /^(mlp|truehd)/, name: "TrueHD", ask: "mlpa" },
    { named: /^(mp3|mp4a\.(69|6b|40\.34)|mpeg\/l3)/, name: "MP3", ask: "mp3" },
    { named: /^(mp4a|aac)/, name: "AAC", ask: "mp4a.40.2" },
    { named: /^opus/, name: "Opus", ask: "opus" },
    { named: /^vorbis/, name: "Vorbis", ask: "vorbis" },
    { named: /^(flac|fla)/, name: "FLAC", ask: "flac" },
    { named: /^alac/, name: "ALAC", ask: "alac" },
    { named: /^(wma|wmav)/, name: "WMA", ask: "wma" },
  ],
};

/** Containers to ask about: the browser answers for a codec in the ones that it takes it in. */
const CONTAINERS: Readonly<Record<Part, readonly string[]>> = {
  video: ["video/mp4", "video/webm", "video/ogg"],
  audio: ["audio/mp4", "audio/webm", "audio/ogg", "video/mp4"],
};
/** A browser names these by their own type alone. */
const OWN_TYPES: Readonly<Record<string, string>> = { MP3: "audio/mpeg", FLAC: "audio/flac" };

/** Whether this browser says that it can play a type. */
export type CanPlay = (type: string) => boolean;

let probe: HTMLMediaElement | undefined;
const browserCan: CanPlay = (type) => {
  if (globalThis.MediaSource?.isTypeSupported(type)) return true;
  probe ??= document.createElement("video");
  return probe.canPlayType(type) !== "";
};

/**
 * What of a film with these tracks a browser lacks: a part counts as missing if none of its tracks can be played.
 * Of what is not known here nothing is said: the browser may well play it.
 */
export function lacksIn(codecs: readonly string[] | undefined, can: CanPlay = browserCan): Lacks {
  const named = (codecs ?? []).map((codec) => ({ codec, spelled: codec.toLowerCase().replace(/^[va]_/, "") }));
  function lackOf(part: Part): string | null {
    const tracks = named.flatMap(({ codec, spelled }) => {
      const known = CODECS[part].find((row) => row.named.test(spelled));
      return known === undefined ? [] : [{ codec, known }];
    });
    const isPlayable = ({ codec, known }: (typeof tracks)[number]) => {
      const own = OWN_TYPES[known.name];
      if (own !== undefined && can(own)) return true;
      const asked = /^[\w.-]+$/.test(codec) && codec.includes(".") ? [codec] : [codec, known.ask];
      return CONTAINERS[part].some((type) => asked.some((each) => can(`${type}; codecs="${each}"`)));
    };
    return tracks.some(isPlayable) ? null : (tracks[0]?.known.name ?? null);
  }
  return { video: lackOf("video"), audio: lackOf("audio") };
}

/** The names that a command line may hold anywhere, unchanged: whatever is odd could be read as something else. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._()-]*$/;

/** One line for the program ffmpeg that turns a film into one that every browser plays; `src` may end in its name. */
export function conversion({ video, audio }: Lacks, src: string): string {
  const last = src.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
  const name = PLAIN_NAME.test(last) ? last : "film.mkv";
  const stem = name.replace(/\.[^.]*$/, "");
  const pictures = video === null ? "-c:v copy" : "-c:v libx264 -crf 20 -pix_fmt yuv420p";
  const sound = audio === null ? "-c:a copy" : "-c:a aac -ac 2 -b:a 192k";
  return `ffmpeg -i "${name}" ${pictures} ${sound} -movflags +faststart "${stem} for everyone.mp4"`;
}
