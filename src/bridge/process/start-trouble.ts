/** What the system refused at a start, in words that name the setting to change. */
import { fileTrouble } from '../../common/file-trouble.ts';
import type { Config } from '../config/config.ts';

type Refusal = Partial<NodeJS.ErrnoException> & { readonly port?: number };

function ofPort(error: Refusal, config?: Config): string | undefined {
  const { code, syscall, port } = error;
  const isUdp = syscall === 'bind';
  if (port === undefined || (syscall !== 'listen' && !isUdp)) return undefined;
  const isMetrics = port === config?.metricsPort && port !== config.port;
  const setting = isUdp ? 'WEBRTC_UDP_PORT' : isMetrics ? 'METRICS_PORT' : 'PORT';
  const called = isUdp ? `UDP port ${port}` : `port ${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${called} is in use: set ${setting} to another one, or stop what listens there`;
    case 'EACCES':
      return `this user may not listen on ${called}: set ${setting} to one above 1023`;
    case 'EADDRNOTAVAIL':
      return 'HOST is no address of this machine: leave it out, or set it to one that is';
    default:
      return undefined;
  }
}

/** Returns words for the operator; undefined for any other error. `config` is absent until it was read. */
export function startTrouble(error: unknown, config?: Config): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const refusal: Refusal = error;
  if (refusal.syscall === 'getaddrinfo') {
    return 'HOST leads to no address: leave it out, or set it to an address of this machine';
  }
  return ofPort(refusal, config) ?? fileTrouble(refusal);
}
