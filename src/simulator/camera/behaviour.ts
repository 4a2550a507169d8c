/** How a simulated camera behaves. Everything may be changed while it plays. */

/** What happens to a damaged packet: some bytes turned over, cut short, or a false header. */
export type Damage = 'payload' | 'truncated' | 'version' | 'nal-type';

/** Somebody else at the camera's address, who would like to hear its password. */
export interface Stranger {
  /** What it asks for. Whatever login it then gets, it lets in. */
  readonly asks: 'basic' | 'digest' | 'nothing';
  readonly realm: string;
  /** Its `Server` header. */
  readonly server: string;
  /** Whether it gives stills, too. */
  readonly stills: boolean;
}

export interface Behaviour {
  /** Connections stay, answers come, media stops. Time goes on meanwhile. */
  readonly freeze: boolean;
  /** New connections are refused; see the README for cameras that share a port. */
  readonly refuse: boolean;
  /** Requests are read and never answered. */
  readonly silent: boolean;
  /** Every request is answered with this RTSP (and HTTP) status. */
  readonly answer: number | undefined;
  /** Every question over ONVIF is answered with this HTTP status. */
  readonly onvifAnswer: number | undefined;
  /** DESCRIBE is answered with 302 and this Location. */
  readonly redirectTo: string | undefined;
  /** Whoever asks for a still is answered with 302 and this Location. */
  readonly stillRedirectTo: string | undefined;
  /** Every question over ONVIF is answered with 307 and this Location. */
  readonly onvifRedirectTo: string | undefined;
  /** Every packet carries the timestamp of the last one before this was switched on. */
  readonly stuckTimestamps: boolean;
  /** Seconds by which all timestamps are wrong: negative jumps back, positive forward. */
  readonly shiftTimestamps: number;
  /** Every n-th RTP packet is not sent; 0 for none. */
  readonly loseEvery: number;
  /** Every n-th RTP packet is sent damaged; 0 for none. */
  readonly damageEvery: number;
  readonly damage: Damage;
  /** Every n-th RTP packet overtakes the one before it in its picture; 0 for none. */
  readonly swapEvery: number;
  /** Every n-th RTP packet is sent twice; 0 for none. */
  readonly repeatEvery: number;
  /** Where SPS and PPS are sent. */
  readonly parameterSets: 'both' | 'sdp' | 'in-band';
  /** SPS and PPS in one STAP-A instead of a packet each. */
  readonly aggregate: boolean;
  readonly contentBase: 'slash' | 'no-slash' | 'none';
  /** `a=control` of the tracks. */
  readonly control: 'relative' | 'absolute';
  /** `a=control` of the whole presentation. */
  readonly sessionControl: 'star' | 'absolute' | 'none';
  /** Seconds without a sign of life after which a session ends. */
  readonly sessionTimeout: number;
  /** Whether RTCP from the viewer counts as a sign of life, or only requests do. */
  readonly rtcpKeepsAlive: boolean;
  /** SETUP for this transport is answered with 461. */
  readonly noTransport: 'tcp' | 'udp' | undefined;
  /** What the SDP calls the video (rtpmap), whatever it is. */
  readonly encoding: 'H264' | 'H265' | 'VP8';
  /** A viewer begins at the last key picture, midway to the next, or wherever the camera happens to be. */
  readonly startAt: 'key' | 'middle' | 'live';
  /** A stranger answers in its place, over RTSP and for stills, and keeps every login that it is sent. */
  readonly stranger: Stranger | undefined;
  /** Digest only: after so many requests the nonce is stale; 0 for never. */
  readonly staleAfter: number;
}

/** A camera without faults. */
export const wellBehaved: Behaviour = Object.freeze({
  freeze: false,
  refuse: false,
  silent: false,
  answer: undefined,
  onvifAnswer: undefined,
  redirectTo: undefined,
  stillRedirectTo: undefined,
  onvifRedirectTo: undefined,
  stuckTimestamps: false,
  shiftTimestamps: 0,
  loseEvery: 0,
  damageEvery: 0,
  damage: 'payload',
  swapEvery: 0,
  repeatEvery: 0,
  parameterSets: 'both',
  aggregate: false,
  contentBase: 'slash',
  control: 'relative',
  sessionControl: 'star',
  sessionTimeout: 60,
  rtcpKeepsAlive: true,
  noTransport: undefined,
  encoding: 'H264',
  startAt: 'key',
  stranger: undefined,
  staleAfter: 0,
});

/** Damages an RTP packet, in place if its length stays. */
export function damaged(packet: Buffer, how: Damage): Buffer {
  if (how === 'truncated') return packet.subarray(0, 13);
  if (how === 'version') packet[0] = 0;
  if (how === 'nal-type') packet[12] = 0x7f;
  if (how === 'payload') {
    const middle = 12 + Math.floor((packet.length - 12) / 2);
    for (let at = middle; at < Math.min(packet.length, middle + 16); at++) {
      packet[at] = (packet[at] ?? 0) ^ 0xff;
    }
  }
  return packet;
}
