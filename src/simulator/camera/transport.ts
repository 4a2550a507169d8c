/** The Transport header of SETUP (RFC 2326 §12.39). */

export type Transport =
  | { readonly kind: 'tcp'; readonly channel: number | undefined }
  | { readonly kind: 'udp'; readonly port: number; readonly rtcpPort: number };

function pair(text: string | undefined, max: number): [number, number] | undefined {
  const [, low, high] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '') ?? [];
  if (low === undefined) return undefined;
  const first = Number(low);
  const second = high === undefined ? first + 1 : Number(high);
  return first <= max && second <= max ? [first, second] : undefined;
}

function parseOne(text: string): Transport | undefined {
  const [spec = '', ...parameters] = text.split(';').map((part) => part.trim());
  const value = (name: string): string | undefined =>
    parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  if (parameters.includes('multicast')) return undefined;
  if (spec === 'RTP/AVP/TCP') {
    const asked = value('interleaved');
    if (asked === undefined) return { kind: 'tcp', channel: undefined };
    const channels = pair(asked, 255);
    return channels && { kind: 'tcp', channel: channels[0] };
  }
  if (spec !== 'RTP/AVP' && spec !== 'RTP/AVP/UDP') return undefined;
  const ports = pair(value('client_port'), 65_535);
  if (!ports || ports[0] === 0) return undefined;
  return { kind: 'udp', port: ports[0], rtcpPort: ports[1] };
}

/**
 * Returns the first transport of the client's list that the camera can serve. A `destination` is ignored:
 * media goes to where the request came from, nowhere else.
 */
export function chooseTransport(
  header: string | undefined,
  without: 'tcp' | 'udp' | undefined,
): Transport | undefined {
  for (const text of (header ?? '').split(',')) {
    const transport = parseOne(text);
    if (transport && transport.kind !== without) return transport;
  }
  return undefined;
}
