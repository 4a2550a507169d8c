/** Cameras' own stills over real HTTP, each answer in two parts, when it is their turn. */
import { createServer, type ServerResponse } from 'node:http';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import type { Turn } from '../races/scheduled-store.ts';

export interface StillServer {
  /** The still of the camera at `place`. */
  url(place: number): string;
  /** Sets whose turns its answers wait for, from now on. */
  during(turn: Turn): void;
  close(): Promise<void>;
}

/** A JPEG's first bytes, and whose it is. */
const jpeg = (place: string): Buffer =>
  Buffer.concat([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), Buffer.from(`<${place} still 1>`)]);

/** Resolves when it listens; its answers wait for nobody until `during` is called. The caller closes it. */
export async function serveStills(): Promise<StillServer> {
  let turn: Turn = async () => undefined;

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const body = jpeg(path.slice(1));
    await turn('the camera answers for its still');
    response.setHeader('Content-Length', body.length);
    response.write(body.subarray(0, 5));
    await turn('the camera sends the rest of its still');
    response.end(body.subarray(5));
  }

  const server = createServer((request, response) => {
    // A turn that fails is a camera that breaks off.
    answer(request.url ?? '', response).catch(() => response.destroy());
  });
  const { port } = await listening(server);
  return {
    url: (place) => `http://127.0.0.1:${port}/${place}`,
    during(next) {
      turn = next;
    },
    close: () => closeServer(server),
  };
}
