/** A STUN server (RFC 8489) on a real socket, which tells everybody the same address. */
import { createSocket } from 'node:dgram';

export interface StunServer {
  readonly port: number;
  /** How many requests have come. */
  readonly asked: () => number;
  close(): Promise<void>;
}

const bindingSuccess = 0x0101;
const xorMappedAddress = 0x0020;
const cookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);

/** @param mapped the IPv4 address and port that it says it sees */
export async function openStunServer(mapped: {
  readonly address: string;
  readonly port: number;
}): Promise<StunServer> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (request, from) => {
    asked += 1;
    const answer = Buffer.alloc(32);
    answer.writeUInt16BE(bindingSuccess, 0);
    answer.writeUInt16BE(12, 2);
    request.copy(answer, 4, 4, 20);
    answer.writeUInt16BE(xorMappedAddress, 20);
    answer.writeUInt16BE(8, 22);
    answer.writeUInt16BE(1, 24);
    answer.writeUInt16BE(mapped.port ^ cookie.readUInt16BE(), 26);
    const bytes = mapped.address.split('.').map((part, at) => Number(part) ^ (cookie[at] ?? 0));
    answer.set(bytes, 28);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    asked: () => asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
