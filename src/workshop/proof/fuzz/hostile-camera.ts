/** One RTSP server for very many hostile cameras: the path of the URL says which one is asked. */
import { createServer, type Socket } from 'node:net';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import { damaged, type ByteEdit } from './damage.ts';
import { onRequestHeads } from '../../testing/request-heads.ts';

export interface HostileScript {
  readonly sdp: string;
  /** What is done to each of the first answers of a connection. */
  readonly answers: readonly (readonly ByteEdit[])[];
  /** More headers of every answer. */
  readonly headers: readonly string[];
  /** What follows PLAY: RTP, RTCP, or something else. */
  readonly media: Buffer;
}

export interface HostileCameras {
  url(script: HostileScript): string;
  /** Drops the script behind an address that is not needed any more. */
  forget(url: string): void;
  close(): Promise<void>;
}

/** A connection on which nothing came for so long is over. */
const quietMs = 40;

function answerTo(head: string, { sdp, headers }: HostileScript): Buffer {
  const [start = '', ...lines] = head.split('\r\n');
  const [method = '', uri = ''] = start.split(' ');
  const of = (name: string): string =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const body = method === 'DESCRIBE' ? sdp : '';
  const said = [
    'RTSP/1.0 200 OK',
    `CSeq: ${of('cseq')}`,
    ...(method === 'OPTIONS' ? ['Public: DESCRIBE, SETUP, PLAY'] : ['Session: 1;timeout=60']),
    ...(method === 'DESCRIBE' ? [`Content-Base: ${uri}/`, 'Content-Type: application/sdp'] : []),
    ...(method === 'SETUP' ? [`Transport: ${of('transport')}`] : []),
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${said.join('\r\n')}\r\n\r\n${body}`);
}

/** Resolves when it listens. The caller closes it. */
export async function hostileCameras(): Promise<HostileCameras> {
  const scripts = new Map<string, HostileScript>();
  const sockets = new Set<Socket>();
  let made = 0;

  function serve(socket: Socket): void {
    sockets.add(socket);
    let answered = 0;
    const quiet = setTimeout(() => socket.end(), quietMs);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(quiet);
      sockets.delete(socket);
    });
    socket.on('data', () => quiet.refresh());
    onRequestHeads(socket, (head) => {
      const script = scripts.get(/\/camera-(\d+)/.exec(head)?.[1] ?? '');
      if (script === undefined) return;
      socket.write(damaged(answerTo(head, script), script.answers[answered] ?? []));
      answered += 1;
      if (head.startsWith('PLAY ')) socket.end(script.media);
    });
  }

  const server = createServer(serve);
  const { port } = await listening(server);
  return {
    url(script) {
      made += 1;
      scripts.set(String(made), script);
      return `rtsp://viewer:hunter2@127.0.0.1:${port}/camera-${made}`;
    },
    forget: (url) => void scripts.delete(/\d+$/.exec(url)?.[0] ?? ''),
    close: () => closeServer(server, sockets),
  };
}
