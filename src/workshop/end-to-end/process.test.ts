/**
 * The process: what it refuses to start on, and how it leaves.
 *
 * @takes 55 s
 * @computes
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { refresh } from '../testing/refresh.ts';
import { authorizeQuery } from '../../simulator/client/oauth-forms.ts';
import { link } from '../../simulator/client/link.ts';
import { openWorkplace, type Workplace } from '../testing/bridge-process.ts';
import { until } from '../until.ts';
import { runCommand } from '../testing/run-command.ts';

jest.setTimeout(120_000);

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.close());

const good = [
  'PUBLIC_URL=https://cameras.example.net',
  'GOOGLE_PROJECT_ID=my-home-cameras',
  'OAUTH_CLIENT_ID=google-home',
  'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
];

test('a demo starts without any configuration and leaves whole on SIGTERM', async () => {
  const bridge = await place.start();
  expect(bridge.output()).toContain(`${bridge.demo.origin}/display`);
  for (const { email, password } of bridge.demo.accounts) {
    expect(bridge.output()).toContain(email);
    expect(bridge.output()).toContain(password);
  }
  expect((await fetch(`${bridge.demo.origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${bridge.demo.origin}/readyz`)).status).toBe(200);
  for (const file of readdirSync(bridge.dataDir)) {
    expect([file, statSync(join(bridge.dataDir, file)).mode & 0o077]).toEqual([file, 0]);
  }
  expect(await bridge.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const children = readdirSync('/proc').filter((pid) => {
    try {
      return (
        readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === `${bridge.pid}`
      );
    } catch {
      return false;
    }
  });
  expect(children).toEqual([]);
});

test('a data folder where none can be made ends it, and says why', async () => {
  const entry = new URL('../../main.ts', import.meta.url);
  const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: '/proc/nope/data' };
  // What Node's recursive mkdir does there ends by no other signal.
  const bounds = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
  const { code, stderr } = await runCommand(entry, [], { cwd: place.folder, env, ...bounds });
  expect(code).toBe(1);
  expect(stderr).toMatch(/casement: \/proc\/nope cannot be there: .*; name another place\n$/);
});

test.each(['--help', '-h'])('%s prints help and starts nothing', async (flag) => {
  const entry = new URL('../../main.ts', import.meta.url);
  const env = { PATH: process.env['PATH'], PORT: '0' };
  const { code, stdout } = await runCommand(entry, [flag], { cwd: place.folder, env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: node dist\/main\.js\n/);
  expect(readdirSync(place.folder)).toEqual([]);
});

test.each(['../../main.ts', '../../setup/start.mjs', '../../setup/build.mjs'])(
  '%s refuses an argument: nobody would hear it',
  async (program) => {
    const entry = new URL(program, import.meta.url);
    const env = { PATH: process.env['PATH'], PORT: '0' };
    const args = ['--port', '9000'];
    const { code, stdout, stderr } = await runCommand(entry, args, { cwd: place.folder, env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^casement: unexpected argument '--port': \S.*\n$/);
    expect(readdirSync(place.folder)).toEqual([]);
  },
);

test('a demo that is started again keeps its households, and links outlive it', async () => {
  const first = await place.start();
  const [birch] = first.demo.accounts;
  if (birch === undefined) throw new Error('no household');
  const { refreshToken } = await link({
    origin: first.demo.origin,
    ...first.demo.oauth,
    email: birch.email,
    password: birch.password,
  });
  await first.end('SIGTERM');
  const second = await place.start();
  const { clientId, clientSecret } = second.demo.oauth;
  expect({ clientId, clientSecret }).toEqual({
    clientId: first.demo.oauth.clientId,
    clientSecret: first.demo.oauth.clientSecret,
  });
  expect(second.demo.accounts[0]?.cameras.map(({ deviceId }) => deviceId)).toEqual(
    birch.cameras.map(({ deviceId }) => deviceId),
  );
  expect((await refresh(second.demo, refreshToken)).status).toBe(200);
});

test('with a configuration it starts for real: no demo, no display, Google’s redirects only', async () => {
  // Its public URL is nobody's: there is no front door to watch.
  await place.configure(`${[...good, 'TRIPWIRE=off'].join('\n')}\n`);
  const { local, output } = await place.startReal();
  const listening = `"origin":"https://cameras.example.net","at":"${new URL(local).host}"`;
  // The log comes by another pipe than the word that was waited for.
  await until(() => output().includes(listening), 60_000);
  // As whoever writes it by an editor leaves it.
  expect(output()).toContain('"mend":"chmod 600 .env"');
  expect((await fetch(`${local}/readyz`)).status).toBe(200);
  expect((await fetch(`${local}/display`)).status).toBe(404);
  expect(readdirSync(join(place.folder, 'data'))).not.toContain('demo.json');
  const authorize = async (redirect: string): Promise<number> => {
    const query = authorizeQuery({ client: 'google-home', redirectUri: redirect, state: 'x' });
    const answer = await fetch(`${local}/oauth/authorize?${query}`, { redirect: 'manual' });
    return answer.status;
  };
  const google = 'https://oauth-redirect.googleusercontent.com/r/my-home-cameras';
  expect(await authorize(google)).toBe(302);
  expect(await authorize(google.replace('redirect', 'redirect-sandbox'))).toBe(302);
  expect(await authorize(`${google}/x`)).toBe(400);
  expect(await authorize('https://cameras.example.net/display/linked')).toBe(400);
});

test('told to leave twice at once, as by Ctrl-C under npm, it leaves whole', async () => {
  await place.configure(`${[...good, 'TRIPWIRE=off'].join('\n')}\n`);
  const bridge = await place.startReal();
  const [, ended] = await Promise.all([bridge.end('SIGINT'), bridge.end('SIGTERM')]);
  expect(ended).toEqual({ code: 0, signal: null });
  expect(bridge.output()).toContain('"stopped"');
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'told to leave by %s while it starts, it leaves whole all the same',
  async (signal) => {
    await place.configure(`${[...good, 'AUDIT=off', 'TRIPWIRE=off'].join('\n')}\n`);
    expect(await place.endWhileStarting(signal)).toEqual({ code: 0, signal: null });
    const left = readdirSync(join(place.folder, 'data'));
    for (const name of ['bridge.json', 'control.sock']) expect(left).not.toContain(name);
  },
);

test.each([
  ['missing', good.slice(0, 3), 'OAUTH_CLIENT_SECRET (not set in .env)'],
  ['malformed', [...good, 'STREAM_PROTOCOLS=vhs'], 'STREAM_PROTOCOLS (.env line 5)'],
  [
    'unsafe',
    ['PUBLIC_URL=http://cameras.example.net', ...good.slice(1)],
    'PUBLIC_URL (.env line 1)',
  ],
  ['mistyped', [...good, 'STREAM_PROTOCOL=hls'], 'STREAM_PROTOCOL (.env line 5)'],
])('it refuses to start on a %s setting and names the line', async (_kind, lines, named) => {
  await place.configure(`${lines.join('\n')}\n`);
  const { code, output } = await place.startRefused();
  expect(code).toBe(1);
  expect(output).toContain(named);
  expect(output).not.toContain('    at ');
});

test('it refuses to run for real in the folder of a demo, and on a taken port', async () => {
  const demo = await place.start();
  const { port } = new URL(demo.demo.origin);
  const taken = await place.startRefused({ PORT: port, DATA_DIR: join(place.folder, 'b') });
  expect(taken).toEqual({
    code: 1,
    output: `casement: port ${port} is in use: set PORT to another one, or stop what listens there\n`,
  });
  await demo.end('SIGTERM');
  await place.configure(`${good.join('\n')}\n`);
  const real = await place.startRefused();
  expect(real).toMatchObject({ code: 1, output: expect.stringContaining('belongs to the demo') });
});

test('a .env that cannot be read is said in words, and no demo is started instead', async () => {
  mkdirSync(join(place.folder, '.env'));
  expect(await place.startRefused()).toEqual({
    code: 1,
    output: 'casement: .env cannot be read: it has to be a file that this user may read\n',
  });
});
