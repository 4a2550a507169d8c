/** One display's WebRTC connection. */
import type { Tracks } from '../../media/unit.ts';
import type { Filmed } from '../../../wall/partitions/stamp.ts';
import type { Feed } from '../feed.ts';

export type PeerEnd = 'closed' | 'failed' | 'refused';

export interface PeerRequest {
  readonly feed: Feed;
  readonly tracks: Tracks;
  /** The display's SDP offer; absent when the bridge makes the offer. */
  readonly offer?: string;
  /**
   * The delivery check: called with every unit just before its packets are sent. It throws where
   * the unit must not reach this display; then nothing of it is sent and the peer ends `refused`.
   * Asked again for a unit whose packets leave in portions, and before any of them is repeated.
   */
  readonly admit: (unit: Filmed) => void;
  /** Monotonic milliseconds: pictures from before are passed over, up to the next key picture. */
  readonly since: number;
  /** Called after every packet that left, with its bytes and how many units began with it. */
  readonly onSent?: (bytes: number, units: number) => void;
  /** Called exactly once, when the connection is over for whatever reason. */
  readonly onEnd: (reason: PeerEnd) => void;
}

export interface Peer {
  /** Complete SDP, all candidates inside (no trickle): the answer, or our offer. */
  readonly sdp: string;
  /**
   * Takes the display's answer to our offer.
   * @throws Failure `bad-request` for SDP that cannot be read, or when there is no open offer.
   */
  accept(answer: string): void;
  /** Ends the connection; no packet leaves after it returns. Idempotent. */
  end(): void;
}

export interface WebRtcEngine {
  /** @throws Failure `bad-request` for an offer that cannot be answered (no H.264, not SDP, …). */
  connect(request: PeerRequest): Promise<Peer>;
  close(): Promise<void>;
}
