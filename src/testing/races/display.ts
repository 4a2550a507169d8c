/** One display of a run: it asks, watches and hangs up, and holds every answer against the ledger. */
import { decodeJwt } from './jwt.ts';
import type { AccountId, DeviceId, GrantId } from '../../identity/ids.ts';
import { marksIn } from './cameras.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Answered, Asked } from './post.ts';
import type { Seen } from './seen.ts';
import type { DisplayStep } from './steps.ts';

export interface DisplayParts {
  readonly account: AccountId;
  readonly grant: GrantId;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly seen: Seen;
  readonly token: (account: AccountId, grant: GrantId) => string;
  readonly link: (account: AccountId) => Promise<GrantId>;
  readonly post: (asked: Asked, leaving: (answer: Answered) => void) => Promise<Answered>;
  readonly clearCache: (token: string) => Promise<void>;
  /** Says whom the packets of a connection go to, by the offer it began with. */
  readonly listen: (offer: string, check: (packet: Uint8Array) => void) => void;
}

/** A stream it was given. */
interface Stream {
  readonly grant: GrantId;
  readonly device: DeviceId;
  readonly path: string;
  readonly bearer: string;
  readonly protocol: string;
  files: number;
}

interface ExecutedStates {
  readonly cameraStreamAccessUrl?: string;
  readonly cameraStreamSignalingUrl?: string;
  readonly cameraStreamAuthToken: string;
  readonly cameraStreamProtocol: string;
}

interface Reply {
  readonly payload?: {
    readonly agentUserId?: string;
    readonly devices?: unknown;
    readonly commands?: readonly {
      readonly status: string;
      readonly errorCode?: string;
      readonly states?: ExecutedStates;
    }[];
  };
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

export class Display {
  readonly #parts: DisplayParts;
  #grant: GrantId;
  #stream: Stream | undefined;
  #offers = 0;

  constructor(parts: DisplayParts) {
    this.#parts = parts;
    this.#grant = parts.grant;
  }

  get #token(): string {
    return this.#parts.token(this.#parts.account, this.#grant);
  }

