/** Why a camera did not say over ONVIF which one it is. Our own words only: nothing it sent, no address. */
export type OnvifReason =
  | 'unreachable' // no such name, refused, reset, bad certificate
  | 'timeout'
  | 'unauthorized'
  | 'refused' // any other answer that is no success
  | 'malformed'; // not the answer to what was asked, or larger than one may be

export class OnvifFault extends Error {
  readonly reason: OnvifReason;

  constructor(reason: OnvifReason, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = 'OnvifFault';
    this.reason = reason;
  }
}
