import type { Run, Track } from "./phase.ts";
import { placeAt } from "./playhead.ts";

const [WIDTH, HEIGHT] = [1_100, 360];
const EDGE = { left: 56, right: 16, top: 64, bottom: 40 } as const;
const CLIP_MS = 150;
const EVERY_MS = 50;
/** A point for so many pixels: the furthest of those that fall together. */
const THIN_PX = 2;
/** What the longest label takes. */
const LABEL_PX = 90;

const STYLE = `svg{--ink:#1b1f24;--dim:#6b7280;--paper:#fff;--band:#2da44e;--a:#0969da;--b:#bc4c00;--c:#8250df;--d:#1a7f37}
@media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--dim:#8b949e;--paper:#0d1117;--band:#3fb950;--a:#58a6ff;--b:#f0883e;--c:#bc8cff;--d:#56d364}}
text{font:12px system-ui,sans-serif;fill:var(--ink)}.dim{fill:var(--dim);font-size:10.5px}.line{fill:none;stroke-width:1.2;stroke-linejoin:round}
.rule{stroke:var(--dim);stroke-width:.5;stroke-opacity:.5}`;
const INKS = ["a", "b", "c", "d"];

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Each viewer's position less the host's over the whole run, as a drawing. */
export function draw(run: Run): string {
  const from_ms = run.phases[0]?.from_ms ?? 0;
  const to_ms = run.phases.at(-1)?.to_ms ?? from_ms + 1;
  const [width, height] = [WIDTH - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom];
  const x = (at_ms: number) => EDGE.left + ((at_ms - from_ms) / (to_ms - from_ms)) * width;
  const y = (off_ms: number) =>
    EDGE.top + ((CLIP_MS - Math.min(Math.max(off_ms, -CLIP_MS), CLIP_MS)) / (2 * CLIP_MS)) * height;
  const host = run.tracks.find(({ name }) => name === run.host);
  const frame_ms = 1_000 / run.film.fps;

  /** Broken where there is nothing to compare, and not begun before the viewer has joined. */
  function path({ name, samples }: Track): string {
    const points: string[] = [];
    let pixel = -1;
    let far: { at_ms: number; off_ms: number } | null = null;
    let isDown = false;
    const put = () => {
      if (far !== null) points.push(`${isDown ? "" : "M"}${x(far.at_ms).toFixed(0)} ${y(far.off_ms).toFixed(1)}`);
      if (far !== null) isDown = true;
      far = null;
    };
    for (let at_ms = from_ms; at_ms < to_ms; at_ms += EVERY_MS) {
      const isWatching = run.phases.some(
        (one) => one.from_ms <= at_ms && at_ms < one.to_ms && one.together.includes(name),
      );
      const [own, theirs] = [placeAt(samples, at_ms), placeAt(host?.samples ?? [], at_ms)];
      if (Math.floor(x(at_ms) / THIN_PX) !== pixel) put();
      pixel = Math.floor(x(at_ms) / THIN_PX);
      if (own === null || theirs === null || !isWatching) {
        put();
        isDown = false;
        continue;
      }
      const off_ms = (own.position_s - theirs.position_s) * 1_000;
      if (far === null || Math.abs(off_ms) > Math.abs(far.off_ms)) far = { at_ms, off_ms };
    }
    put();
    return points.join(" ");
  }

  const rules = [-CLIP_MS, -100, -50, 0, 50, 100, CLIP_MS].map(
    (off_ms) =>
      `<line class="rule" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y(off_ms)}" y2="${y(off_ms)}"/>` +
      `<text class="dim" x="${EDGE.left - 6}" y="${y(off_ms) + 4}" text-anchor="end">${off_ms > 0 ? "+" : ""}${off_ms}</text>`,
  );
  const marks = run.phases.map(({ kind, from_ms: at_ms }, i) => {
    const at_px = x(at_ms);
    const isLast = at_px > WIDTH - LABEL_PX;
    const side = isLast ? `x="${(at_px - 2).toFixed(1)}" text-anchor="end"` : `x="${(at_px + 2).toFixed(1)}"`;
    return (
      `<line class="rule" x1="${at_px.toFixed(1)}" x2="${at_px.toFixed(1)}" y1="${EDGE.top - 4}" y2="${HEIGHT - EDGE.bottom}"/>` +
      `<text class="dim" ${side} y="${EDGE.top - 8 - 11 * (i % 3)}">${kind}</text>`
    );
  });
  const length_s = (to_ms - from_ms) / 1_000;
  const step_s = length_s > 300 ? 60 : length_s > 90 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor(length_s / step_s) + 1 }, (_, i) => {
    const at_px = x(from_ms + i * step_s * 1_000).toFixed(1);
    return `<text class="dim" x="${at_px}" y="${HEIGHT - EDGE.bottom + 16}" text-anchor="middle">${i * step_s} s</text>`;
  });
  const others = run.tracks.filter((track) => track !== host);
  const lines = others.map(
    (track, i) => `<path class="line" style="stroke:var(--${INKS[i % INKS.length]})" d="${path(track)}"/>`,
  );
  const legend = others.map(
    ({ name }, i) =>
      `<text x="${WIDTH - EDGE.right - 70 * (others.length - i)}" y="16" style="fill:var(--${INKS[i % INKS.length]})">${escaped(name)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="How far each viewer is from the host over time">`,
    `<style>${STYLE}</style><rect width="100%" height="100%" style="fill:var(--paper)"/>`,
    `<text x="${EDGE.left}" y="16">Position less the host's, ms; the band is one frame (${frame_ms.toFixed(0)} ms) either way</text>`,
    `<rect x="${EDGE.left}" width="${width}" y="${y(frame_ms).toFixed(1)}" height="${(y(-frame_ms) - y(frame_ms)).toFixed(1)}" style="fill:var(--band);fill-opacity:.15"/>`,
    ...rules,
    ...marks,
    ...ticks,
    ...lines,
    ...legend,
    "</svg>\n",
  ].join("\n");
}
