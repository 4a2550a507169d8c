/** Hears requests, RTSP or HTTP, as a device of the tests does that looks at their heads alone. */
import type { Socket } from 'node:net';

/** Calls `asked` with the head of each request that comes, without the empty line that ends it. None has a body. */
export function onRequestHeads(socket: Socket, asked: (head: string) => void): void {
  let rest = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    const heads = (rest + text).split('\r\n\r\n');
    rest = heads.pop() ?? '';
    for (const head of heads) asked(head);
  });
}
