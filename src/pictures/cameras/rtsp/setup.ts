/** SETUP of one stream, and which transports to try in which order. */
import type { RtspTransport } from '../../../wall/partitions/camera-address.ts';
import { type Exchange, faultOf, header } from './exchange.ts';
import type { RtspFault } from './fault.ts';
import type { Transport, TransportKind } from './transport.ts';

/**
 * Returns the transports to try, in their order. With `auto` a camera stays with what it is bound to: whoever
 * answers in its place cannot lead us to UDP, which is easier to forge. At first contact it begins with TCP, and
 * takes UDP where the camera refuses that. `udp` is the operator's word: UDP first, each time. `tcp` stays with
 * TCP, as does TLS: UDP would be in clear.
 */
export function transportOrder(
  setting: RtspTransport,
  secure: boolean,
  bound: TransportKind | undefined,
): readonly TransportKind[] {
  if (secure || setting === 'tcp') return ['tcp'];
  if (setting === 'udp') return ['udp', 'tcp'];
  return bound === undefined ? ['tcp', 'udp'] : [bound];
}

/**
 * Answers to SETUP that say "not with this Transport header": 461 Unsupported Transport is the right
 * one (RFC 2326 §11.3.11). Cameras that do not know `interleaved`, or do not look for it, call it a
 * syntax (400), a parameter (451), a header (456), something not acceptable (406) or not implemented
 * (501). Any other status is about something else, and another transport would not mend it.
 */
const refusals: ReadonlySet<number> = new Set([400, 406, 451, 456, 461, 501]);

/** Undefined when set up; the fault when the camera refuses this transport. @throws RtspFault otherwise */
export async function setUp(
  exchange: Exchange,
  uri: string,
  transport: Transport,
): Promise<RtspFault | undefined> {
  const response = await exchange.ask('SETUP', uri, { Transport: transport.offer });
  if (response.status !== 200) {
    transport.close();
    const fault = faultOf(response);
    if (refusals.has(response.status)) return fault;
    throw fault;
  }
  await transport.accept(header(response, 'transport'));
  return undefined;
}
