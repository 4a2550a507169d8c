import { expect, test } from '@jest/globals';
import { startCamera } from './simulate.ts';
import { clipOf, loadClips } from '../clips/clip.ts';

const birch = clipOf(loadClips(), 'birch/front-door');
const auth = { scheme: 'basic', user: 'viewer', password: 'secret' } as const;
const authorization = { Authorization: `Basic ${Buffer.from('viewer:secret').toString('base64')}` };

test('stills are served with the same login', async () => {
  const one = await startCamera({ clip: birch, auth, still: true });
  const url = (one.stillUrl ?? '').replace('viewer:secret@', '');
  expect((await fetch(url)).status).toBe(401);
  const good = await fetch(url, { headers: authorization });
  expect(good.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await good.arrayBuffer())).toEqual(birch.still);
  expect((await fetch(url, { headers: authorization, method: 'POST' })).status).toBe(405);
  expect((await fetch(`${url}x`)).status).toBe(404);
  expect((await fetch(url.replace('.jpg', '.png'))).status).toBe(404);
  await one.misbehave({ answer: 503 });
  expect((await fetch(url)).status).toBe(503);
  await one.misbehave({ answer: undefined, silent: true });
  await expect(fetch(url, { signal: AbortSignal.timeout(150) })).rejects.toThrow();
  await one.misbehave({ refuse: true });
  await expect(fetch(url)).rejects.toThrow();
  await one.close();
});

test('a stranger in the camera’s place keeps what it is told for a still', async () => {
  const stranger = {
    asks: 'basic',
    realm: 'Elsewhere',
    server: 'Other/1.0',
    stills: true,
  } as const;
  const one = await startCamera({ clip: birch, auth, still: true, behaviour: { stranger } });
  const url = (one.stillUrl ?? '').replace('viewer:secret@', '');
  const asked = await fetch(url);
  expect([asked.status, asked.headers.get('server')]).toEqual([401, 'Other/1.0']);
  expect(asked.headers.get('www-authenticate')).toBe('Basic realm="Elsewhere"');
  expect((await fetch(url, { headers: authorization })).status).toBe(200);
  expect(one.overheard.map(({ login }) => login)).toEqual([authorization.Authorization]);
  await one.close();
});

test('stills are not served unless asked for', async () => {
  const one = await startCamera({ clip: birch });
  expect(one.stillUrl).toBe(undefined);
  await one.close();
});