  /** Whether something held after any of the changes made while a request was under way. */
  #sometime(since: number, held: (version: number) => boolean): boolean {
    const { version } = this.#parts.ledger;
    return Array.from({ length: version - since + 1 }, (_, at) => since + at).some(held);
  }

  /** Asks the webhook; undefined where it was refused, which must have had a reason. */
  async #intend(
    intent: string,
    payload: object,
  ): Promise<{ since: number; reply: Reply } | undefined> {
    const { ledger, faults, post } = this.#parts;
    const [since, grant] = [ledger.version, this.#grant];
    const inputs = [{ intent: `action.devices.${intent}`, payload }];
    const { status, body } = await post(
      {
        method: 'POST',
        path: '/fulfillment',
        bearer: this.#token,
        body: { requestId: '1', inputs },
      },
      () => undefined,
    );
    this.#parts.seen.answers += 1;
    if (status === 401) {
      if (!this.#sometime(since, (at) => !ledger.stood(grant, at)))
        faults.add('refused for nothing');
      return undefined;
    }
    if (status !== 200) {
      faults.add(`${intent} was answered ${status}: ${body.toString()}`);
      return undefined;
    }
    if (!this.#sometime(since, (at) => ledger.stood(grant, at))) {
      faults.add(`${intent} was answered to a grant that was over`);
    }
    return { since, reply: JSON.parse(body.toString()) as Reply };
  }

  /** Whether this account had a device at some time since. */
  #had(device: DeviceId, since: number): boolean {
    const { ledger, account } = this.#parts;
    return this.#sometime(since, (at) => ledger.devices(account, at).includes(device));
  }

  #pick(which: number, own: boolean): DeviceId | undefined {
    const { ledger, account } = this.#parts;
    const among = own ? ledger.devices(account) : ledger.everyDevice;
    return among[which % Math.max(1, among.length)];
  }

  async #sync(): Promise<void> {
    const { ledger, faults, account } = this.#parts;
    const answer = await this.#intend('SYNC', {});
    if (answer === undefined) return;
    const { agentUserId, devices = [] } = answer.reply.payload ?? {};
    const ids = (devices as { id: string }[]).map(({ id }) => id);
    if (agentUserId !== account) faults.add('SYNC was answered for another account');
    if (!this.#sometime(answer.since, (at) => sameSet(ids, ledger.devices(account, at)))) {
      faults.add('SYNC listed what this account never had at any one time meanwhile');
    }
  }

  async #query(device: DeviceId): Promise<void> {
    const answer = await this.#intend('QUERY', { devices: [{ id: device }] });
    if (answer === undefined) return;
    const states = answer.reply.payload?.devices as Record<string, { status: string }>;
    this.#told(device, answer.since, states[device]?.status !== 'ERROR', 'QUERY');
  }

  /** A device is answered for if and only if it is this account's. */
  #told(device: DeviceId, since: number, known: boolean, intent: string): void {
    const { ledger, account, faults } = this.#parts;
    if (known && !this.#had(device, since)) faults.add(`${intent} answered for a foreign device`);
    if (known) return;
    const lacked = (at: number) => !ledger.devices(account, at).includes(device);
    if (!this.#sometime(since, lacked)) faults.add(`${intent} denied a device of one's own`);
  }

  async #execute(device: DeviceId, protocol: string): Promise<void> {
    const { faults, account } = this.#parts;
    const grant = this.#grant;
    const params = { StreamToChromecast: false, SupportedStreamProtocols: [protocol] };
    const execution = [{ command: 'action.devices.commands.GetCameraStream', params }];
    const answer = await this.#intend('EXECUTE', {
      commands: [{ devices: [{ id: device }], execution }],
    });
    const [result] = answer?.reply.payload?.commands ?? [];
    if (answer === undefined || result === undefined) return;
    if (result.errorCode === 'transientError') return; // every place is taken
    this.#told(device, answer.since, result.status !== 'ERROR', 'EXECUTE');
    const { states } = result;
    const url = states?.cameraStreamAccessUrl ?? states?.cameraStreamSignalingUrl;
    if (result.status !== 'SUCCESS' || states === undefined || url === undefined) return;
    const path = new URL(url).pathname;
    const ticket = decodeJwt(path.split('/')[2] ?? '');
    if (ticket['sub'] !== account || ticket['dev'] !== device || ticket['gid'] !== grant) {
      faults.add('a ticket for somebody else');
    }
    const bearer = states.cameraStreamAuthToken;
    this.#stream = { grant, device, path, bearer, protocol: states.cameraStreamProtocol, files: 0 };
  }

  /** Holds what leaves for a stream against the ledger. */
  #check({ grant, device }: Stream, bytes: Uint8Array, how: string): void {
    const { ledger, faults, seen } = this.#parts;
    seen.pictures += 1;
    if (!ledger.allows(grant, device)) seen.lastMoments += 1;
    const marks = marksIn(bytes);
    for (const shown of marks.length === 0 ? [undefined] : marks) {
      const why = ledger.whyNot(grant, device, shown);
      if (why !== undefined) faults.add(`${how}: ${why}`);
    }
  }

  async #fetch(stream: Stream, file: string): Promise<string> {
    const path = stream.path.replace(/[^/]*$/, file);
    const { status, body } = await this.#parts.post({ method: 'GET', path }, (answer) => {
      if (answer.status === 200) this.#check(stream, answer.body, 'HLS');
    });
    return status === 200 ? body.toString('latin1') : '';
  }

  async #watchHls(stream: Stream): Promise<void> {
    const list = await this.#fetch(stream, stream.files === 0 ? 'index.m3u8' : 'live.m3u8');
    stream.files += 1;
    const names = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const last = names.at(-1);
    if (last !== undefined) await this.#fetch(stream, last);
  }

  async #signal({ path, bearer }: Stream, body: object): Promise<void> {
    await this.#parts.post({ method: 'POST', path, bearer, body }, () => undefined);
  }

  async #watch(stream: Stream): Promise<void> {
    if (stream.protocol === 'hls') return this.#watchHls(stream);
    this.#offers += 1;
    const offer = `${stream.bearer} ${this.#offers}`;
    this.#parts.listen(offer, (packet) => this.#check(stream, packet, 'WebRTC'));
    await this.#signal(stream, { action: 'offer', sdp: offer });
  }

  async #disconnect(): Promise<void> {
    const grant = this.#grant;
    if ((await this.#intend('DISCONNECT', {})) !== undefined) this.#parts.ledger.silenced(grant);
  }

  async take(step: DisplayStep): Promise<void> {
    const device =
      'which' in step ? this.#pick(step.which, !('own' in step) || step.own) : undefined;
    const stream = this.#stream;
    if (step.do === 'sync') await this.#sync();
    else if (step.do === 'query') await (device && this.#query(device));
    else if (step.do === 'execute') await (device && this.#execute(device, step.protocol));
    else if (step.do === 'watch') await (stream && this.#watch(stream));
    else if (step.do === 'hang up') await (stream && this.#signal(stream, { action: 'end' }));
    else if (step.do === 'disconnect') await this.#disconnect();
    else if (step.do === 'clear cache') await this.#parts.clearCache(this.#token);
    else {
      // Of an account that is gone there is no linking; the display keeps the grant it had.
      this.#grant = await this.#parts.link(this.#parts.account).catch(() => this.#grant);
    }
  }
}
