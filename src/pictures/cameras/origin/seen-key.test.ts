import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { selfSigned, signedAgain, type SelfSigned } from '../../../workshop/testing/self-signed.ts';
import { seenKey } from './seen-key.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).toReversed()) close();
});

/** Both ends of a connection to what shows `shown`, made by one that trusts `trusted` alone. */
async function connected(shown: SelfSigned, trusted?: SelfSigned) {
  // It takes in who shows none.
  const asking = { requestCert: true, rejectUnauthorized: false };
  const server = createServer({ key: shown.key, cert: shown.cert, ...asking });
  const { port } = await listening(server);
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
  const ca = trusted === undefined ? {} : { ca: trusted.cert };
  const ours = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...ca });
  closing.push(
    () => server.close(),
    () => ours.destroy(),
  );
  await once(ours, 'secureConnect');
  const [theirs] = await accepted;
  return { ours, theirs };
}

test('the key that was shown is told by its own fingerprint, vouched for by a chain that was checked', async () => {
  const camera = selfSigned();
  const { fingerprint } = camera;
  expect(fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  expect(seenKey((await connected(camera)).ours)).toEqual({ fingerprint, vouched: false });
  expect(seenKey((await connected(camera, camera)).ours)).toEqual({ fingerprint, vouched: true });
});

test('another certificate over the same key is the same key, over another it is another', async () => {
  const camera = selfSigned();
  const again = signedAgain(camera);
  expect(again.cert).not.toBe(camera.cert);
  expect(seenKey((await connected(again)).ours)?.fingerprint).toBe(camera.fingerprint);
  expect(seenKey((await connected(selfSigned())).ours)?.fingerprint).not.toBe(camera.fingerprint);
});

test('who shows no certificate, and one that cannot be read, show no key', async () => {
  const { theirs } = await connected(selfSigned());
  expect(seenKey(theirs)).toBeUndefined();
  theirs.getPeerX509Certificate = () => {
    throw new Error('unsupported');
  };
  expect(seenKey(theirs)).toBeUndefined();
});
