/** The oracle: looks at every byte that displays received, and keeps count. */
import {
  findWatermarks,
  readWatermark,
  type Watermark,
} from '../../../../simulator/watermark/watermark.ts';
import { textOfSei } from '../../../../simulator/watermark/sei.ts';
import { headOf } from '../../http-heads.ts';
import { splitNals } from '../../../../pictures/media/h264/annex-b.ts';
import { Breaks, plantedReasonIn, type PlantedReason } from './breaks.ts';
import { noCounts, type Counts, type Foreign, type FrameKind, type OnScreen } from './findings.ts';
import { graceMs, judge, type Viewing, type Wrong } from './judge.ts';
import type { Ledger } from './ledger.ts';
import { RtpReader } from '../../../../simulator/client/rtp-reader.ts';
import { pesOfTs } from '../../../../pictures/media/mpegts/read-video.ts';

/** How long a player may show what it had before a right ended, in milliseconds. */
const playedMs = { hls: 20_000, webrtc: 5_000, still: 5_000 } as const;

export interface OracleOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** When a byte that is read now may have arrived: before whatever kept this process from reading it. */
  readonly arrival: () => number;
  readonly onForeign: (foreign: Foreign) => void;
}

/** What a display received of one answer. */
export interface Received {
  readonly body: Buffer;
  /** Nothing was cut off. If it was, only what it says is judged, never what it lacks. */
  readonly whole: boolean;
  /** When its head had come, milliseconds since 1970. */
  readonly beganAt?: number;
}

/** The answer to a display that asked whether its stream is over. */
export interface StateAnswer {
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly status: number;
  /** A still came afterwards, by the same ticket. */
  readonly still: boolean;
}

/** Verdicts on something that comes too late, and is nothing else than that. */
const late = new Set<Wrong>([
  'after its right had ended',
  'after its linking had ended',
  'while it was suspended',
]);

interface Excuse {
  readonly address: string;
  readonly camera: string;
}

export class Oracle {
  readonly counts = new Map<string, Counts>();
  readonly foreign: Foreign[] = [];
  readonly #options: OracleOptions;
  #turn = 'none';
  #standstill = { from: -Infinity, until: -Infinity, handedOver: new Set<Viewing>() };
  /** Decoded pictures by how they came. */
  readonly frames: Record<FrameKind, number> = { hls: 0, webrtc: 0, still: 0 };
  /** Cameras that answer at each other's address, where nobody could tell the bridge. */
  readonly #excused = new Set<Excuse>();
  readonly #everExcused = new Set<string>();
  /** How long prove's own proxy may hold what comes from the bridge. */
  networkMs = 0;
  /** Which cameras the run has broken, so that it shows in the reason. */
  readonly breaks: Breaks;

  constructor(options: OracleOptions) {
    this.#options = options;
    this.breaks = new Breaks(options.now);
  }

  /** Counts everything for this scenario from now on. */
  turnOf(scenario: string): Counts {
    this.#turn = scenario;
    return this.count;
  }

  /** The scenario that has its turn. */
  get turn(): string {
    return this.#turn;
  }

