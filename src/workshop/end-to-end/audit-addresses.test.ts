/** Network addresses of displays in the delivery record: where the operator wants them, and else nowhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { startBridge } from '../../bridge/bridge.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { link } from '../../simulator/client/link.ts';
import { createLog } from '../../common/log.ts';
import { intendAt } from '../testing/intend.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { openStream } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';

jest.setTimeout(120_000);

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('addresses');
});
afterEach(() => removeFolder(folder));

const from = (address: string) => ({ 'x-forwarded-for': address });

async function casement(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: folder };
  const { stdout, stderr } = await runCommandHere(args, { cwd: folder, env });
  expect(stderr).toBe('');
  return stdout;
}

/**
 * Watches as one display by HLS and as another by WebRTC, each at an address of its own, behind one
 * proxy; returns what was logged.
 */
async function watch(addresses: boolean): Promise<string> {
  const config = readConfig({ PORT: '0', DATA_DIR: folder });
  let logged = '';
  const bridge = await startBridge(
    { ...config, trustedProxies: 1, audit: { ...config.audit, addresses } },
    createLog('debug', { write: (line) => (logged += line) }),
  );
  try {
    const { origin, demo } = bridge;
    const { email = '', password = '', cameras = [] } = demo?.accounts[0] ?? {};
    const { accessToken } = await link({
      origin,
      ...(demo?.oauth ?? { clientId: '', clientSecret: '', redirectUri: '' }),
      email,
      password,
    });
    const device = cameras[0]?.deviceId ?? '';
    const asked = { intend: intendAt(origin) };
    const { url } = await openStream(asked, accessToken, device, 'hls');
    // What a display says of itself in front of the proxy is not believed.
    const claimed = '198.51.100.1, 203.0.113.9';
    expect((await fetch(url, { headers: from(claimed) })).status).toBe(200);
    const moved = await fetch(new URL('snapshot.jpg', url), { headers: from('203.0.113.10') });
    expect(moved.status).toBe(200);
    const webrtc = await openStream(asked, accessToken, device, 'webrtc');
    (await watchWebRtc(webrtc, device, 20, from('2001:db8::7'))).close();
  } finally {
    await bridge.close();
  }
  return logged;
}

test('where they are wanted, each delivery tells where its display was', async () => {
  await watch(true);
  const shown = JSON.parse(await casement('audit', 'show', '--json')) as {
    record: { verified: boolean };
    sessions: readonly { protocol: string; address?: string }[];
    beside: readonly object[];
  };
  expect(shown.record.verified).toBe(true);
  expect(
    Object.fromEntries(shown.sessions.map(({ protocol, address }) => [protocol, address])),
  ).toEqual({ hls: '203.0.113.9', webrtc: '2001:db8::7' });
  expect(shown.beside).toMatchObject([
    { kind: 'elsewhere', first: '203.0.113.9', from: '203.0.113.10' },
  ]);
  expect(await casement('audit', 'show')).toContain(
    'the ticket was used from another address (203.0.113.10) than at first (203.0.113.9)',
  );
  expect(await casement('audit', 'show')).toMatch(/ END +ADDRESS\n[^]*203\.0\.113\.9\n/);
  const exposure = ['audit', 'exposure', '--since', '1h'];
  const [head, ...rows] = (await casement(...exposure, '--csv')).trim().split('\r\n');
  expect(head?.split(',').at(-1)).toBe('addresses');
  const told = rows.map((row) => row.split(',').at(-1)).filter((cell) => cell !== '');
  expect(told.map((cell) => cell?.split(' ').toSorted())).toEqual([['2001:db8::7', '203.0.113.9']]);
  const { accounts } = JSON.parse(await casement(...exposure, '--json')) as {
    accounts: readonly { delivered: readonly { address?: string }[] }[];
  };
  const everywhere = accounts.flatMap((one) => one.delivered.map(({ address }) => address));
  expect(new Set(everywhere)).toEqual(new Set(['2001:db8::7', '203.0.113.9']));
});

test('else nothing of them is written anywhere', async () => {
  expect(readConfig({}).audit.addresses).toBe(false);
  const logged = await watch(false);
  const { sessions, beside } = JSON.parse(await casement('audit', 'show', '--json')) as {
    sessions: readonly object[];
    beside: readonly { first: string; from: string }[];
  };
  expect(sessions).toHaveLength(2);
  // That the ticket was used from elsewhere is told all the same, with keyed hashes of both.
  const hash = expect.stringMatching(/^[\w-]{43}$/);
  expect(beside).toMatchObject([{ kind: 'elsewhere', first: hash, from: hash }]);
  expect(beside[0]?.first).not.toBe(beside[0]?.from);
  for (const session of sessions) expect(session).not.toHaveProperty('address');
  expect(await casement('audit', 'show')).not.toContain('ADDRESS');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  const texts = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  );
  for (const text of [...texts, logged]) expect(text).not.toMatch(/203\.0\.113|2001:db8/);
});
