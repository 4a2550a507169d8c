/**
 * `casement camera check` beside a running bridge: what is broken is named, and nobody who watches is disturbed.
 *
 * @takes 31 s
 */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type Script,
  scriptedCamera,
} from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { burst } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { readExecute } from '../../simulator/client/intents.ts';
import type { SourceSettings } from '../../wall/partitions/camera-address.ts';
import type { SourceTerms } from '../../wall/operator/register.ts';
import {
  type BrokenCamera,
  brokenCameras,
  type RunningCamera,
} from '../testing/broken-cameras/broken-cameras.ts';
import { leadNames } from '../testing/broken-cameras/lead-names.ts';
import type { DemoBridge } from '../testing/demo-bridge.ts';
import type { NewAccount, Operator } from '../testing/operator.ts';
import { streamCommand } from '../testing/streams.ts';
import { allOrigins, allPins } from '../../storage/contract/whole.ts';

jest.setTimeout(240_000);

// Before anything is loaded that opens cameras.
await leadNames();
const { until } = await import('../until.ts');
const { cameraCommand } = await import('../testing/camera-command.ts');
const { openSettled } = await import('../testing/settled.ts');

let bridge: DemoBridge;
let operator: Operator;
let account: NewAccount;
let neighbour: NewAccount;
let token: string;
const cameras: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  ({ bridge, operator, account, token } = await openSettled());
  neighbour = await operator.settle('harbour-two', 'rtsp://127.0.0.1:9/never-asked-either');
});
afterEach(async () => void (await Promise.all(cameras.splice(0).map((one) => one.close()))));
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

async function camera(script: Script = {}) {
  const one = await scriptedCamera(script);
  cameras.push(one);
  return one;
}

const row = (
  source: SourceSettings,
  terms: SourceTerms = {},
  { account: owner }: NewAccount = account,
): Promise<DeviceId> =>
  operator.register.addCamera(
    { owner, name: 'Gate', nicknames: [], kind: 'camera', source },
    terms,
  );
const at = (rtsp: string): SourceSettings => ({
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: false,
});
const check = (args: readonly string[], input?: string) =>
  cameraCommand(bridge.dataDir, ['check', ...args], input);

/** Pictures as long as somebody listens. */
const goesOn: Script = {
  play(socket) {
    socket.write(burst());
    const timer = setInterval(() => socket.write(burst()), 300);
    socket.once('close', () => clearInterval(timer));
  },
};

async function watched(device: string): Promise<string> {
  const wish = { deviceId: device, protocols: ['hls'], chromecast: false };
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, ['hls']));
  const answer = readExecute(body, wish);
  if (!answer.ok) throw new Error(answer.errorCode);
  return answer.url;
}

describe('each of the broken cameras', () => {
  const found = new Map<string, { exit: number; result: unknown; err: string }>();

  async function tried(one: BrokenCamera): Promise<void> {
    const running: RunningCamera = await one.start();
    try {
      const { source, connections, elsewhere, spoil, turn } = running;
      const device = await row(source, connections && { connections });
      await spoil?.({ device, dataDir: bridge.dataDir });
      const ask = (asked: DeviceId = device) => check([asked, '--json']);
      if (elsewhere !== undefined) await ask(await row(elsewhere, {}, neighbour));
      if (turn !== undefined) {
        await ask();
        await turn();
      }
      const { exit, out, err } = await ask();
      found.set(one.name, { exit, err, result: JSON.parse(out) });
    } finally {
      await running.close();
    }
  }

  beforeAll(async () => {
    const left = [...brokenCameras];
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await tried(next);
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  });

  test.each(brokenCameras)('$name: $code', ({ name, code }) => {
    const { exit, result, err } = found.get(name) ?? {};
    expect(result).toMatchObject({ found: code, plays: false, failed: expect.any(String) });
    expect(Object.keys(result as object)[0]).toBe('device');
    expect(exit).toBe(1);
    expect(err).toMatch(/^[A-Z][\w -]+: FAILED\. [A-Z]/m);
    expect(err).not.toMatch(/secret|127\.0\.0\.1:\d/);
  });
});

describe('a camera of one connection that somebody watches', () => {
  test.each(['kicks', 'refuses'] as const)(
    'is looked at through the bridge: it %s',
    async (onlyOne) => {
      const one = await camera({ ...goesOn, onlyOne });
      const device = await row(at(one.url), { connections: 'one' });
      const url = await watched(device);
      const { exit, out } = await check([device, '--json']);
      expect(JSON.parse(out)).toMatchObject({
        device,
        plays: true,
        wasOpen: true,
        stream: { codec: 'h264', width: 848, height: 480, transport: 'tcp' },
      });
      // Of a device whose row was there before nothing is kept “all the same”.
      const { out: text } = await check([device]);
      expect(text).toMatch(/^Transport: TCP\.$/m);
      expect(text).toMatch(/^It answers and is bound: no password asked\.$/m);
      expect(exit).toBe(0);
      const again = await check(['-', '--json'], one.url);
      expect(JSON.parse(again.out)).toMatchObject({ plays: true, wasOpen: true });
      expect(one.requests.filter(({ method }) => method === 'PLAY')).toHaveLength(1);
      expect(one.sockets.size).toBe(1);
      expect((await fetch(url)).status).toBe(200);
    },
  );

  test('and whoever begins to watch during a check has it from there', async () => {
    // One key picture: the check waits for a second.
    const one = await camera({
      onlyOne: 'refuses',
      play: (socket) => void socket.write(burst({ count: 10 })),
    });
    const device = await row(at(one.url), { connections: 'one' });
    const checking = check([device, '--json']);
    await until(() => one.requests.some(({ method }) => method === 'PLAY'));
    await watched(device);
    expect(JSON.parse((await checking).out)).toMatchObject({ plays: true, wasOpen: false });
    expect(one.requests.filter(({ method }) => method === 'PLAY')).toHaveLength(1);
  });
});

