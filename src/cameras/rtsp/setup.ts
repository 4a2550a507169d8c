/** SETUP of one stream, and which transports to try in which order. */
import type { RtspTransport } from '../../partitions/camera-address.ts';
import { type Exchange, faultOf, header } from './exchange.ts';
import type { Transport, TransportKind } from './transport.ts';

/**
 * `auto` begins with TCP, `udp` with UDP, and each takes the other where the camera refuses (461).
 * `tcp` stays with TCP, as does TLS: UDP would be in clear.
 */
export function transportOrder(setting: RtspTransport, secure: boolean): readonly TransportKind[] {
  if (secure || setting === 'tcp') return ['tcp'];
  return setting === 'udp' ? ['udp', 'tcp'] : ['tcp', 'udp'];
}

/** False when the camera does not speak this transport (461). @throws RtspFault otherwise */
export async function setUp(
  exchange: Exchange,
  uri: string,
  transport: Transport,
): Promise<boolean> {
  const response = await exchange.ask('SETUP', uri, { Transport: transport.offer });
  if (response.status === 461) {
    transport.close();
    return false;
  }
  if (response.status !== 200) {
    transport.close();
    throw faultOf(response);
  }
  transport.accept(header(response, 'transport'));
  return true;
}
