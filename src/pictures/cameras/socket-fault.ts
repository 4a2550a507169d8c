/** What a socket's error says of a camera that could not be connected to. */
import type { FaultReason } from './rtsp/fault.ts';

const byCode: Readonly<Record<string, FaultReason>> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETDOWN: 'no-route',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unanswered',
};

/** Alerts and versions by which OpenSSL says that the other side is too old. */
const tooOld =
  /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|LEGACY_SIGALG|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_MD_TOO_WEAK/;

/** `isTls`: the network's connection stands, and TLS is being agreed on. */
export function socketFault(error: unknown, isTls: boolean): FaultReason {
  const { code = '' } = error as { code?: string };
  if (tooOld.test(code)) return 'tls-too-old';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return 'tls-failed';
  }
  const known = byCode[code];
  if (known !== undefined) return known;
  return isTls ? 'tls-failed' : 'unreachable';
}