describe('a URL with another log-in than the one that somebody watches by', () => {
  const basic = `Basic ${Buffer.from('user:right').toString('base64')}`;
  const guarded: Script = {
    ...goesOn,
    reply: ({ headers }, usual) =>
      headers.get('authorization') === basic
        ? usual
        : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="camera"' } },
  };
  const as = (url: string, login: string): string => url.replace('//', `//${login}@`);

  test('is tried by its own', async () => {
    const one = await camera(guarded);
    await watched(await row(at(as(one.url, 'user:right'))));
    const wrong = await check(['-', '--json'], as(one.url, 'user:wrong'));
    expect(JSON.parse(wrong.out)).toMatchObject({ plays: false, found: 'wrong-password' });
    expect(wrong.exit).toBe(1);
    const none = await check(['-', '--json'], one.url);
    expect(JSON.parse(none.out)).toMatchObject({ plays: false, found: 'password-missing' });
    const right = await check(['-', '--json'], as(one.url, 'user:right'));
    expect(JSON.parse(right.out)).toMatchObject({ plays: true, wasOpen: true });
  });

  test('is not tried where there is one connection, and that is said', async () => {
    const one = await camera(guarded);
    await watched(await row(at(as(one.url, 'user:right')), { connections: 'one' }));
    const { out, err } = await check(['-', '--json'], as(one.url, 'user:wrong'));
    expect(out).toBe('');
    expect(err).toContain('it takes one connection, which is in use');
    expect(one.requests.filter(({ method }) => method === 'PLAY')).toHaveLength(1);
  });
});

test('that it takes one connection is learnt at first contact, and listed', async () => {
  const one = await camera({ ...goesOn, onlyOne: 'kicks' });
  const device = await row(at(one.url));
  const { exit } = await check([device]);
  expect(exit).toBe(0);
  const listed = async () => {
    const { out } = await cameraCommand(bridge.dataDir, ['list', '--json']);
    const all = JSON.parse(out) as { device: string; connections: string | null }[];
    return all.find((row1) => row1.device === device)?.connections;
  };
  await until(async () => (await listed()) === 'learnt');
});

test('one camera is checked once at a time', async () => {
  const one = await camera({ reply: () => undefined });
  const device = await row(at(one.url));
  const [first, second] = await Promise.all([check([device, '--json']), check([device, '--json'])]);
  const refused = [first, second].filter(({ err }) => err.includes('it is being checked already'));
  expect(refused).toHaveLength(1);
  expect(refused[0]?.out).toBe('');
});

test('of a URL nothing is kept, no row is bound, and its password reaches no log', async () => {
  const before = [await allPins(operator.store), await allOrigins(operator.store)];
  const one = await camera(goesOn);
  const { exit, out, err } = await check(['-'], one.url.replace('//', '//u:sesame@'));
  expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining("the demo's data") });
  expect(out).toMatch(
    /^Name: none; its URL has an address\.\nConnection: IPv4, [^]*\nVideo: H\.264 High 3\.0, 848x480/,
  );
  expect([await allPins(operator.store), await allOrigins(operator.store)]).toEqual(before);
  expect(bridge.logged()).not.toContain('sesame');
});

const key = (letter: string): string => `SHA256:${letter.repeat(42)}A`;

test.each<[string, string, readonly string[]]>([
  ['nothing', '', []],
  ['another scheme', 'http://u:sesame@127.0.0.1/x', []],
  ['half a host', 'rtsp://u:sesame@[::1', []],
  ['no such port', 'rtsp://u:sesame@127.0.0.1:99999/x', []],
  ['too long a URL', `rtsp://u:sesame@127.0.0.1:9/${'a'.repeat(2_100)}`, []],
  ['a key that is none', 'rtsps://u:sesame@127.0.0.1:9/x', ['--key', 'nonsense']],
  [
    'too many keys',
    'rtsps://u:sesame@127.0.0.1:9/x',
    Array.from('ABCDEFGHIJKLMNOPQ').flatMap((letter) => ['--key', key(letter)]),
  ],
])('what no camera can be added by is refused alike: %s', async (_, url, keys) => {
  const errorOf = ({ err }: { readonly err: string }): unknown =>
    JSON.parse(/^\{"error".*\}$/m.exec(err)?.[0] ?? 'null');
  const named = ['--account', account.email, '--name', 'Gate', '--no-check', '--rtsp', '-'];
  const refused = await check(['-', '--json', ...keys], url);
  expect(refused).toMatchObject({ exit: 1, out: '' });
  expect(errorOf(refused)).toMatchObject({ error: { code: 'bad-request' } });
  expect(errorOf(refused)).toEqual(
    errorOf(await cameraCommand(bridge.dataDir, ['add', '--json', ...named, ...keys], url)),
  );
  expect(refused.err).not.toContain('sesame');
  expect(bridge.logged()).not.toContain('a command could not be answered');
});

test('as long a URL, and as many keys, as a camera can be added by are checked', async () => {
  const url = `rtsps://u:sesame@127.0.0.1:9/${'\\'.repeat(2_000)}`;
  const keys = Array.from('ABCDEFGHIJKLMNOP').flatMap((letter) => ['--key', key(letter)]);
  const { exit, out } = await check(['-', '--json', ...keys], url);
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ found: 'refused' });
});
