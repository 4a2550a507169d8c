/**
 * Makes the connections of postgres.js, which by itself tries again, without a pause and without an end, where one is taken and
 * ended before the server has said anything: so does whatever stands before a server that is gone.
 */
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** A connection that fails as soon as something is written to it: an error any sooner is not heard. */
function failing(error: Error): Duplex {
  return new Duplex({ read: () => {}, write: (_bytes, _encoding, done) => done(error) });
}

function open({ host, port }: Connection): Socket {
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
}

/**
 * Resolves, never rejects, once the server has taken the connection or has not. `isOver` is whether nobody wants it any
 * more.
 */
export function reach(
  connection: Connection,
  timeoutMs: number,
  isOver: () => boolean,
): Promise<Duplex> {
  return new Promise((resolve) => {
    const socket = open(connection);
    function fail(error: Error): void {
      clearTimeout(late);
      socket.destroy();
      resolve(failing(error));
    }
    const late = setTimeout(() => fail(coded('CONNECT_TIMEOUT')), timeoutMs);
    socket.once('error', fail).once('connect', () => {
      if (isOver()) return fail(coded('CONNECTION_ENDED'));
      clearTimeout(late);
      socket.off('error', fail).once('end', () => {
        if (socket.bytesRead === 0) socket.destroy(coded('ECONNRESET'));
      });
      // By its name the server's certificate is asked for.
      resolve(Object.assign(socket, { host: connection.host }));
    });
  });
}
