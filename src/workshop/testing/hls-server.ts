import { createServer } from 'node:http';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import type { Hls } from '../../pictures/streams/hls/hls.ts';

export interface HlsServer {
  /** Ends with a slash. */
  readonly url: string;
  /** Names asked for, in order, with their status. */
  readonly asked: { readonly name: string; readonly status: number }[];
  close(): Promise<void>;
}

/** Serves one stream on loopback, and whatever else `extra` names. */
export async function serveHls(
  hls: () => Hls,
  extra: Record<string, string> = {},
): Promise<HlsServer> {
  const asked: { name: string; status: number }[] = [];
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    const page = extra[name];
    if (page !== undefined) {
      response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html');
      response.end(page);
      return;
    }
    void hls()
      .file(name, -Infinity)
      .then((file) => {
        const status = file === undefined ? 404 : 200;
        asked.push({ name, status });
        // A player's page may have an origin of its own, as displays have it.
        response.setHeader('access-control-allow-origin', '*');
        response.writeHead(status, file && { 'content-type': file.contentType });
        response.end(file?.body);
      });
  });
  const { port } = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () => closeServer(server),
  };
}
