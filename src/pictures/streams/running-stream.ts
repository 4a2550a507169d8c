/** What one session holds while it runs: its feed and, with WebRTC, its peer. */
import type { Tracks } from '../media/unit.ts';
import { Failure } from '../../common/failures.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Session, SessionEnd } from '../../wall/partitions/partition.ts';
import type { FeedHold } from './feed.ts';
import type { Peer, PeerEnd, WebRtcEngine } from './webrtc/peer.ts';

const endings: Readonly<Record<PeerEnd, SessionEnd>> = {
  closed: 'display',
  failed: 'failed',
  refused: 'revoked',
};

/** The parts of a session that do not depend on whose it is. */
type Watched = Pick<
  Session<unknown>,
  'admit' | 'since' | 'delivered' | 'touch' | 'reconnected' | 'end' | 'ended'
>;

/** An offer as it came, and its answer, now or later. */
interface Offered {
  readonly sdp: string;
  readonly answer: Promise<string>;
}

/** Makes the connection, when it is its turn. */
type Connect = WebRtcEngine['connect'];

/** What one session holds while it plays: its feed and, by WebRTC, its connection. */
export class RunningStream {
  readonly address: CameraAddress;
  readonly hold: FeedHold;
  readonly tracks: Tracks;
  readonly #session: Watched;
  #peer: Peer | undefined;
  /** Counts the connections asked for, so that an overtaken one notices. */
  #attempt = 0;
  #offered: Offered | undefined;
  /** The connection that is being made: one at a time. */
  #making: Promise<unknown> | undefined;
  /** Refuses the offer that waits for it: only the newest waits. */
  #overtake: (() => void) | undefined;
  /** Callers that wait for something of it, and are woken when the session ends. */
  #waiting: Set<() => void> | undefined;
  /** The display's answer to the bridge's offer, once it was taken. */
  #accepted: string | undefined;

  constructor(session: Watched, address: CameraAddress, hold: FeedHold, tracks: Tracks) {
    this.#session = session;
    this.address = address;
    this.hold = hold;
    this.tracks = tracks;
  }

  /** Releases everything it holds. Must be called when its session has ended. */
  over(reason: SessionEnd): void {
    this.#peer?.end();
    this.hold.release(reason === 'reopened' || reason === 'revoked');
    for (const refuse of this.#waiting ?? []) refuse();
  }

  /** Returns `work`, as long as the session runs. @throws Failure `not-found` as soon as it has ended. */
  async whileItRuns<T>(work: Promise<T>): Promise<T> {
    let over: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      over = () => reject(new Failure('not-found', 'no such stream'));
    });
    const waiting = (this.#waiting ??= new Set());
    waiting.add(over);
    try {
      return await Promise.race([work, ended]);
    } finally {
      waiting.delete(over);
    }
  }

  /**
   * Connects the display, in place of any earlier connection of this session. Without `offer` the bridge
   * makes one. Returns the SDP to hand out. For an offer that is sent again, that is the SDP of the
   * connection it has made already, since a display repeats what it got no answer to. One is answered at a
   * time; of those that come meanwhile the newest waits.
   * @throws Failure `bad-request` for SDP that cannot be used; `stream-ended` if overtaken; what `connect`
   * throws.
   */
  connect(connect: Connect, offer?: string): Promise<string> {
    if (offer !== undefined && offer === this.#offered?.sdp) return this.#offered.answer;
    if (this.#offered !== undefined || this.#peer !== undefined) this.#session.reconnected();
    const answer = this.#connect(connect, offer);
    const offered = offer === undefined ? undefined : { sdp: offer, answer };
    this.#offered = offered;
    // An offer that could not be answered may be tried again.
    answer.catch(() => {
      if (this.#offered === offered) this.#offered = undefined;
    });
    return answer;
  }

  async #connect(connect: Connect, offer?: string): Promise<string> {
    const attempt = (this.#attempt += 1);
    const current = () => attempt === this.#attempt;
    this.#peer?.end();
    this.#peer = undefined;
    await this.#turn();
    if (!current() || this.#session.ended) throw overtaken();
    const making = connect({
      feed: this.hold.feed,
      since: this.#session.since,
      tracks: this.tracks,
      ...(offer !== undefined && { offer }),
      admit: (unit) => {
        this.#session.admit(unit);
        this.#session.touch();
      },
      onSent: (bytes, units) => this.#session.delivered(bytes, units),
      onEnd: (reason) => {
        if (current()) this.#session.end(endings[reason]);
      },
    });
    this.#making = making;
    const peer = await making.finally(() => (this.#making = undefined));
    if (!current() || this.#session.ended) {
      peer.end();
      throw overtaken();
    }
    this.#peer = peer;
    return peer.sdp;
  }

  /** Waits until no other connection is being made. @throws Failure `stream-ended` if overtaken. */
  async #turn(): Promise<void> {
    this.#overtake?.();
    const making = this.#making;
    if (making === undefined) return;
    await new Promise<void>((resolve, reject) => {
      this.#overtake = () => reject(overtaken());
      making.then(
        () => resolve(),
        () => resolve(),
      );
    });
    this.#overtake = undefined;
  }

  /** Takes the display's answer to the bridge's offer, once. @throws Failure `bad-request`. */
  accept(answer: string): void {
    if (answer === this.#accepted) return;
    if (this.#peer === undefined) throw new Failure('bad-request', 'there is no offer to answer');
    this.#peer.accept(answer);
    this.#accepted = answer;
  }
}

const overtaken = (): Failure => new Failure('stream-ended', 'the stream is over');
