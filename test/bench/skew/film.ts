import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";

/** A film to measure with. */
export type Film = {
  readonly file: string;
  readonly what: string;
  readonly fps: number;
  readonly length_s: number;
  readonly args: readonly string[];
};

const pictures = (fps: number) => ["-f", "lavfi", "-i", `testsrc2=s=640x360:r=${fps}`];
const SOUND = ["-f", "lavfi", "-i", "sine=f=440:b=4:r=48000"];

/** H.264 and AAC, as most films are. */
export const MP4: Film = {
  file: "film-24.mp4",
  what: "H.264 + AAC in MP4, 640x360, 24 frames a second, a keyframe every 2 s, about 500 kb/s",
  fps: 24,
  length_s: 900,
  args: [
    ...[...pictures(24), ...SOUND, "-t", "900", "-c:v", "libx264", "-preset", "veryfast"],
    ...["-b:v", "400k", "-maxrate", "600k", "-bufsize", "1200k", "-g", "48", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", "-b:a", "96k", "-ac", "2", "-movflags", "+faststart"],
  ],
};

/** VP9 and Opus, as the web has them. */
export const WEBM: Film = {
  file: "film-30.webm",
  what: "VP9 + Opus in WebM, 640x360, 30 frames a second, a keyframe every 2 s, about 500 kb/s",
  fps: 30,
  length_s: 900,
  args: [
    ...[...pictures(30), ...SOUND, "-t", "900", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"],
    ...[
      "-row-mt",
      "1",
      "-b:v",
      "400k",
      "-g",
      "60",
      "-pix_fmt",
      "yuv420p",
      "-c:a",
      "libopus",
      "-b:a",
      "96k",
      "-ac",
      "2",
    ],
  ],
};

/** Where the films are kept between runs; one folder each, so that a room offers one alone. */
export function folderOf({ file }: Film): string {
  return join(tmpdir(), "matinee-bench", parse(file).name);
}

/** The film's bytes a second, once it is made. */
export function bytesPerSecond(film: Film): number {
  return statSync(join(folderOf(film), film.file)).size / film.length_s;
}

/** Makes the film where it is not there yet, which takes a minute or two. */
export async function makeFilm(film: Film): Promise<void> {
  const folder = folderOf(film);
  const path = join(folder, film.file);
  if (existsSync(path)) return;
  console.log(`making ${path} once …`);
  mkdirSync(folder, { recursive: true });
  // Hidden from the library until it is whole.
  const part = join(folder, `.part-${process.pid}-${film.file}`);
  const made = Bun.spawn(["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", ...film.args, part], {
    stdin: "ignore",
    stderr: "inherit",
  });
  if ((await made.exited) !== 0) throw new Error(`ffmpeg could not make ${film.file}`);
  renameSync(part, path);
}
