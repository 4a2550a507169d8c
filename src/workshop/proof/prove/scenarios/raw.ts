/** Bytes sent to the bridge exactly as they are. */
import { connect } from 'node:net';
import type { World } from '../world.ts';

/** Sends `text` and returns all that comes back until the other side closes, or for `ms`. */
export function sendRaw(world: World, text: string, ms = 1_500): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(world.front.port, '127.0.0.1');
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    const timer = setTimeout(done, ms);
    socket
      .on('data', (bytes: Buffer) => chunks.push(bytes))
      .on('error', done)
      .on('close', done);
    socket.write(text, 'latin1');
  });
}
