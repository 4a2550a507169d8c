/** What a try of a camera found, in words for the operator. */
import type { CheckedUrl } from '../../cameras/check-camera.ts';
import { reasonWords } from '../../cameras/reason-words.ts';
import type { RegisteredOrigin } from '../../partitions/origin-register.ts';
import { wordsOf } from '../../partitions/origin.ts';

export type Line = RegisteredOrigin['line'];

/** Of one URL. */
export interface Finding extends CheckedUrl {
  readonly line: Line;
  /** Whether it is bound now. */
  readonly bound: boolean;
}

const schemes = {
  basic: 'password by Basic',
  md5: 'password by Digest with MD5',
  sha256: 'password by Digest with SHA-256',
} as const;

const later = 'It is kept all the same, and bound at its first good connection.';

/** How it proved itself, such as `password by Basic, TLS key SHA256:… (its own)`. */
function proofOf({ key, scheme }: CheckedUrl): string {
  const password = scheme === undefined ? 'no password asked' : schemes[scheme];
  if (key === undefined) return password;
  return `${password}, TLS key ${key.fingerprint} (${key.vouched ? 'vouched for' : 'its own'})`;
}

const called: Readonly<Record<Line, string>> = { stream: 'Stream', still: 'Still', onvif: 'ONVIF' };

/** A sentence of one URL among `all` of its camera: it is named where there are others. */
export const said = (line: Line, text: string, all: readonly Finding[]): string =>
  all.length === 1 ? text : `${called[line]}: ${text}`;

export function findingWords(finding: Finding): string {
  const { found, line } = finding;
  switch (found) {
    case 'answers': {
      const bound = finding.bound ? 'It answers and is bound' : 'It answers, but is not bound yet';
      return `${bound}: ${proofOf(finding)}.`;
    }
    case 'password-missing':
      return `It asks for a user and a password, and the URL has none. ${later}`;
    case 'unauthorized':
      return `It refuses this user or password. ${later}`;
    case 'not-found':
      return `It answers, but has nothing at this path. ${later}`;
    case 'only-h265':
    case 'only-mjpeg':
    case 'no-video':
    case 'srtp':
    case 'no-transport':
    case 'tls-too-old':
    case 'tls-failed': {
      const { what, mend } = reasonWords({ code: found });
      return `${what} ${mend}`;
    }
    case 'unresolved':
      return `Its host name leads nowhere. ${later}`;
    case 'connection-refused':
    case 'no-route':
    case 'unreachable':
    case 'timeout':
      return `It does not answer. ${later}`;
    case 'closed':
    case 'session-lost':
      return `It ends the connection without an answer: is it the right port, and the right scheme? ${later}`;
    case 'certificate':
      return finding.key === undefined
        ? 'It shows no certificate, so it is not asked for anything.'
        : `Its certificate is its own, with the TLS key ${finding.key.fingerprint}. Nothing of it is shown until that key is confirmed.`;
    case 'device-unknown':
      return 'It answers. Nothing is shown until its ONVIF service says that it is the camera.';
    case 'malformed':
      return line === 'still'
        ? `It answers, but with no JPEG of at most 8 MB. ${later}`
        : `It answers, but cannot be understood. ${later}`;
    case 'onvif-refused':
    case 'onvif-malformed':
      return `It answers, but does not say which device it is. ${later}`;
    case 'other-camera':
      return (
        'Another camera answers there than the one that was met, and is not shown. If it was replaced, say ' +
        'camera repin; if not, give the right URL by camera source, or say camera swap where two took each ' +
        'other’s address.'
      );
    case 'other-key':
    case 'other-address':
    case 'other-realm':
    case 'downgrade':
      return `It is not shown: ${wordsOf(found)}. If another camera is meant, say camera repin.`;
    case 'leads-elsewhere':
    case 'expired':
    case 'other-owner':
    case 'moved-to-other':
    case 'same-serial':
      return `It is not shown: ${wordsOf(found)}.`;
    case 'refused':
      return `It answers, but refuses what is asked of it. ${later}`;
    case 'silent':
      return `It answers, but sends no picture. ${later}`;
    case 'redirects':
      return `It sends us on to what is no URL, or too often. ${later}`;
    case 'no-server-port':
      return 'It would send by UDP and does not say from which ports: it cannot be shown.';
    case 'internal':
    case 'unbound':
    case 'unverified':
      return `It could not be tried. ${later}`;
    default:
      return `It answers, but cannot be shown: ${found}.`;
  }
}

/** What another URL, or another password in it, may mend. */
const ofItsUrl = new Set<string>([
  'password-missing',
  'unauthorized',
  'not-found',
  'only-h265',
  'only-mjpeg',
  'no-video',
  'srtp',
  'no-transport',
  'tls-too-old',
  'tls-failed',
  'unresolved',
  'connection-refused',
  'no-route',
  'unreachable',
  'timeout',
  'closed',
  'malformed',
  'onvif-malformed',
  'leads-elsewhere',
]);

/** Whether another URL may be what it needs. */
export const isOfItsUrl = ({ found }: Finding): boolean => ofItsUrl.has(found);

/** Whether the password went to whoever answered, before it had proved anything. */
export function toldUnproven({ key, scheme }: CheckedUrl): boolean {
  return scheme === 'basic' && key === undefined;
}

/** Whether its password stands where whoever is asked reads it. */
export function toldByUrl({ key, loginInUrl }: CheckedUrl): boolean {
  return loginInUrl === true && key === undefined;
}

export const inUrlWarning =
  'Warning: its user or password stands in the path or query of its URL. Whoever answers at its address is told it with ' +
  'the first question. Put it before the host (rtsp://user:password@…) if the camera takes it there.';

export const basicWarning =
  'Warning: it asks for its password by Basic without TLS. Whoever answers at its address is told the ' +
  'password before anything shows that it is the camera. Set it to Digest, or use rtsps:// (https:// for a still), if it can.';
