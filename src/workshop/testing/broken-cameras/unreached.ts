/** Cameras that are not reached, or end the connection before they play. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { freePort } from '../../../common/free-port.ts';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import { selfSigned } from '../self-signed.ts';
import {
  answering,
  type BrokenCamera,
  notReady,
  nothing,
  offline,
  type RunningCamera,
  scripted,
  source,
} from './broken-camera.ts';
import { mute } from './moving-names.ts';

const takesOne =
  (start: () => Promise<RunningCamera>): (() => Promise<RunningCamera>) =>
  async () => ({ ...(await start()), connections: 'one' });

async function served(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  const { port } = await listening(server);
  return { port, close: () => closeServer(server, sockets) };
}

async function oldTls(): Promise<RunningCamera> {
  const { key, cert } = selfSigned();
  const old = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  const server = createTlsServer({ key, cert, ...old }).on('tlsClientError', () => undefined);
  const { port, close } = await served(server);
  return { source: source(`rtsps://127.0.0.1:${port}/cam`), close };
}

export const unreached: readonly BrokenCamera[] = [
  {
    name: 'a name that nobody has',
    code: 'name-not-found',
    google: offline,
    start: async () => ({ source: source('rtsp://camera.invalid/live'), close: nothing }),
  },
  {
    name: 'a name that nobody knows anything of',
    code: 'name-unanswered',
    google: offline,
    start: async () => ({ source: source(`rtsp://${mute}/live`), close: nothing }),
  },
  {
    name: 'nothing at its port',
    code: 'refused',
    google: offline,
    start: async () => ({
      source: source(`rtsp://127.0.0.1:${await freePort()}/cam`),
      close: nothing,
    }),
  },
  {
    name: 'takes the connection and never answers',
    code: 'timed-out',
    google: offline,
    start: scripted({ reply: () => undefined }),
  },
  {
    name: 'hangs up on every question',
    code: 'closed',
    google: offline,
    start: scripted({ reply: (_, __, socket) => void socket.destroy() }),
  },
  {
    name: 'resets every connection',
    code: 'closed',
    google: offline,
    start: async () => {
      const { port, close } = await served(
        createServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
      );
      return { source: source(`rtsp://127.0.0.1:${port}/cam`), close };
    },
  },
  {
    name: 'a certificate of its own',
    code: 'certificate',
    google: notReady,
    start: async () => scripted({ tls: selfSigned() })(),
  },
  { name: 'TLS of 2006', code: 'tls-too-old', google: notReady, start: oldTls },
  {
    name: 'rtsps:// where TLS is not spoken',
    code: 'tls-failed',
    google: notReady,
    start: async () => {
      const { port, close } = await served(
        createServer((socket) => socket.end('RTSP/1.0 400 Bad Request\r\n\r\n')),
      );
      return { source: source(`rtsps://127.0.0.1:${port}/cam`), close };
    },
  },
  {
    name: 'an address that no way leads to',
    code: 'no-route',
    google: offline,
    // No connection is made to a group of hosts.
    start: async () => ({ source: source('rtsp://224.0.0.1/cam'), close: nothing }),
  },
  {
    name: 'an address of a network that is not named',
    code: 'unreachable',
    google: offline,
    start: async () => ({ source: source('rtsp://[fe80::1]/cam'), close: nothing }),
  },
  {
    name: 'one connection, and somebody else has it',
    code: 'one-connection',
    google: 'deviceBusy',
    start: takesOne(scripted({ reply: answering('DESCRIBE', 453) })),
  },
  {
    name: 'one connection, and it ends ours',
    code: 'one-connection',
    google: 'deviceBusy',
    start: takesOne(scripted({ reply: (_, __, socket) => void socket.destroy() })),
  },
];
