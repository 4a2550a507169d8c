/** The refusal that a reason becomes, for whoever asked for a picture. */
import { Failure, type FailureCode } from '../../common/failures.ts';
import { reasonWords } from './reason-words.ts';
import type { Reason, ReasonCode } from './reason.ts';

/** Total: each reason has a failure, which every protocol words. */
const codes: Readonly<Record<ReasonCode, FailureCode>> = {
  'name-not-found': 'device-offline',
  'name-unanswered': 'device-offline',
  'no-route': 'device-offline',
  refused: 'device-offline',
  'timed-out': 'device-offline',
  unreachable: 'device-offline',
  closed: 'device-offline',
  silent: 'device-offline',
  certificate: 'device-not-ready',
  expired: 'device-not-ready',
  'other-key': 'device-distrusted',
  'tls-too-old': 'device-not-ready',
  'tls-failed': 'device-not-ready',
  srtp: 'device-not-ready',
  'wrong-password': 'device-not-ready',
  'password-missing': 'device-not-ready',
  'no-such-stream': 'device-not-ready',
  'only-h265': 'stream-unplayable',
  'only-mjpeg': 'stream-unplayable',
  'no-video': 'stream-unplayable',
  'b-pictures': 'stream-unplayable',
  'no-idr': 'stream-unplayable',
  'no-transport': 'stream-unavailable',
  'one-connection': 'device-busy',
  'another-camera': 'device-distrusted',
  'not-yet-bound': 'device-not-ready',
  unverified: 'device-not-ready',
  'led-elsewhere': 'device-distrusted',
  'new-address': 'device-distrusted',
  'other-log-in': 'device-distrusted',
  'weaker-log-in': 'device-distrusted',
  'other-owner': 'device-distrusted',
  'same-serial': 'device-distrusted',
  'onvif-silent': 'device-not-ready',
  'onvif-password': 'device-not-ready',
  'onvif-refused': 'device-not-ready',
  malformed: 'stream-unavailable',
  damaged: 'stream-unavailable',
  overloaded: 'overloaded',
  'bad-address': 'device-not-ready',
  internal: 'internal',
  'no-key-picture': 'stream-unavailable',
  status: 'stream-unavailable',
};

/** A camera that shows nothing. Its message is what a person before a display may read. */
export class CameraFailure extends Failure {
  readonly reason: Reason;

  constructor(reason: Reason, options?: { cause?: unknown }) {
    super(codes[reason.code], reasonWords(reason).brief, options);
    this.reason = reason;
  }
}

/** Another attempt finds out: what is wrong may be over in a moment. */
const passing: ReadonlySet<ReasonCode> = new Set([
  'name-unanswered',
  'no-route',
  'refused',
  'timed-out',
  'unreachable',
  'closed',
  'silent',
  'one-connection',
  'not-yet-bound',
  'unverified',
  'onvif-silent',
  'overloaded',
]);

/**
 * Whether another attempt within the second may go better. A wrong password, say, stays wrong, and cameras
 * count them.
 */
export function mayPass(reason: Reason): boolean {
  if (reason.code === 'status') return reason.status >= 500 || reason.status === 453;
  return passing.has(reason.code);
}
