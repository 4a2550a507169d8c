/**
 * `GET /metrics` on a port of its own, only on loopback: a reverse proxy that passes on everything that
 * reaches the bridge does not pass on this. Only a Host that is loopback is answered.
 */
import { createServer } from 'node:http';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import { isLoopbackHost } from './loopback-host.ts';

export interface MetricsServer {
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. `read` returns the text. @throws Error if the port is taken. */
export async function serveMetrics(
  port: number,
  read: () => Promise<string>,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const plain = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    // A page from elsewhere whose name was made to lead here learns nothing.
    if (!isLoopbackHost(request.headers.host)) return plain(421, 'not meant for this host\n');
    if (request.url !== '/metrics') return plain(404, 'not found\n');
    if (request.method !== 'GET') return plain(405, 'GET only\n');
    read().then(
      (text) => plain(200, text, 'text/plain; version=0.0.4; charset=utf-8'),
      () => plain(500, 'the metrics cannot be read\n'),
    );
  });
  await listening(server, port);
  return { close: () => closeServer(server) };
}