  get count(): Counts {
    const known = this.counts.get(this.#turn);
    if (known !== undefined) return known;
    const fresh = noCounts();
    this.counts.set(this.#turn, fresh);
    return fresh;
  }

  total(of: keyof Counts): number {
    return [...this.counts.values()].reduce((sum, counts) => sum + counts[of], 0);
  }

  /** Pictures that `camera` makes may come from the address of `address`, until taken back. */
  excuse(address: string, camera: string): () => void {
    // Each by itself: the end of an earlier one is not the end of this.
    const excuse = { address, camera };
    this.#excused.add(excuse);
    this.#everExcused.add(`${address} ${camera}`);
    return () => void this.#excused.delete(excuse);
  }

  /**
   * The bridge stood still. What it was just handing to the network leaves when it goes on, and nobody can take it
   * back: the end of an answer that had begun before, and by WebRTC one packet on each connection.
   */
  stoodStill(from: number, until: number): void {
    this.#standstill = { from, until, handedOver: new Set() };
  }

  /** Judges what an HLS segment holds. Returns how many units. */
  segment(viewing: Viewing, { body, whole, beganAt }: Received): number {
    const units = pesOfTs(body);
    for (const [at, unit] of units.entries()) {
      const texts = splitNals(unit).flatMap((nal) => textOfSei(nal) ?? []);
      // In a segment that was cut off the last unit is cut, too: the cut may have taken its watermark.
      const cut = !whole && at === units.length - 1;
      if (!cut || texts.length > 0) this.#judge(viewing, texts, beganAt);
    }
    return units.length;
  }

  /** Judges a segment that was had before and asked for once more, without counting it a second time. */
  again(viewing: Viewing, received: Received): void {
    const { units } = this.count;
    this.segment(viewing, received);
    this.count.units = units;
  }

  still(viewing: Viewing, { body, whole }: Received): void {
    // Other comments may stand in a picture, too.
    if (this.scrap(viewing, body) === 0 && whole) this.#verdict(viewing, undefined);
    viewing.hadStill ||= whole;
  }

  /** Judges any other bytes by the watermarks that are found in them. Returns how many. */
  scrap(viewing: Viewing, bytes: Buffer): number {
    const watermarks = findWatermarks(bytes);
    for (const watermark of watermarks) this.#verdict(viewing, watermark);
    return watermarks.length;
  }

  /** Takes a WebRTC display's RTP packets, one by one. */
  rtp(viewing: Viewing): (packet: Buffer) => void {
    const reader = new RtpReader(({ texts, whole }) => {
      // A picture that lost packets on the way may have lost its watermark with them.
      if (whole || texts.length > 0) this.#judge(viewing, texts);
    });
    return (packet) => reader.push(packet);
  }

  /** Judges a decoded picture by what its QR code reads, `code`. It says which camera, and not when. */
  frame(viewing: Viewing, kind: FrameKind, code: string | undefined): void {
    const { ledger, arrival } = this.#options;
    const [, camera] = /^camera (\S+)$/.exec(code ?? '') ?? [];
    this.count.frames += 1;
    this.frames[kind] += 1;
    if (camera === undefined) {
      this.count.unread += 1;
      return;
    }
    const at = arrival();
    const watermark = { owner: 'whoever', camera, number: 0, filmedAt: at };
    const wrong = judge(ledger, viewing, watermark, at, this.networkMs + playedMs[kind]);
    if (wrong === undefined) return;
    const { grant, camera: asked, by, display } = viewing;
    if (wrong === 'another camera' && this.#wasExcused(asked, camera)) this.count.excused += 1;
    else {
      const onScreen: OnScreen = `${wrong}, on the screen`;
      this.#report(display, grant.account, { wrong: onScreen, asked, by, got: watermark });
    }
  }

  /** Judges a device that was named in an answer to an account's intent. */
  device(display: number, account: string, device: string): void {
    const { ledger } = this.#options;
    const right = ledger.ofDevice(device);
    const latest = this.#options.arrival() - graceMs - this.networkMs;
    const fits = right?.account === account && (right.until ?? Infinity) >= latest;
    this.count.answers += 1;
    if (fits) return;
    this.#report(display, account, {
      wrong: 'a foreign device',
      asked: device,
      by: 'intent',
      got: right?.camera,
    });
  }

  /**
   * Judges what an account was told of a camera; `camera` is empty for one that is not known by its key. A
   * reason is foreign unless the run gave it to this camera, in the ownership under which the account has it
   * now. Returns the reason that was given.
   */
  told(display: number, account: string, camera: string, text: string): PlantedReason | undefined {
    const { ledger } = this.#options;
    const reason = plantedReasonIn(text);
    this.count.answers += 1;
    if (reason === undefined) return undefined;
    const latest = this.#options.arrival() - graceMs - this.networkMs;
    const rights = ledger.of(account).filter(({ until = Infinity, ...right }) => {
      return right.camera === camera && until >= latest;
    });
    if (rights.some(({ since }) => this.breaks.fits(camera, reason, since))) return reason;
    const wrong = 'a foreign reason';
    this.#report(display, account, { wrong, asked: camera, by: 'intent', got: reason });
    return reason;
  }

  /**
   * Judges what a display was told of its own stream. "It stands" is another one's state if its own was over
   * a second before it asked, or the display had ended it; "it is over" is, if a still came by the same
   * ticket afterwards.
   */
  state(viewing: Viewing, { askedAt, status, still }: StateAnswer): void {
    this.count.answers += 1;
    const { display, grant, camera, by, hungUp = false } = viewing;
    const watermark = { owner: '', camera, number: 0, filmedAt: askedAt };
    const wrong = judge(this.#options.ledger, viewing, watermark, askedAt);
    const isOver = hungUp || (wrong !== undefined && late.has(wrong));
    if (!(status === 200 && isOver) && !still) return;
    const got = still ? 'over, and a still came' : `standing, though ${wrong ?? 'ended'}`;
    this.#report(display, grant.account, { wrong: 'a foreign state', asked: camera, by, got });
  }

  /** Judges the answer to somebody who asked for the state of another account's stream, or of its camera. */
  stateOf({ camera: got }: Viewing, { display, grant, camera, by }: Viewing, status: number): void {
    this.count.answers += 1;
    if (status !== 200) return;
    this.#report(display, grant.account, { wrong: 'a foreign state', asked: camera, by, got });
  }

  /** Judges an answer that says whose account it is; `told` is what it said. */
  account(display: number, account: string, own: string, told: string): void {
    this.count.answers += 1;
    if (own === told) return;
    this.#report(display, account, {
      wrong: 'a foreign account',
      asked: own,
      by: 'intent',
      got: told,
    });
  }

