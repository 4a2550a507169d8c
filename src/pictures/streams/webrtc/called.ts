/**
 * Which addresses of a display the bridge calls by itself.
 *
 * Displays call the bridge, and are found when they do (RFC 8445 §7.3.1.3): of what they name nothing
 * is needed, and a bridge that called it would send datagrams wherever somebody tells it to. Only
 * where the bridge stands behind a NAT that lets nobody in, and so has been given STUN or TURN servers,
 * does it have to call first.
 */
import ipaddr from 'ipaddr.js';
import type { IceServer } from 'node-datachannel';

/** An offer is answered with no more datagrams than this that nobody asked for. */
const maxDatagrams = 60;
/** How often the native library repeats the check of one pair (libjuice). */
const triesPerPair = 7;
/** More relays the native library does not use. */
const maxRelays = 2;
const maxCandidates = 6;

const form =
  /^candidate:[A-Za-z0-9+/]+ 1 udp (\d+) ([\d.a-f:]+) (\d+) typ (?:host|srflx|prflx|relay)/i;

/** Returns how many candidates of one description are called by a bridge with these servers. */
export function calledAtMost(servers: readonly IceServer[]): number {
  if (servers.length === 0) return 0;
  // Every candidate is called from here, and once more through every relay.
  const relays = servers.filter(({ relayType }) => relayType !== undefined).length;
  const ways = 1 + Math.min(relays, maxRelays);
  return Math.min(maxCandidates, Math.floor(maxDatagrams / (triesPerPair * ways)));
}

/**
 * Whether an address is one of the open network: not of this machine, of a network at home or at a
 * provider, of a group, nor one that wraps another (IANA's registries of special addresses).
 */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Returns of candidate lines (without `a=`) those to call, the likeliest first, each address once, and of each
 * what has a known form.
 * @param most as `calledAtMost` says
 */
export function calledCandidates(
  offered: readonly string[],
  most: number,
  mayCall: (address: string) => boolean = isPublic,
): string[] {
  const byPlace = new Map<string, { line: string; priority: number }>();
  for (const words of offered) {
    // What stands behind the type is the display's own, and nothing of it is needed.
    const [line = '', priority = '0', address = '', port = ''] = form.exec(words) ?? [];
    if (!mayCall(address) || byPlace.has(`${address} ${port}`)) continue;
    byPlace.set(`${address} ${port}`, { line, priority: Number(priority) });
  }
  const ranked = [...byPlace.values()].toSorted((a, b) => b.priority - a.priority);
  return ranked.slice(0, most).map(({ line }) => line);
}
