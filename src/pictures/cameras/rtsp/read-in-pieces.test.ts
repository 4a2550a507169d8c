/**
 * Cameras side by side whose bytes come cut anyhow, in the clear and by TLS: what a source has handed out stays what
 * it was when it was handed out, whatever is read into the same memory afterwards.
 */
import { createHash } from 'node:crypto';
import { connect, createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import { loadClips } from '../../../simulator/clips/clip.ts';
import { type SelfSigned, selfSigned } from '../../../workshop/testing/self-signed.ts';
import { until } from '../../../workshop/until.ts';
import type { AccessUnit } from '../media.ts';
import { describeWith } from './testing/tools.ts';
import { watching } from './testing/watching.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** Sizes of pieces, in turn: within a frame's head, at and around a TLS record, several pictures. */
const sizes = [1, 3, 700, 2, 16_384, 5, 40_000, 16_385, 11];

/** Passes on what a camera sends in pieces of those sizes, each by itself. */
async function cutting(port: number, tls: SelfSigned | undefined): Promise<number> {
  const sockets = new Set<Socket>();
  const serve = (to: Socket): void => {
    const from = connect({ port, host: '127.0.0.1', noDelay: true });
    to.setNoDelay(true);
    for (const socket of [to, from]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => [to, from].forEach((one) => one.destroy()));
    }
    // A simulated camera knows of no TLS.
    const inTheClear = (bytes: Buffer): string =>
      bytes.toString('latin1').replaceAll('rtsps:', 'rtsp:');
    to.on('data', (bytes: Buffer) => void from.write(inTheClear(bytes), 'latin1'));
    let turn = 0;
    from.on('data', (bytes: Buffer) => {
      for (let left = bytes; left.length > 0; turn += 1) {
        const piece = left.subarray(0, sizes[turn % sizes.length]);
        left = left.subarray(piece.length);
        to.write(piece);
      }
    });
  };
  const server: Server = tls
    ? createSecure({ key: tls.key, cert: tls.cert }, serve)
    : createPlain(serve);
  const { port: at } = await listening(server);
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(resolve));
    },
  });
  return at;
}

const piecesOf = (unit: AccessUnit): readonly Uint8Array[] =>
  unit.kind === 'video' ? unit.nals : [unit.data];
const digestOf = (unit: AccessUnit): string => {
  const hash = createHash('sha256');
  for (const piece of piecesOf(unit)) hash.update(`${piece.length} `).update(piece);
  return hash.digest('hex');
};

describeWith('openssl', 'read in pieces', () => {
  test.each([false, true])(
    'nothing of a unit changes once it is handed out; TLS: %j',
    async (secure) => {
      const tls = secure ? selfSigned() : undefined;
      const watched = await Promise.all(
        loadClips().map(async (clip) => {
          const camera = await startCamera({ clip });
          open.push(camera);
          const url = new URL(camera.url);
          url.port = String(await cutting(Number(url.port), tls));
          const { source } = watching(
            url.href.replace(/^rtsp:/, tls ? 'rtsps:' : 'rtsp:'),
            {},
            { transport: 'tcp', ...(tls && { ca: tls.cert }) },
          );
          open.push(source);
          const units: { readonly unit: AccessUnit; readonly digest: string }[] = [];
          source.subscribe((unit) => void units.push({ unit, digest: digestOf(unit) }));
          const known = new Set(
            [...clip.video.pictures.flatMap(({ nals }) => nals), ...(clip.audio?.frames ?? [])].map(
              (piece) => Buffer.from(piece).toString('base64'),
            ),
          );
          return { units, known };
        }),
      );
      await until(() => watched.every(({ units }) => units.length > 60));
      for (const { units, known } of watched) {
        const own = units.map(({ unit }) =>
          piecesOf(unit).filter((it) => known.has(Buffer.from(it).toString('base64'))),
        );
        expect(own.every((pieces) => pieces.length > 0)).toBe(true);
        expect(units.filter(({ unit, digest }) => digestOf(unit) !== digest)).toEqual([]);
      }
    },
    20_000,
  );
});
