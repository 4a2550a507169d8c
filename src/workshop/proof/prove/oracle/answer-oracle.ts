/** Judges what the bridge answers, and what it owes: everything but pictures. */
import { headOf } from '../../http-heads.ts';
import { Breaks, plantedReasonIn, type PlantedReason } from './breaks.ts';
import { graceMs, judge, late, type Viewing } from './judge.ts';
import { Tally, type OracleOptions } from './tally.ts';

/** The answer to a display that asked whether its stream is over. */
export interface StateAnswer {
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly status: number;
  /** A still came afterwards, by the same ticket. */
  readonly still: boolean;
}

export abstract class AnswerOracle extends Tally {
  /** Which cameras the run has broken, so that it shows in the reason. */
  readonly breaks: Breaks;

  constructor(options: OracleOptions) {
    super(options);
    this.breaks = new Breaks(options.now);
  }

  /** Judges a device that was named in an answer to an account's intent. */
  device(display: number, account: string, device: string): void {
    const { ledger } = this.options;
    const right = ledger.ofDevice(device);
    const latest = this.options.arrival() - graceMs - this.networkMs;
    const fits = right?.account === account && (right.until ?? Infinity) >= latest;
    this.count.answers += 1;
    if (fits) return;
    this.report(display, account, {
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
    const { ledger } = this.options;
    const reason = plantedReasonIn(text);
    this.count.answers += 1;
    if (reason === undefined) return undefined;
    const latest = this.options.arrival() - graceMs - this.networkMs;
    const rights = ledger.of(account).filter(({ until = Infinity, ...right }) => {
      return right.camera === camera && until >= latest;
    });
    if (rights.some(({ since }) => this.breaks.fits(camera, reason, since))) return reason;
    const wrong = 'a foreign reason';
    this.report(display, account, { wrong, asked: camera, by: 'intent', got: reason });
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
    const wrong = judge(this.options.ledger, viewing, watermark, askedAt);
    const isOver = hungUp || (wrong !== undefined && late.has(wrong));
    if (!(status === 200 && isOver) && !still) return;
    const got = still ? 'over, and a still came' : `standing, though ${wrong ?? 'ended'}`;
    this.report(display, grant.account, { wrong: 'a foreign state', asked: camera, by, got });
  }

  /** Judges the answer to somebody who asked for the state of another account's stream, or of its camera. */
  stateOf({ camera: got }: Viewing, { display, grant, camera, by }: Viewing, status: number): void {
    this.count.answers += 1;
    if (status !== 200) return;
    this.report(display, grant.account, { wrong: 'a foreign state', asked: camera, by, got });
  }

  /** Judges an answer that says whose account it is; `told` is what it said. */
  account(display: number, account: string, own: string, told: string): void {
    this.count.answers += 1;
    if (own === told) return;
    this.report(display, account, {
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
    this.report(display, grant.account, { wrong, asked: camera, by, got: undefined });
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
    this.report(display, grant.account, { wrong, asked: camera, by, got });
  }

  /** A camera's login went to somebody else at its address, or to where that one sent the bridge. */
  login(camera: string): void {
    this.report(-1, 'nobody', {
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
    this.report(-1, account, { wrong, asked: camera, by: 'operator', got: undefined });
  }

  /** Judges whether `what` was still there once a clock that had been ahead was right again. */
  whole(what: string, isWhole: boolean): void {
    this.count.answers += 1;
    if (isWhole) return;
    const wrong = 'dropped since a clock was ahead';
    this.report(-1, '', { wrong, asked: what, by: 'operator', got: undefined });
  }

  /** Judges whether `what`, which the bridge or a command owes, is so; `got` is what was found instead. */
  owed(what: string, isSo: boolean, got: string): void {
    this.count.answers += 1;
    if (isSo) return;
    const wrong = 'not as it was promised';
    this.report(-1, '', { wrong, asked: what, by: 'operator', got });
  }
}
