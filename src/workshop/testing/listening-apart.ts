/**
 * Ports for cameras of one suite. Linux gives out some 7,000, at random, and again soon: a camera that got the port
 * of an earlier one, whose row still stands, would be taken for that one.
 */
import type { AddressInfo, Server } from 'node:net';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';

const given = new Set<number>();

/** Listens at the port, or at one that no other camera of the suite had. */
export async function listeningApart(
  server: Server,
  port = 0,
  host = '127.0.0.1',
): Promise<AddressInfo> {
  for (;;) {
    const address = await listening(server, port, host);
    if (port !== 0 || !given.has(address.port)) {
      given.add(address.port);
      return address;
    }
    await closeServer(server);
  }
}
