/** One display of a run: it asks, watches, hangs up, unlinks and links again. */
import type { AccountId, DeviceId, GrantId } from '../../../identity/ids.ts';
import { Asking, type AskingParts } from './asking.ts';
import type { DisplayStep } from './steps.ts';
import { Viewing, type ViewingParts } from './viewing.ts';

export interface DisplayParts extends AskingParts, ViewingParts {
  readonly grant: GrantId;
  readonly link: (account: AccountId) => Promise<GrantId>;
  readonly clearCache: (token: string) => Promise<void>;
}

export class Display {
  readonly #parts: DisplayParts;
  #grant: GrantId;
  #viewing: Viewing | undefined;

  constructor(parts: DisplayParts) {
    this.#parts = parts;
    this.#grant = parts.grant;
  }

  async take(step: DisplayStep): Promise<void> {
    const { account, token, clearCache } = this.#parts;
    const ask = new Asking(this.#grant, this.#parts);
    if (step.do === 'sync') await ask.sync();
    else if (step.do === 'disconnect') await ask.disconnect();
    else if (step.do === 'watch') await this.#viewing?.watch();
    else if (step.do === 'hang up') await this.#viewing?.hangUp();
    else if (step.do === 'clear cache') await clearCache(token(account, this.#grant));
    else if (step.do === 'link') await this.#link();
    else {
      const device = this.#pick(step.which, step.do === 'query' || step.own);
      if (device === undefined) return;
      if (step.do === 'query') await ask.query(device);
      else await this.#open(ask, device, step.protocol);
    }
  }

  async #open(ask: Asking, device: DeviceId, protocol: string): Promise<void> {
    const stream = await ask.execute(device, protocol);
    if (stream !== undefined) this.#viewing = new Viewing(stream, this.#parts);
  }

  /** Of an account that is gone there is no linking; the display keeps the grant it had. */
  async #link(): Promise<void> {
    this.#grant = await this.#parts.link(this.#parts.account).catch(() => this.#grant);
  }

  #pick(which: number, own: boolean): DeviceId | undefined {
    const { ledger, account } = this.#parts;
    const among = own ? ledger.devices(account) : ledger.everyDevice;
    return among[which % Math.max(1, among.length)];
  }
}
