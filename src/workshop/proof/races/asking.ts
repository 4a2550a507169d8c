/** Asks the webhook, and compares every answer with what was so between question and answer. */
import type { AccountId, DeviceId, GrantId } from '../../../identity/ids.ts';
import { streamOf, ticketOf } from '../../../simulator/client/given-stream.ts';
import {
  type IntentName,
  intentRequest,
  queryPayload,
  streamPayload,
} from '../../../simulator/client/intent-request.ts';
import type { Faults } from './faults.ts';
import { decodeJwt } from './jwt.ts';
import type { Ledger } from './ledger.ts';
import type { Post } from './post.ts';
import type { Seen } from './seen.ts';
import type { Stream } from './viewing.ts';

export interface AskingParts {
  readonly account: AccountId;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly seen: Seen;
  readonly post: Post;
  readonly token: (account: AccountId, grant: GrantId) => string;
}

interface Payload {
  readonly agentUserId?: string;
  readonly devices?: unknown;
  readonly commands?: readonly {
    readonly status: string;
    readonly errorCode?: string;
    readonly states?: Readonly<Record<string, string>>;
  }[];
}

interface Reply {
  /** How many changes there had been when it was asked. */
  readonly since: number;
  readonly payload: Payload;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

export class Asking {
  readonly #parts: AskingParts;
  readonly #grant: GrantId;

  constructor(grant: GrantId, parts: AskingParts) {
    this.#grant = grant;
    this.#parts = parts;
  }

  async sync(): Promise<void> {
    const { ledger, faults, account } = this.#parts;
    const reply = await this.#intend('SYNC');
    if (reply === undefined) return;
    const ids = ((reply.payload.devices ?? []) as { id: string }[]).map(({ id }) => id);
    if (reply.payload.agentUserId !== account) faults.add('SYNC was answered for another account');
    if (!this.#sometime(reply.since, (at) => sameSet(ids, ledger.devices(account, at)))) {
      faults.add('SYNC listed what this account never had at any one time meanwhile');
    }
  }

  async query(device: DeviceId): Promise<void> {
    const reply = await this.#intend('QUERY', queryPayload([device]));
    if (reply === undefined) return;
    const states = reply.payload.devices as Record<string, { status: string }>;
    this.#told(device, reply.since, states[device]?.status !== 'ERROR', 'QUERY');
  }

  /** The stream that was given, if one was. */
  async execute(device: DeviceId, protocol: string): Promise<Stream | undefined> {
    const reply = await this.#intend('EXECUTE', streamPayload([device], [protocol]));
    const [result] = reply?.payload.commands ?? [];
    if (reply === undefined || result === undefined) return undefined;
    if (result.errorCode === 'transientError') return undefined; // every place is taken
    const held = result.errorCode === 'streamUnavailable';
    this.#told(device, reply.since, held || result.status !== 'ERROR', 'EXECUTE');
    const { states = {} } = result;
    const stream = streamOf(states);
    if (result.status !== 'SUCCESS' || stream === undefined) return undefined;
    const ticket = decodeJwt(ticketOf(stream.url));
    const { account, faults, ledger } = this.#parts;
    if (!this.#sometime(reply.since, (at) => !ledger.isSuspended(device, at))) {
      faults.add('a stream of what was suspended all the while');
    }
    const mine = { sub: account, gid: this.#grant, dev: device };
    if (Object.entries(mine).some(([claim, value]) => ticket[claim] !== value)) {
      faults.add('a ticket for somebody else');
    }
    return {
      grant: this.#grant,
      device,
      path: new URL(stream.url).pathname,
      bearer: stream.bearer,
      protocol: states['cameraStreamProtocol'] ?? '',
    };
  }

  async disconnect(): Promise<void> {
    if ((await this.#intend('DISCONNECT')) !== undefined) {
      this.#parts.ledger.silenced(this.#grant);
    }
  }

  /** Returns undefined if it was refused, which must have had a reason. */
  async #intend(intent: IntentName, payload?: object): Promise<Reply | undefined> {
    const { ledger, faults, post, seen, token, account } = this.#parts;
    const since = ledger.version;
    const bearer = token(account, this.#grant);
    const { status, body } = await post(
      { method: 'POST', path: '/fulfillment', bearer, body: intentRequest(intent, payload, '1') },
      () => undefined,
    );
    seen.answers += 1;
    const stood = (at: number) => ledger.stood(this.#grant, at);
    if (status === 200) {
      if (!this.#sometime(since, stood))
        faults.add(`${intent} was answered to a grant that is over`);
      return { since, ...(JSON.parse(body.toString()) as { payload: Payload }) };
    }
    const over = status === 401 && this.#sometime(since, (at) => !stood(at));
    if (!over) faults.add(`${intent} was answered ${status}: ${body.toString()}`);
    return undefined;
  }

  /** A device is answered for if and only if it is this account's. */
  #told(device: DeviceId, since: number, known: boolean, intent: string): void {
    const { ledger, account, faults } = this.#parts;
    const had = (at: number) => ledger.devices(account, at).includes(device);
    if (known && !this.#sometime(since, had)) faults.add(`${intent} answered for a foreign device`);
    if (!known && !this.#sometime(since, (at) => !had(at))) {
      faults.add(`${intent} denied a device of one's own`);
    }
  }

  /** Whether something held after any of the changes since. */
  #sometime(since: number, held: (version: number) => boolean): boolean {
    const { version } = this.#parts.ledger;
    return Array.from({ length: version - since + 1 }, (_, at) => since + at).some(held);
  }
}
