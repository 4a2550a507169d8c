/** Two cameras that have taken each other's address, as after DHCP moved both. */
import { Failure } from '../../common/failures.ts';
import type { SourceSettings } from '../partitions/camera-address.ts';

const lines = ['stream', 'still', 'onvif'] as const;
type Line = (typeof lines)[number];

/** What was exchanged between two URLs of one kind. */
export interface Exchange {
  readonly line: Line;
  readonly what: 'host' | 'port';
}

interface Url {
  /** Scheme, user and password. */
  readonly before: string;
  /** As it is written; an IPv6 address in brackets. */
  readonly host: string;
  /** With its colon; empty if it is left out. */
  readonly port: string;
  readonly behind: string;
}

// Taken apart as text: everything that is not exchanged stays as it was written.
const parts = /^([a-z]+:\/\/(?:[^/\\?#]*@)?)(\[[^\]]*\]|[^/\\?#:]*)((?::\d*)?)(.*)$/i;

function read(text: string): Url {
  const [, before = '', host = '', port = '', behind = ''] = parts.exec(text) ?? [];
  return { before, host: host.toLowerCase(), port, behind };
}

const write = ({ before, host, port, behind }: Url): string => `${before}${host}${port}${behind}`;

const called: Readonly<Record<Line, string>> = {
  stream: 'RTSP',
  still: 'still',
  onvif: 'ONVIF',
};

function refuse(line: Line, why: string): never {
  const mend = 'say where each camera is with casement camera source';
  throw new Failure('bad-request', `the ${called[line]} URL cannot be exchanged: ${why}; ${mend}`);
}

/** Gives both URLs the other's host, or port. */
function exchange(
  line: Line,
  one: Url,
  other: Url,
): { urls: readonly [Url, Url]; what: Exchange['what'] } {
  if (one.host !== other.host) {
    const urls = [
      { ...one, host: other.host },
      { ...other, host: one.host },
    ] as const;
    return { urls, what: 'host' };
  }
  if (one.port === other.port) refuse(line, 'both lead to the same host and port');
  const urls = [
    { ...one, port: other.port },
    { ...other, port: one.port },
  ] as const;
  return { urls, what: 'port' };
}

/** What was vouched for was the name that it had. */
function unvouched({ trustName: _name, ...source }: SourceSettings): SourceSettings {
  return source;
}

/**
 * Returns the settings of two cameras with the hosts of all URLs exchanged, or the ports if the hosts are the
 * same. A URL of a kind that only one of them has moves with that one's RTSP URL, if it had its host.
 * @throws Failure `bad-request`, without the address.
 */
export function swapped(
  one: SourceSettings,
  other: SourceSettings,
): { sources: readonly [SourceSettings, SourceSettings]; exchanged: readonly Exchange[] } {
  const homes = [read(one.stream).host, read(other.stream).host] as const;
  const next: [SourceSettings, SourceSettings] = [one, other];
  const exchanged: Exchange[] = [];
  for (const line of lines) {
    const [mine, theirs] = [one[line], other[line]];
    if (mine !== undefined && theirs !== undefined) {
      const { urls, what } = exchange(line, read(mine), read(theirs));
      next[0] = { ...next[0], [line]: write(urls[0]) };
      next[1] = { ...next[1], [line]: write(urls[1]) };
      exchanged.push({ line, what });
      continue;
    }
    for (const at of [0, 1] as const) {
      const text = [mine, theirs][at];
      if (text === undefined) continue;
      const url = read(text);
      const [home, away] = at === 0 ? homes : homes.toReversed();
      if (url.host !== home || away === undefined || home === away) {
        refuse(line, 'the other camera has none');
      }
      next[at] = { ...next[at], [line]: write({ ...url, host: away }) };
      exchanged.push({ line, what: 'host' });
    }
  }
  const moved = exchanged.some(({ what }) => what === 'host');
  return { sources: moved ? [unvouched(next[0]), unvouched(next[1])] : next, exchanged };
}
