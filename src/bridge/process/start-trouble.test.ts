import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { makeFolder } from '../../common/make-folder.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { readConfig } from '../config/config.ts';
import { startTrouble } from './start-trouble.ts';

let place: string;
beforeEach(async () => {
  place = scratchFolder('trouble');
});
afterEach(() => removeFolder(place));

const config = { ...readConfig({ PORT: '8080' }), metricsPort: 9464 };

/** As Node gives it: `syscall`, `port` and `path` included. */
const refusal = (code: string, facts: object) => Object.assign(new Error(code), { code, ...facts });

const refusedBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
};

test('a port in use names the setting that says it', async () => {
  const server = createServer();
  const { port } = await listening(server);
  try {
    const tcp = await refusedBy(() => listening(createServer(), port));
    const words = `port ${port} is in use: set PORT to another one, or stop what listens there`;
    expect(startTrouble(tcp, { ...config, port })).toBe(words);
    const metrics = startTrouble(tcp, { ...config, metricsPort: port });
    expect(metrics).toBe(words.replace('PORT', 'METRICS_PORT'));
  } finally {
    server.close();
  }
});

test('a UDP port in use is that of WebRTC', async () => {
  const [first, second] = [createSocket('udp4'), createSocket('udp4')];
  await new Promise<void>((resolve) => first.bind(0, '127.0.0.1', resolve));
  const { port } = first.address();
  try {
    second.bind({ port, address: '127.0.0.1', exclusive: true });
    const udp = await refusedBy(() => once(second, 'listening'));
    expect(startTrouble(udp, config)).toContain(`UDP port ${port} is in use: set WEBRTC_UDP_PORT`);
  } finally {
    first.close();
    second.close();
  }
});

test('a low port, and a host that is not this machine', () => {
  const low = refusal('EACCES', { syscall: 'listen', port: 443 });
  expect(startTrouble(low, config)).toContain('set PORT to one above 1023');
  const foreign = refusal('EADDRNOTAVAIL', { syscall: 'listen', port: 8080 });
  expect(startTrouble(foreign, config)).toContain('HOST is no address of this machine');
  const unknown = refusal('ENOTFOUND', { syscall: 'getaddrinfo' });
  expect(startTrouble(unknown, config)).toContain('HOST leads to no address');
});

test('a folder that cannot be is named with its path', async () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  const inside = await refusedBy(() => mkdirSync(join(file, 'data')));
  expect(startTrouble(inside)).toBe(
    `${join(file, 'data')} cannot be there: something on that path is a file and no folder`,
  );
  const same = await refusedBy(() => makeFolder(file, 0o700));
  expect(startTrouble(same)).toBe(
    `${file} cannot be a folder: there is a file of that name, or a link that leads nowhere`,
  );
  symlinkSync(join(place, 'gone'), join(place, 'link'));
  const lost = join(place, 'link', 'data');
  const behind = await refusedBy(() => makeFolder(lost, 0o700));
  expect(startTrouble(behind)).toBe(
    `${lost} cannot be there: something on that path is a link that leads nowhere, or a folder in which ` +
      'none can be made, such as /proc; name another place',
  );
  const closed = refusal('EACCES', { syscall: 'mkdir', path: '/srv/data' });
  expect(startTrouble(closed)).toContain('permission denied: /srv/data; the user that the bridge');
});

test('anything else is left as it is', () => {
  for (const code of ['EEXIST', 'ENOENT']) {
    expect(
      startTrouble(refusal(code, { syscall: 'open', path: '/srv/keys.json' })),
    ).toBeUndefined();
  }
  expect(startTrouble(new TypeError('a mistake'), config)).toBeUndefined();
  expect(startTrouble('no error', config)).toBeUndefined();
});
