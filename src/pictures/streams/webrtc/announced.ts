/**
 * The addresses where displays reach us and that the machine does not know of: the router's, or that
 * of the machine around a container. Homes get new ones without notice, so a name may stand for them.
 */
import { isIP } from 'node:net';
import { isHostName } from '../../../common/host-name.ts';
import { waitAtMost } from './wait-at-most.ts';

/** All addresses of a host name, at least one. Rejects if there are none, or nobody answers. */
export type LookUp = (host: string) => Promise<readonly string[]>;

export interface AnnouncedOptions {
  /** IP addresses and host names. */
  readonly entries: readonly string[];
  readonly lookUp: LookUp;
  readonly log?: Log | undefined;
  /** How often names are looked up while nobody asks. */
  readonly intervalMs?: number;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
}

interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Announced {
  /**
   * The addresses now, names looked up a moment ago at most; what was known last where the name server
   * does not answer, or not in time.
   */
  readonly current: () => Promise<readonly string[]>;
  readonly close: () => void;
}

const defaultIntervalMs = 60_000;
/** An offer looks again for a name that was looked up before that. */
const freshMs = 10_000;
/** Longer no display waits for a name server. */
const waitMs = 500;
/** More addresses of one name are of no use to a display. */
const maxPerName = 4;

/** @throws TypeError for what is neither an IP address nor a host name. */
export function createAnnounced(options: AnnouncedOptions): Announced {
  const { entries, lookUp, log, clock = () => performance.now() } = options;
  for (const entry of entries) {
    if (isIP(entry) === 0 && !isHostName(entry)) throw new TypeError(`not an address: ${entry}`);
  }
  const names = entries.filter((entry) => isIP(entry) === 0);
  const known = new Map<string, readonly string[]>();
  const failing = new Set<string>();
  let lookedAt = -Infinity;
  let looking: Promise<void> | undefined;

  async function follow(name: string): Promise<void> {
    let found: readonly string[];
    try {
      found = [...new Set(await lookUp(name))].toSorted().slice(0, maxPerName);
      if (found.length === 0) throw new Error('no address');
    } catch {
      if (!failing.has(name)) {
        log?.warn({ name, kept: known.get(name) ?? [] }, 'a name of WEBRTC_ADDRESSES is not found');
      }
      failing.add(name);
      return;
    }
    failing.delete(name);
    const before = known.get(name);
    known.set(name, found);
    if (before?.join() === found.join()) return;
    log?.info({ name, addresses: found, before }, 'a name of WEBRTC_ADDRESSES leads here');
  }

  function look(): Promise<void> {
    looking ??= Promise.all(names.map(follow)).then(() => {
      lookedAt = clock();
      looking = undefined;
    });
    return looking;
  }

  const timer =
    names.length > 0
      ? setInterval(() => void look(), options.intervalMs ?? defaultIntervalMs)
      : undefined;
  timer?.unref();
  if (names.length > 0) void look();

  return {
    async current() {
      if (names.length > 0 && clock() - lookedAt >= freshMs) await waitAtMost(waitMs, look());
      return [
        ...new Set(entries.flatMap((entry) => known.get(entry) ?? (isIP(entry) ? [entry] : []))),
      ];
    },
    close: () => clearInterval(timer),
  };
}
