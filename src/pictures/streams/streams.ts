/** What assistants and the media edge ask of the streams. */
import type { Condition } from '../cameras/condition.ts';
import type { Failure } from '../../common/failures.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { Device, Partition, Session } from '../../wall/partitions/partition.ts';
import type { HlsFile } from './hls/hls.ts';
import type { Still } from './stills/still.ts';

/** What a display said it can play. */
export interface Wanted {
  /** As assistants name them, in no meaningful order; unknown ones are ignored. */
  readonly protocols: readonly string[];
  /** Whether it hands what it is given on to another display. */
  readonly casts: boolean;
}

export interface OpenedStream {
  readonly protocol: StreamProtocol;
  /** Absolute URL: the master playlist, or the signalling endpoint. */
  readonly url: string;
  /** The token that goes with it: a display shows both. */
  readonly bearer: string;
  /** Our SDP offer, if the bridge is configured to make it. */
  readonly offer?: string;
}

/** A signalling message, whatever names it came under. */
export type Signal =
  { readonly action: 'offer' | 'answer'; readonly sdp: string } | { readonly action: 'end' };

export interface Streams {
  /** Protocols the bridge can make, in the configured order. */
  readonly protocols: readonly StreamProtocol[];
  /**
   * Opens the camera, chooses a protocol and starts a session with its ticket. `named` returns the name of
   * the request for the log.
   * @throws Failure `protocol-unsupported`, `suspended`, or that of the camera's reason (within 2 s).
   */
  open<P>(
    partition: Partition<P>,
    device: Device<P>,
    wanted: Wanted,
    named?: () => object,
  ): Promise<OpenedStream>;
  /**
   * Returns why a device's camera shows nothing, or undefined if it is online; answered within about 2 s,
   * remembered briefly.
   */
  refusal<P>(partition: Partition<P>, device: Device<P>): Promise<Failure | undefined>;
  /** Returns what was seen of a device's camera last; undefined if it was not asked yet. Asks nobody. */
  condition<P>(partition: Partition<P>, device: Device<P>): Condition | undefined;
  /**
   * Returns one HLS file of a session. @throws Failure `not-found`, or for a playlist without a picture yet
   * that of the camera's reason. The caller admits it, then writes.
   */
  hlsFile<P>(partition: Partition<P>, session: Session<P>, name: string): Promise<HlsFile>;
  /** Returns a still for a session of whatever protocol. */
  still<P>(partition: Partition<P>, session: Session<P>): Promise<Still>;
  /** Takes one signalling message; returns the SDP to answer with, if any. */
  signal<P>(
    partition: Partition<P>,
    session: Session<P>,
    signal: Signal,
  ): Promise<string | undefined>;
}
