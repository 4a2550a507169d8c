/** Warns the operator of a proxy in front that the bridge does not know of. */
import type { IncomingMessage } from 'node:http';
import type { EdgeLog } from './log.ts';

const hourMs = 3_600_000;

/**
 * Warns of a proxy that nobody declared, at most once an hour: a request that came through it seems to come from
 * it, so that all people share one address, and one stranger's guesses are everybody's. `clock`: monotonic
 * milliseconds.
 */
export function warnOfProxies(log: EdgeLog, trustedProxies: number, clock: () => number) {
  let quietUntil = -Infinity;
  return ({ headers }: Pick<IncomingMessage, 'headers'>): void => {
    if (trustedProxies > 0) return;
    const header = ['x-forwarded-for', 'forwarded'].find((name) => headers[name] !== undefined);
    if (header === undefined || clock() < quietUntil) return;
    quietUntil = clock() + hourMs;
    log.warn(
      { header },
      'a request came through a proxy, and TRUSTED_PROXIES is 0: all who come through it share one ' +
        'address and its limits. If the proxy is yours, set TRUSTED_PROXIES to how many stand in front',
    );
  };
}