  /** Judges how the bridge answered a ticket that it never gave to this account. */
  forged({ display, grant, camera, by }: Viewing, status: number): void {
    this.count.answers += 1;
    if (status >= 300) return;
    const wrong = 'a forged ticket was taken';
    this.#report(display, grant.account, { wrong, asked: camera, by, got: undefined });
  }

  /**
   * Judges how a stream asked for in another spelling was answered: not with it, and not to be kept. If the
   * answer's head did not come to its end nobody can say whether it forbids that.
   */
  spelling({ display, grant, camera, by }: Viewing, answer: Buffer): void {
    this.count.answers += 1;
    const got = answer.toString('latin1', 0, 200);
    const head = headOf(answer);
    const served = /^HTTP\/1\.[01] [23]/.test(got);
    const keepable = head !== undefined && !/^cache-control:.*no-store/im.test(head);
    const kept = /^HTTP\/1\.[01] 404/.test(got) && keepable;
    if (!served && !kept) return;
    const wrong = 'another spelling was served';
    this.#report(display, grant.account, { wrong, asked: camera, by, got });
  }

  /** A camera's login went to somebody else at its address, or to where that one sent the bridge. */
  login(camera: string): void {
    this.#report(-1, 'nobody', {
      wrong: 'a login reached a stranger',
      asked: camera,
      by: 'camera',
      got: undefined,
    });
  }

  /** Judges the answer to an operator who gave `account` the camera of another one. */
  twice(account: string, camera: string, accepted: boolean): void {
    this.count.answers += 1;
    if (!accepted) return;
    const wrong = 'a camera under two owners';
    this.#report(-1, account, { wrong, asked: camera, by: 'operator', got: undefined });
  }

  /** Judges whether `what` was still there once a clock that had been ahead was right again. */
  whole(what: string, isWhole: boolean): void {
    this.count.answers += 1;
    if (isWhole) return;
    const wrong = 'dropped since a clock was ahead';
    this.#report(-1, '', { wrong, asked: what, by: 'operator', got: undefined });
  }

  /** Judges whether `what`, which the bridge or a command owes, is so; `got` is what was found instead. */
  owed(what: string, isSo: boolean, got: string): void {
    this.count.answers += 1;
    if (isSo) return;
    const wrong = 'not as it was promised';
    this.#report(-1, '', { wrong, asked: what, by: 'operator', got });
  }

  #judge(viewing: Viewing, texts: readonly string[], beganAt?: number): void {
    // A unit with two watermarks is judged by both.
    for (const text of texts.length > 0 ? texts : ['']) {
      this.#verdict(viewing, readWatermark(text), beganAt);
    }
  }

  #verdict(viewing: Viewing, watermark: Watermark | undefined, beganAt = Infinity): void {
    const { count } = this;
    const { arrival, ledger } = this.#options;
    const at = arrival();
    count.units += 1;
    viewing.lastAt = at;
    const wrong = judge(ledger, viewing, watermark, at, this.networkMs);
    if (wrong === undefined) return;
    const { grant, camera: asked, by, display } = viewing;
    const isExcused = wrong === 'another camera' && this.#isExcused(asked, watermark?.camera);
    const isOver = late.has(wrong) && this.#wasHandedOver(viewing, watermark, beganAt);
    if (isExcused || isOver) count.excused += 1;
    else this.#report(display, grant.account, { wrong, asked, by, got: watermark });
  }

  /** Whether it was with the network when the bridge stood still. A packet may be all that a unit still lacked. */
  #wasHandedOver(viewing: Viewing, watermark: Watermark | undefined, beganAt: number): boolean {
    const { from, until, handedOver } = this.#standstill;
    if (viewing.by === 'hls') return beganAt < until;
    if (watermark === undefined || watermark.filmedAt >= from || handedOver.has(viewing))
      return false;
    handedOver.add(viewing);
    return true;
  }

  #isExcused(asked: string, got: string | undefined): boolean {
    return [...this.#excused].some(({ address, camera }) => address === asked && camera === got);
  }

  /** A player shows for as long as it likes what came while it was excused. */
  #wasExcused(asked: string, got: string): boolean {
    return this.#everExcused.has(`${asked} ${got}`);
  }

  #report(
    display: number,
    account: string,
    what: Pick<Foreign, 'wrong' | 'asked' | 'by' | 'got'>,
  ): void {
    this.count.foreign += 1;
    const at = this.#options.now();
    const requests = this.total('requests');
    const foreign = { at, scenario: this.#turn, display, household: account, requests, ...what };
    this.foreign.push(foreign);
    this.#options.onForeign(foreign);
  }
}
