/** Why a connection to a camera ended. Our own words only: nothing a camera sent, no address. */
import { type OriginReason, OriginRefusal } from '../origin/origin.ts';
import type { OnvifReason } from '../onvif/fault.ts';

export type FaultReason =
  | 'unresolved' // its name has no address
  | 'unanswered' // no name server says whether it has one
  | 'connection-refused' // nothing listens at its port
  | 'no-route'
  | 'unreachable' // reset while connecting, or anything else of the network
  | 'timeout'
  | 'tls-too-old' // no version of TLS that both speak
  | 'tls-failed' // any other failure to agree on TLS
  | 'unauthorized'
  | 'not-found'
  | 'refused' // any other status that is not a success: `status` tells which
  | 'redirects' // too many, or to what is no URL
  | OriginReason // not the origin that is bound
  | 'only-h265'
  | 'only-mjpeg'
  | 'no-video' // none that is H.264
  | 'srtp' // its media is encrypted
  | 'no-transport' // none that both sides speak
  | 'no-server-port' // would send over UDP, and does not say from which ports
  | 'malformed' // broke the protocol or a limit
  | 'closed' // by the camera
  | 'silent'
  | 'pictureless' // its packets make no pictures any more
  | 'other-camera' // not the one that was pinned
  | 'unbound' // it plays, but what answered could not be written down
  | 'unverified' // whether it is the pinned one could not be asked
  | `onvif-${OnvifReason}` // nor its ONVIF service, and why
  | 'session-lost'
  | 'bad-address' // what we were given is no RTSP URL
  | 'internal';

/** Ends one connection; the source turns it into a wait and another try. */
export class RtspFault extends Error {
  readonly reason: FaultReason;
  /** Of the answer that was no success. */
  readonly status: number | undefined;

  constructor(reason: FaultReason, options?: { cause?: unknown; status?: number }) {
    super(reason, options);
    this.name = 'RtspFault';
    this.reason = reason;
    this.status = options?.status;
  }
}

/** Returns the reason of anything caught; `internal` if it is neither a fault nor a refusal. */
export function reasonOf(error: unknown): FaultReason {
  return error instanceof RtspFault || error instanceof OriginRefusal ? error.reason : 'internal';
}
