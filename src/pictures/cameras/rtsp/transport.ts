/** The way of one stream's packets, whichever it is. */

export interface PacketSink {
  /** An RTP packet; may be a view into a larger buffer. */
  rtp(bytes: Buffer): void;
  rtcp(bytes: Buffer): void;
  /** Whether these bytes look like an RTP packet of this stream. */
  expects(bytes: Buffer): boolean;
  /** Told before the first packet which SSRC the camera announced; UDP only. */
  announced(ssrc: number): void;
}

export interface Transport {
  /** The Transport header of our SETUP request. */
  readonly offer: string;
  /**
   * Takes the camera's Transport header; packets come from then on.
   * @throws RtspFault `malformed`, `unsupported` or `no-server-port`
   */
  accept(answer: string | undefined): Promise<void> | void;
  /** Sends an RTCP packet, best effort. */
  report(bytes: Buffer): void;
  /** Idempotent. */
  close(): void;
}

export type TransportKind = 'tcp' | 'udp';
