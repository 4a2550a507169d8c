/** A server on a free loopback port, for a test. */
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';

export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

/** Resolves when `handle` is served; the caller closes it. */
export async function listen(handle: RequestListener): Promise<Listening> {
  const server = createServer(handle);
  const { port } = await listening(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => closeServer(server),
  };
}
