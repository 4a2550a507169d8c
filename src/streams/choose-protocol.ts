/** Which protocol a display gets: one it asked for, in the order configured, or none. */
import { Failure } from '../failures.ts';
import type { StreamProtocol } from '../identity/ticket.ts';
import type { Wanted } from './streams.ts';

export interface ProtocolOrders {
  readonly usual: readonly StreamProtocol[];
  /** For requests with `StreamToChromecast`. */
  readonly cast: readonly StreamProtocol[];
}

/**
 * The first of the configured protocols that the display listed.
 * @throws Failure `protocol-unsupported` when there is none: never an answer nobody asked for.
 */
export function chooseProtocol(wanted: Wanted, orders: ProtocolOrders): StreamProtocol {
  const order = wanted.toChromecast ? orders.cast : orders.usual;
  const chosen = order.find((protocol) => wanted.protocols.includes(protocol));
  if (chosen === undefined) {
    throw new Failure('protocol-unsupported', 'no protocol that this display and camera share');
  }
  return chosen;
}
