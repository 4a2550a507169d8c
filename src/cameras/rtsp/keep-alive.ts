/** Tells the camera that we are still there, at half of its session timeout. */
import { OriginRefusal } from '../../partitions/origin.ts';
import type { Exchange } from './exchange.ts';
import { header } from './exchange.ts';
import type { FaultReason } from './fault.ts';

const shortestMs = 500;
const longestMs = 30_000;

/**
 * Asks OPTIONS at once, which counts as the first sign of life and tells whether the camera knows
 * GET_PARAMETER; thereafter that one where offered, else OPTIONS. A camera that does not answer
 * while its pictures come is let be. `lost` is called when it says the session is gone (454), or is
 * not the origin that is bound.
 * The answer stops it.
 */
export function keepAlive(
  exchange: Exchange,
  uri: string,
  lost: (reason: FaultReason) => void,
): () => void {
  let method = 'OPTIONS';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<void> => {
    const response = await exchange.ask(method, uri).catch((error: unknown) => {
      if (error instanceof OriginRefusal) lost(error.reason);
      return undefined;
    });
    if (stopped) return;
    if (response?.status === 454) {
      lost('session-lost');
      return;
    }
    if (method === 'OPTIONS' && response !== undefined) {
      const offered = (header(response, 'public') ?? '').split(/[\s,]+/);
      if (response.status === 200 && offered.includes('GET_PARAMETER')) method = 'GET_PARAMETER';
    } else if (response !== undefined && response.status >= 300) {
      method = 'OPTIONS';
    }
    const half = (exchange.sessionTimeoutS * 1_000) / 2;
    timer = setTimeout(() => void beat(), Math.min(longestMs, Math.max(shortestMs, half)));
  };

  void beat();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
