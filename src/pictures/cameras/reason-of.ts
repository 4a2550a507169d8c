/** Turns what ended a connection to a camera into its reason. Total: a fault without a reason does not compile. */
import { Failure } from '../../common/failures.ts';
import { OriginRefusal } from './origin/origin.ts';
import { OnvifFault, type OnvifReason } from './onvif/fault.ts';
import type { Reason, ReasonCode } from './reason.ts';
import { type FaultReason, RtspFault } from './rtsp/fault.ts';

type Plain = Exclude<ReasonCode, 'status' | 'no-key-picture'>;

const ofFault: Readonly<Record<Exclude<FaultReason, 'refused'>, Plain>> = {
  unresolved: 'name-not-found',
  unanswered: 'name-unanswered',
  'connection-refused': 'refused',
  'no-route': 'no-route',
  unreachable: 'unreachable',
  timeout: 'timed-out',
  'tls-too-old': 'tls-too-old',
  'tls-failed': 'tls-failed',
  unauthorized: 'wrong-password',
  'not-found': 'no-such-stream',
  redirects: 'led-elsewhere',
  'only-h265': 'only-h265',
  'only-mjpeg': 'only-mjpeg',
  'no-video': 'no-video',
  srtp: 'srtp',
  'no-transport': 'no-transport',
  'no-server-port': 'no-transport',
  malformed: 'malformed',
  closed: 'closed',
  silent: 'silent',
  pictureless: 'damaged',
  'other-camera': 'another-camera',
  unbound: 'not-yet-bound',
  unverified: 'unverified',
  'session-lost': 'closed',
  'bad-address': 'bad-address',
  internal: 'internal',
  certificate: 'certificate',
  expired: 'expired',
  'other-key': 'other-key',
  'other-address': 'new-address',
  'other-realm': 'other-log-in',
  downgrade: 'weaker-log-in',
  'leads-elsewhere': 'led-elsewhere',
  'other-owner': 'other-owner',
  'moved-to-other': 'other-owner',
  'same-serial': 'same-serial',
  'onvif-unreachable': 'onvif-silent',
  'onvif-timeout': 'onvif-silent',
  'onvif-unauthorized': 'onvif-password',
  'onvif-refused': 'onvif-refused',
  'onvif-malformed': 'onvif-refused',
};

/** What more is known of the URL that was asked. */
export interface Asked {
  /** Whether it has a user and a password. */
  readonly hasPassword: boolean;
  /** Whether it asks the camera to encrypt, as the pages of one maker append to theirs. */
  readonly wantsSrtp: boolean;
  /** It takes only one connection, and did not keep ours: what ends or refuses it says that somebody else has it. */
  readonly isTakenElsewhere?: boolean;
}

/** The reasons that a camera asked to encrypt ends in: each means that nothing was understood. */
const unreadable: ReadonlySet<ReasonCode> = new Set([
  'no-video',
  'no-transport',
  'silent',
  'malformed',
  'damaged',
]);

/** Returns the reason of a fault; `status` of the answer, if it was one. */
export function reasonOfFault(fault: FaultReason, asked: Asked, status?: number): Reason {
  const isBusy = fault === 'closed' || status === 453 || status === 503;
  if (asked.isTakenElsewhere === true && isBusy) return { code: 'one-connection' };
  if (fault === 'refused') {
    return status === undefined ? { code: 'malformed' } : { code: 'status', status };
  }
  const code = ofFault[fault];
  if (code === 'wrong-password' && !asked.hasPassword) return { code: 'password-missing' };
  return { code: asked.wantsSrtp && unreadable.has(code) ? 'srtp' : code };
}

/** Returns the reason of anything that was caught while a camera was asked. */
export function reasonOf(error: unknown, asked: Asked): Reason {
  if (error instanceof RtspFault) return reasonOfFault(error.reason, asked, error.status);
  if (error instanceof OriginRefusal) return reasonOfFault(error.reason, asked);
  if (error instanceof OnvifFault) return reasonOfOnvif(error.reason);
  if (error instanceof Failure && error.code === 'overloaded') return { code: 'overloaded' };
  return { code: 'internal' };
}

/** Returns the reason of an ONVIF service that did not say which device it is. */
function reasonOfOnvif(reason: OnvifReason): Reason {
  return { code: ofFault[`onvif-${reason}`] };
}

/** Reads `Asked` from a URL of a camera; one that is no URL has nothing. */
export function askedOf(url: string): Asked {
  try {
    const { username, password, search } = new URL(url);
    return {
      hasPassword: username !== '' || password !== '',
      wantsSrtp: /[?&]enableSrtp(?:[=&]|$)/i.test(search),
    };
  } catch {
    return { hasPassword: false, wantsSrtp: false };
  }
}
