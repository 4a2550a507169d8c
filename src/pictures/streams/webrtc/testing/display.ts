/** A display in Chromium: one page, as many connections as a test wants, and what it sees. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../../../workshop/testing/chromium.ts';
import { displayScript } from './display-script.ts';

export interface Sight {
  /** Milliseconds from the offer (or its arrival) to the first decoded picture; -1 before it. */
  readonly firstMs: number;
  readonly frames: number;
  readonly state: string;
  /** What the QR code in the newest picture reads. */
  readonly reads: string;
  readonly audioPackets: number;
  readonly heardSound: boolean;
  /** How old the newest picture was when shown, by the clock in the sender reports. */
  readonly ageMs: number;
  readonly stats: Readonly<Record<string, number>>;
}

export interface Display {
  readonly page: Page;
  /** Creates the display's offer. `order` names its m-lines. */
  offer(name: string, order?: readonly ('video' | 'audio' | 'data')[]): Promise<string>;
  /** Takes the bridge's answer. */
  answered(name: string, sdp: string): Promise<void>;
  /** Answers the bridge's offer. */
  answer(name: string, offer: string): Promise<string>;
  look(name: string): Promise<Sight>;
  /** Looks until `enough`, for 10 s at most. @throws Error with the last sight. */
  until(name: string, enough: (sight: Sight) => boolean): Promise<Sight>;
  hangUp(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when the page is ready; the caller closes it. @throws Error if Chromium does not start */
export async function openDisplay(): Promise<Display> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const jsqr = createRequire(import.meta.url).resolve('jsqr');
  await page.addScriptTag({ content: readFileSync(jsqr, 'utf8') });
  await page.addScriptTag({ content: displayScript });
  const call = <T>(name: string, ...args: readonly unknown[]): Promise<T> =>
    page.evaluate<T>(`display.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  const look = (name: string): Promise<Sight> => call('look', name);

  return {
    page,
    offer: (name, order = ['video', 'audio']) => call('offer', name, order),
    answered: (name, sdp) => call('answered', name, sdp),
    answer: (name, offer) => call('answer', name, offer),
    look,
    async until(name, enough) {
      const deadline = Date.now() + 10_000;
      for (;;) {
        const sight = await look(name);
        if (enough(sight)) return sight;
        if (Date.now() > deadline) throw new Error(`not seen: ${JSON.stringify(sight)}`);
        await page.waitForTimeout(20);
      }
    },
    hangUp: (name) => call('hangUp', name),
    close: () => browser.close(),
  };
}
