/** One eye: a page of Chromium that watches one account's camera after the other. */
import type { Page } from 'playwright-core';
import { enlarged, readQr } from '../../../../simulator/watermark/qr/read-qr.ts';
import { goodGrant, isLinked } from '../cast/accounts.ts';
import { intend, streamIn, streamOf, type Protocol } from '../display/intents.ts';
import type { Stage } from '../display/stage.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { FrameKind } from '../oracle/findings.ts';

/** How long one camera is watched, in milliseconds: at least, at most. */
const watchMs = [5_000, 9_000] as const;
const timeoutMs = 5_000;
/** Eyes are numbered from here, among the displays. */
const firstEye = 20_000;
/** Modules of small pictures, such as the fleet's, are one pixel wide: too few for the reader. */
const smallPixels = 128;

function watermarkOf(width: number, height: number, pixels: string): string | undefined {
  const data = Buffer.from(pixels, 'base64');
  if (data.length !== width * height * 4) return undefined;
  const picture = { data, width, height };
  return readQr(width < smallPixels ? enlarged(picture, 4) : picture);
}

export class Eye {
  readonly #stage: Stage;
  readonly #page: Page;
  readonly #address: string;
  readonly #number: number;
  /** The viewing under each number: a picture may come when something else is watched by then. */
  readonly #views: Viewing[] = [];

  constructor(stage: Stage, page: Page, address: string, number: number) {
    this.#stage = stage;
    this.#page = page;
    this.#address = address;
    this.#number = firstEye + number;
  }

  /** Takes a decoded picture. */
  look(view: number, kind: FrameKind, width: number, height: number, pixels: string): void {
    const viewing = this.#views[view];
    if (viewing === undefined) return;
    this.#stage.oracle.frame(viewing, kind, watermarkOf(width, height, pixels));
  }

  /** Watches until `over`. Whatever is done to it, it goes on: faults are what it is here for. */
  async live(over: AbortSignal): Promise<void> {
    while (!over.aborted && !this.#page.isClosed()) {
      try {
        await this.#once(over);
      } catch (error) {
        if (error instanceof RangeError || error instanceof ReferenceError) throw error;
      }
      await this.#stage.pause(200, over);
    }
  }

  async #once(over: AbortSignal): Promise<void> {
    const { chance, history } = this.#stage;
    const viewing = await this.#begin(chance.happens(0.5) ? 'hls' : 'webrtc');
    if (viewing === undefined) return;
    const { grant, camera, by, url, bearer, device } = viewing;
    history.note(grant.account, camera, `Chromium ${viewing.display} watches by ${by}`);
    const order = { view: this.#views.push(viewing) - 1, by, url, bearer, device };
    // A new document: nothing of what was watched before is left in it.
    await this.#page.goto(this.#address, { timeout: timeoutMs });
    await this.#page.evaluate(`watch(${JSON.stringify(order)})`);
    await this.#stage.pause(chance.between(...watchMs), over);
    await this.#page.goto('about:blank', { timeout: timeoutMs });
  }

  /** Asks for the stream of a camera that somebody may see; returns nothing if there was none. */
  async #begin(by: Protocol): Promise<Viewing | undefined> {
    const { chance, client, accounts, ledger, oracle, origin } = this.#stage;
    const linked = accounts.filter(isLinked);
    const account = chance.pick(linked.length > 0 ? linked : accounts);
    const grant = goodGrant(account) ?? (await this.#stage.link(account));
    const rights = ledger.standing(account.key).filter(({ device }) => device !== undefined);
    if (rights.length === 0) return undefined;
    const { device = '', camera } = chance.pick(rights);
    const executed = await intend(client, origin, grant.token, 'EXECUTE', streamOf(device, by));
    if (executed.status === 401) grant.refused = true;
    const stream = streamIn(executed);
    if (stream === undefined) return undefined;
    oracle.device(this.#number, account.key, device);
    const display = this.#number;
    return { ...stream, display, grant, camera, device, by, lastAt: 0, hadStill: false };
  }
}
