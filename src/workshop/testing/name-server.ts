/** A name server on a real socket that answers, refuses, or keeps silent (RFC 1035), for each kind of address. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Addresses; `none`: the name has none of this kind; `failing`: SERVFAIL; `silent`: no answer. */
export type NameAnswer = readonly string[] | 'none' | 'unknown' | 'failing' | 'silent';

export interface NameServer {
  /** As resolvers take it. */
  readonly address: string;
  close(): Promise<void>;
}

const codes = { none: 0, failing: 2, unknown: 3 } as const;
const kinds: Readonly<Record<number, 4 | 6>> = { 1: 4, 28: 6 };

function bytesOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, behind] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - behind.length }, () => '0');
  const all = [...before, ...zeros, ...behind].map((group) => Number.parseInt(group, 16));
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

/** Asked anew with every question, whatever the name. */
export async function nameServer(answers: (family: 4 | 6) => NameAnswer): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    // The question: labels up to the empty one, then type and class.
    const end = query.indexOf(0, 12) + 5;
    const question = query.subarray(12, end);
    const type = question.readUInt16BE(question.length - 4);
    const answer = answers(kinds[type] ?? 4);
    if (answer === 'silent') return;
    const found = typeof answer === 'string' ? [] : answer;
    const code = typeof answer === 'string' ? codes[answer] : 0;
    const head = Buffer.from([
      query[0] ?? 0,
      query[1] ?? 0,
      0x81,
      0x80 | code,
      0,
      1,
      0,
      found.length,
      0,
      0,
      0,
      0,
    ]);
    const records = found.map((address) => {
      const bytes = bytesOf(address);
      // The name is that of the question, at byte 12; class IN, for a minute.
      const fixed = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length]);
      return Buffer.concat([fixed, bytes]);
    });
    socket.send(Buffer.concat([head, question, ...records]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    address: `127.0.0.1:${port}`,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
