/** The way of one stream's packets, whichever it is. */

export interface PacketSink {
  /** An RTP packet; may be a view into a larger buffer. */
  rtp(bytes: Buffer): void;
  rtcp(bytes: Buffer): void;
}

export interface Transport {
  /** The Transport header of our SETUP request. */
  readonly offer: string;
  /** Takes the camera's Transport header. @throws RtspFault `malformed` or `unsupported` */
  accept(answer: string | undefined): void;
  /** Sends an RTCP packet, best effort. */
  report(bytes: Buffer): void;
  /** Idempotent. */
  close(): void;
}

export type TransportKind = 'tcp' | 'udp';
