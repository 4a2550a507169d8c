/** What a check of a camera found at each of its URLs, in words for the operator. */
import type { CheckedUrl } from '../../pictures/cameras/check/steps.ts';
import { reasonOfMessage } from '../../pictures/cameras/check/reason-of-message.ts';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import type { ReasonCode } from '../../pictures/cameras/reason.ts';
import type { RegisteredOrigin } from '../../wall/operator/origin-register.ts';

export type Line = RegisteredOrigin['line'];

/** The finding at one URL. */
export interface Finding extends CheckedUrl {
  readonly line: Line;
  /** Whether it is bound now. */
  readonly bound: boolean;
}

export const schemeWords = {
  basic: 'password by Basic',
  md5: 'password by Digest with MD5',
  sha256: 'password by Digest with SHA-256',
} as const;

/** Words a TLS key: its fingerprint, and whether anybody vouches for it. */
export const keyWords = ({ fingerprint, vouched }: NonNullable<CheckedUrl['key']>): string =>
  `${fingerprint} (${vouched ? 'vouched for' : 'its own'})`;

/** How it proved itself, such as `password by Basic, TLS key SHA256:… (its own)`. */
function proofOf({ key, scheme }: CheckedUrl): string {
  const password = scheme === undefined ? 'no password asked' : schemeWords[scheme];
  return key === undefined ? password : `${password}, TLS key ${keyWords(key)}`;
}

const called: Readonly<Record<Line, string>> = { stream: 'Stream', still: 'Still', onvif: 'ONVIF' };

/** Returns a sentence about one URL among `all` of its camera: it is named if there are others. */
export const said = (line: Line, text: string, all: readonly Finding[]): string =>
  all.length === 1 ? text : `${called[line]}: ${text}`;

/** Says what becomes of it. `isNew`: its row was written a moment ago. */
const later = (isNew: boolean): string =>
  isNew
    ? 'It is kept all the same, and bound at its first good connection.'
    : 'It is bound at its first good connection.';

/** Those that another good connection alone does not mend: somebody has to say which camera is meant. */
const held: ReadonlySet<ReasonCode> = new Set([
  'certificate',
  'expired',
  'other-key',
  'another-camera',
  'led-elsewhere',
  'new-address',
  'other-log-in',
  'weaker-log-in',
  'other-owner',
  'same-serial',
]);

/** `isNew`: the row was written a moment ago, whatever is found. */
export function findingWords(finding: Finding, isNew = true): string {
  const { reason, line, key } = finding;
  if (reason === null) {
    const bound = finding.bound ? 'It answers and is bound' : 'It answers, but is not bound yet';
    return `${bound}: ${proofOf(finding)}.`;
  }
  if (line !== 'onvif' && reason.code.startsWith('onvif-')) {
    return 'It answers. Nothing is shown until its ONVIF service says that it is the camera.';
  }
  if (reason.code === 'certificate') {
    return key === undefined
      ? 'It shows no certificate, so it is not asked for anything.'
      : `Its certificate is its own, with the TLS key ${key.fingerprint}. Nothing of it is shown until that key is confirmed.`;
  }
  if (line === 'still' && reason.code === 'malformed') {
    return `It answers, but with no JPEG of at most 8 MB. ${later(isNew)}`;
  }
  const { what, mend } = reasonWords(reasonOfMessage(reason));
  return finding.bound || held.has(reason.code)
    ? `${what} ${mend}`
    : `${what} ${mend} ${later(isNew)}`;
}

/** Returns what is left to say of a stream whose steps were reported; nothing if they say it all. */
export function afterSteps(finding: Finding, isNew = true): string | undefined {
  const { reason, bound } = finding;
  const isSaid = reason !== null && reason.code !== 'certificate';
  if (!isSaid || reason.code.startsWith('onvif-')) return findingWords(finding, isNew);
  return bound || held.has(reason.code) ? undefined : later(isNew);
}

/** Reasons that another URL, or another password in it, may mend. */
const ofItsUrl: ReadonlySet<ReasonCode> = new Set([
  'password-missing',
  'wrong-password',
  'no-such-stream',
  'only-h265',
  'only-mjpeg',
  'no-video',
  'srtp',
  'no-transport',
  'tls-too-old',
  'tls-failed',
  'name-not-found',
  'name-unanswered',
  'refused',
  'no-route',
  'unreachable',
  'timed-out',
  'closed',
  'malformed',
  'onvif-password',
  'onvif-silent',
  'onvif-refused',
  'led-elsewhere',
  'overloaded',
  'bad-address',
]);

/** Whether another URL may be what it needs. */
export const isOfItsUrl = ({ reason, line }: Finding): boolean =>
  reason !== null &&
  ofItsUrl.has(reason.code) &&
  (line === 'onvif' || !reason.code.startsWith('onvif-'));

/** Whether the password went to whoever answered, before it had proved anything. */
export function sentUnproven({ key, scheme }: CheckedUrl): boolean {
  return scheme === 'basic' && key === undefined;
}

/** Whether its password stands where whoever is asked reads it. */
export function sentInUrl({ key, loginInUrl }: CheckedUrl): boolean {
  return loginInUrl === true && key === undefined;
}

export const inUrlWarning =
  'Warning: its user or password stands in the path or query of its URL. Whoever answers at its address is told it with ' +
  'the first question. Put it before the host (rtsp://user:password@…) if the camera takes it there.';

export const basicWarning =
  'Warning: it asks for its password by Basic without TLS. Whoever answers at its address is told the ' +
  'password before anything shows that it is the camera. Set it to Digest, or use rtsps:// (https:// for a still), if it can.';
