/** A server that is no camera and would like to hear a password: it answers 401 to whatever it is asked. */
import { createServer } from 'node:net';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import { onRequestHeads } from './request-heads.ts';

export interface Thief {
  readonly port: number;
  /** How many connections came. */
  readonly connections: number;
  /** What it was told: by Basic as `user:password`, else as it stood. */
  readonly heard: string[];
  close(): Promise<void>;
}

const challenges = {
  Basic: 'WWW-Authenticate: Basic realm="Elsewhere"',
  Digest: 'WWW-Authenticate: Digest realm="Elsewhere", nonce="0123456789abcdef"',
};

const readable = (login: string): string => {
  const [, token] = /^Basic +(\S+)/i.exec(login) ?? [];
  return token === undefined ? login : Buffer.from(token, 'base64').toString('utf8');
};

/** Speaks RTSP and HTTP, at a port of 127.0.0.1; `asks` is how it wants to be told. */
export async function openThief(asks: keyof typeof challenges = 'Basic'): Promise<Thief> {
  let connections = 0;
  const heard: string[] = [];
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    onRequestHeads(socket, (request) => {
      const [, login] = /^authorization: *(.*)$/im.exec(request) ?? [];
      if (login !== undefined) heard.push(readable(login));
      const [, sequence = '0'] = /^cseq: *(\d+)/im.exec(request) ?? [];
      const version = /RTSP\/1\.0/.test(request) ? 'RTSP/1.0' : 'HTTP/1.1';
      const head = [`${version} 401 Unauthorized`, `CSeq: ${sequence}`, challenges[asks]];
      socket.write([...head, 'Content-Length: 0', '', ''].join('\r\n'));
    });
  });
  const { port } = await listening(server);
  return {
    port,
    get connections() {
      return connections;
    },
    heard,
    close: () => closeServer(server),
  };
}
