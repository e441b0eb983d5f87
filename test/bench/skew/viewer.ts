import type { Browser, Page } from "playwright-core";
import { launch } from "../../browser/people.ts";
import { type Gathered, type Probed, probe, type WrongClock } from "./probe.ts";
import { type Line, type Network, startProxy } from "./proxy.ts";

/** One person at a browser of their own, behind a network of their own. */
export type Viewer = {
  readonly name: string;
  readonly network: Network;
  readonly proxy: Line;
  readonly page: Page;
  /** All that was gathered in the page so far. */
  readonly record: Gathered;
  /** What the page complained about. */
  readonly complaints: readonly string[];
  /** Brings what the page has gathered since into `record`. */
  gather(): Promise<void>;
  close(): Promise<void>;
};

/** Who somebody is, before they have a browser. */
export type Guest = { readonly name: string; readonly network: Network; readonly wrong: WrongClock | null };

const PATIENCE_MS = 20_000;

/** Seats somebody in front of an empty page. */
export async function seat({ name, network, wrong }: Guest, port: number): Promise<Viewer> {
  const [proxy, browser]: [Line, Browser] = await Promise.all([startProxy(port, network), launch()]);
  const context = await browser.newContext({ viewport: { width: 640, height: 520 } });
  await context.addInitScript(probe, wrong);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  const record: Gathered = { samples: [], happenings: [], frames: [] };
  return {
    name,
    network,
    proxy,
    page,
    record,
    complaints,
    async gather() {
      const { samples, happenings, frames } = await page.evaluate(() => {
        const { probed } = window as unknown as { probed: Probed };
        const { gathered } = probed;
        probed.gathered = { samples: [], happenings: [], frames: [] };
        return gathered;
      });
      for (const one of samples) record.samples.push(one);
      for (const one of happenings) record.happenings.push(one);
      for (const one of frames) record.frames.push(one);
    },
    async close() {
      await browser.close();
      proxy.close();
    },
  };
}
