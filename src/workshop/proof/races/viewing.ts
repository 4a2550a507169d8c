/** Plays a stream, and checks every byte that leaves against the ledger at that moment. */
import { entriesOf } from '../../../simulator/client/hls-reader.ts';
import type { DeviceId, GrantId } from '../../../identity/ids.ts';
import { watermarksIn } from './cameras.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Post } from './post.ts';
import type { Seen } from './seen.ts';

export interface ViewingParts {
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly seen: Seen;
  readonly post: Post;
  /** Passes on the packets of a connection, identified by the offer it began with. */
  readonly listen: (offer: string, check: (packet: Uint8Array) => void) => void;
}

/** A stream that a display was given. */
export interface Stream {
  readonly grant: GrantId;
  readonly device: DeviceId;
  readonly path: string;
  readonly bearer: string;
  readonly protocol: string;
}

export class Viewing {
  readonly #parts: ViewingParts;
  readonly #stream: Stream;
  /** How often it was played, or connected. */
  #times = 0;

  constructor(stream: Stream, parts: ViewingParts) {
    this.#stream = stream;
    this.#parts = parts;
  }

  /** The playlist and its newest segment; or a new connection, in place of an earlier one. */
  async watch(): Promise<void> {
    this.#times += 1;
    if (this.#stream.protocol === 'hls') return this.#watchHls();
    const offer = `${this.#stream.bearer} ${this.#times}`;
    this.#parts.listen(offer, (packet) => this.#check(packet, 'WebRTC'));
    return this.#signal({ action: 'offer', sdp: offer });
  }

  hangUp(): Promise<void> {
    return this.#signal({ action: 'end' });
  }

  async #watchHls(): Promise<void> {
    const list = await this.#fetch(this.#times === 1 ? 'index.m3u8' : 'live.m3u8');
    const newest = entriesOf(list).at(-1);
    if (newest !== undefined) await this.#fetch(newest);
  }

  async #fetch(file: string): Promise<string> {
    const path = this.#stream.path.replace(/[^/]*$/, file);
    const { status, body } = await this.#parts.post({ method: 'GET', path }, (answer) => {
      if (answer.status === 200) this.#check(answer.body, 'HLS');
    });
    return status === 200 ? body.toString('latin1') : '';
  }

  async #signal(body: object): Promise<void> {
    const { path, bearer } = this.#stream;
    await this.#parts.post({ method: 'POST', path, bearer, body }, () => undefined);
  }

  #check(bytes: Uint8Array, how: string): void {
    const { ledger, faults, seen } = this.#parts;
    const { grant, device } = this.#stream;
    seen.pictures += 1;
    if (!ledger.allows(grant, device)) seen.lastMoments += 1;
    const watermarks = watermarksIn(bytes);
    for (const shown of watermarks.length === 0 ? [undefined] : watermarks) {
      const why = ledger.whyNot(grant, device, shown);
      if (why !== undefined) faults.add(`${how}: ${why}`);
    }
  }
}
