/**
 * Camera names to addresses.
 *
 * The system's resolver works on the few threads that files share; one name server that does not
 * answer would hold them all and with them every other camera. So the asynchronous resolver is
 * asked first, and the system's (hosts file, mDNS) only when that one said it knows no such name,
 * one name at a time.
 */
import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { RtspFault } from './rtsp/fault.ts';

/** Name or address to all its addresses, at least one. Rejects with RtspFault `unresolved`. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface LookupSources {
  /** Addresses of a name from the name server; rejects with an error whose `code` tells why. */
  ask(host: string): Promise<readonly string[]>;
  /** The system's answer; at least one. */
  system(host: string): Promise<readonly string[]>;
}

/** A lookup with its own queue to the system's resolver. */
export function createLookup(sources: LookupSources = network()): Lookup {
  let queue: Promise<unknown> = Promise.resolve();
  const system = (host: string): Promise<readonly string[]> => {
    const answer = queue.then(() => sources.system(host));
    queue = answer.catch(() => undefined);
    return answer;
  };
  return async (host) => {
    if (isIP(host) !== 0) return [host];
    try {
      const found = await sources.ask(host);
      if (found.length > 0) return found;
    } catch (cause) {
      if (isTimeout(cause)) throw new RtspFault('unresolved', { cause });
    }
    return system(host).catch((cause: unknown) => {
      throw new RtspFault('unresolved', { cause });
    });
  };
}

function network(): LookupSources {
  return {
    async ask(host) {
      const resolver = new Resolver({ timeout: 1_000, tries: 1 });
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const late = answers.find((one) => one.status === 'rejected' && isTimeout(one.reason));
      if (found.length === 0 && late?.status === 'rejected') throw late.reason;
      return found;
    },
    async system(host) {
      return (await systemLookup(host, { all: true })).map(({ address }) => address);
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ETIMEOUT';
}
