/**
 * Resolves camera names to addresses.
 *
 * The system's resolver works on the few threads that files share; one name server that does not answer would
 * hold them all and with them every other camera. So the asynchronous resolver is asked first, and the
 * system's (hosts file, mDNS) only if that one said it knows no such name, one name at a time; names that
 * took it long wait in a row of their own.
 */
import { performance } from 'node:perf_hooks';
import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type FoundAddresses, partly } from '../../wall/partitions/found-addresses.ts';
import { RtspFault } from './rtsp/fault.ts';

/**
 * Resolves a name or address to all its addresses, at least one. Rejects with RtspFault: `unresolved` if
 * there is no such name, `unanswered` if nobody says whether there is.
 */
export type Lookup = (host: string) => Promise<FoundAddresses>;

export interface LookupSources {
  /**
   * Returns addresses of a name from the name server, IPv4 before IPv6; none if there is no such name.
   * Rejects, if it does not answer at all, with an error whose `code` says why.
   */
  ask(host: string): Promise<FoundAddresses>;
  /** Returns the system's answer; at least one. */
  system(host: string): Promise<readonly string[]>;
}

/** No camera has more addresses. Each costs work, here and where its claim is written down. */
const maxAddresses = 16;

/** Returns the first of them, if a name gives addresses without end: those that are left out still count. */
function bounded(found: FoundAddresses): FoundAddresses {
  return found.length <= maxAddresses ? found : partly(found.slice(0, maxAddresses));
}

/** How long a name may take the system, in milliseconds, and still wait with all others the next time. */
const quickMs = 500;
/** How many names are remembered that took it longer; the latest are kept. */
const maxSlow = 1_000;

/**
 * The names that the system is asked for, in two rows: a slow name holds up only those that were slow before, too.
 */
function createRows(ask: LookupSources['system'], clock: () => number): LookupSources['system'] {
  const rows: Record<'quick' | 'slow', Promise<unknown>> = {
    quick: Promise.resolve(),
    slow: Promise.resolve(),
  };
  const slow = new Set<string>();

  async function timed(host: string): Promise<readonly string[]> {
    const beganAt = clock();
    try {
      return await ask(host);
    } finally {
      slow.delete(host);
      if (clock() - beganAt > quickMs) slow.add(host);
      const [oldest] = slow;
      if (slow.size > maxSlow && oldest !== undefined) slow.delete(oldest);
    }
  }

  /** Pending look-ups, each name once: a caller who gave up and asks again does not take a second place in a row. */
  const asked = new Map<string, Promise<readonly string[]>>();

  return (host) => {
    const known = asked.get(host);
    if (known !== undefined) return known;
    const row = slow.has(host) ? 'slow' : 'quick';
    const answer = rows[row].then(() => timed(host)).finally(() => asked.delete(host));
    asked.set(host, answer);
    rows[row] = answer.catch(() => undefined);
    return answer;
  };
}

/** Makes a lookup with its own rows to the system's resolver. `clock`: monotonic milliseconds. */
export function createLookup(
  sources: LookupSources = network(),
  clock = () => performance.now(),
): Lookup {
  const system = createRows((host) => sources.system(host), clock);
  return async (host) => {
    if (isIP(host) !== 0) return [host];
    let partial = false;
    try {
      const found = await sources.ask(host);
      if (found.length > 0) return bounded(found);
    } catch (cause) {
      if (isCode(cause, 'ETIMEOUT')) throw new RtspFault('unanswered', { cause });
      // If there is no name server at all, the system's answer is the whole one.
      partial = !isCode(cause, 'ENODATA', 'ENOTFOUND', 'ECONNREFUSED');
    }
    const found = await system(host).catch((cause: unknown) => {
      // EAI_AGAIN: the system was not answered either.
      const isUnknown = !partial && !isCode(cause, 'EAI_AGAIN');
      throw new RtspFault(isUnknown ? 'unresolved' : 'unanswered', { cause });
    });
    return bounded(partial ? partly(found) : found);
  };
}

/** Returns the sources of the network; `servers` replace the system's name servers, as `address:port`. */
export function network(servers?: readonly string[]): LookupSources {
  return {
    async ask(host) {
      const resolver = new Resolver({ timeout: 1_000, tries: 1 });
      if (servers !== undefined) resolver.setServers(servers);
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const failures = answers.flatMap((one): readonly unknown[] =>
        one.status === 'rejected' && !isCode(one.reason, 'ENODATA', 'ENOTFOUND')
          ? [one.reason]
          : [],
      );
      const late = failures.find((reason) => isCode(reason, 'ETIMEOUT'));
      if (found.length === 0 && failures.length > 0) throw late ?? failures[0];
      return failures.length > 0 ? partly(found) : found;
    },
    async system(host) {
      return (await systemLookup(host, { all: true })).map(({ address }) => address);
    },
  };
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { code } = error as { code?: unknown };
  return codes.some((one) => one === code);
}
