import { describe, expect, test } from "bun:test";
import { conversion, lacksIn, NO_LACKS } from "../../src/web/playable.ts";

/** What a browser without licences for old sound and new pictures says. */
const plain = (type: string): boolean => /avc1|av01|vp0?[89]|mp4a\.40|opus|vorbis|flac|audio\/mpeg/.test(type);

describe("what a browser lacks for a film", () => {
  test.each([
    [["avc1.640028", "ac-3"], { video: null, audio: "AC3" }],
    [["avc1.640028", "ec-3"], { video: null, audio: "E-AC3" }],
    [["hvc1.2.4.L120.90", "mp4a.40.2"], { video: "HEVC (H.265)", audio: null }],
    [["V_MPEGH/ISO/HEVC", "A_DTS"], { video: "HEVC (H.265)", audio: "DTS" }],
    [["mpeg2video", "truehd"], { video: "MPEG-2", audio: "TrueHD" }],
    [["vc1", "wmav2"], { video: "VC-1", audio: "WMA" }],
    [["V_MS/VFW/FOURCC", "mp3"], { video: "MPEG-4 (DivX, Xvid)", audio: null }],
  ])("is said of %p by the names that people know", (codecs, lacks) => {
    expect(lacksIn(codecs, plain)).toEqual(lacks);
  });

  test("is nothing where one track of each kind can be played", () => {
    expect(lacksIn(["h264", "dts", "aac"], plain)).toEqual(NO_LACKS);
    expect(lacksIn(["av01.0.08M.10", "Opus"], plain)).toEqual(NO_LACKS);
    expect(lacksIn(["mp4a.6B"], plain)).toEqual(NO_LACKS);
  });

  test("is not guessed for what is not known", () => {
    expect(lacksIn(undefined, plain)).toEqual(NO_LACKS);
    expect(lacksIn([], plain)).toEqual(NO_LACKS);
    expect(lacksIn(["mjpeg", "dolby-holo-9", ""], plain)).toEqual(NO_LACKS);
  });
});

describe("the command that helps", () => {
  test("converts only what is missing", () => {
    expect(conversion({ video: null, audio: "AC3" }, "Films/Big Film (2019).mkv")).toBe(
      'ffmpeg -i "Big Film (2019).mkv" -c:v copy -c:a aac -ac 2 -b:a 192k -movflags +faststart "Big Film (2019) for everyone.mp4"',
    );
    expect(conversion({ video: "HEVC (H.265)", audio: null }, "https://example.org/a.mov?x=1")).toBe(
      'ffmpeg -i "a.mov" -c:v libx264 -crf 20 -pix_fmt yuv420p -c:a copy -movflags +faststart "a for everyone.mp4"',
    );
  });

  test.each(["$(rm -rf ~).mkv", '";reboot;".mkv', "-y.mkv", "a`b`.mkv", "%PATH%.mkv", "b\nc.mkv", "", "電影.mkv"])(
    "names no file whose name a shell could take for more: %p",
    (name) => {
      expect(conversion({ video: null, audio: "DTS" }, name)).toStartWith('ffmpeg -i "film.mkv" -c:v copy');
    },
  );
});
