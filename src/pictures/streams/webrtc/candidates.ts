/** The addresses a display is told to reach us at (RFC 8839 §5.1). */

const hostCandidate = /^candidate:\S+ 1 udp \d+ (\S+) \d+ typ host/i;

/**
 * @param gathered candidate lines (without `a=`) of the native library
 * @param announced addresses of ours it cannot know: of the router, or of the machine around a
 *   container; they lead to `udpPort` here
 */
export function ownCandidates(
  gathered: readonly string[],
  announced: readonly string[],
  udpPort: number,
): string[] {
  const known = new Set(gathered.map((one) => hostCandidate.exec(one)?.[1]));
  const wanted = announced.filter((address) => !known.has(address));
  // The library leaves out loopback. On a machine with nothing else it is all there is.
  const extra = known.size === 0 && wanted.length === 0 ? ['127.0.0.1'] : wanted;
  return [...gathered, ...extra.map((address, index) => line(address, index, udpPort))];
}

function line(address: string, index: number, port: number): string {
  // RFC 8445 §5.1.2.1: type preference of host candidates, then ours below the gathered ones.
  const priority = 126 * 2 ** 24 + (1000 - index) * 2 ** 8 + 255;
  return `candidate:announced${index} 1 UDP ${priority} ${address} ${port} typ host`;
}
