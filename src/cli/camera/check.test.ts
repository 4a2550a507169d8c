/** `casement camera check` without a bridge: each step that can fail, in words and in JSON, and what it may not tell. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { bench } from '../../pictures/cameras/rtsp/testing/bench.ts';
import { type Script, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { makeKeyFile } from '../../identity/key-file.ts';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { cameraCommand } from '../../workshop/testing/camera-command.ts';
import { selfSigned } from '../../workshop/testing/self-signed.ts';

const { camera } = bench();
let folder: string;
beforeEach(async () => {
  folder = scratchFolder('check');
  makeKeyFile(dataFolder(folder).keys);
  const store = openSqlite({ file: dataFolder(folder).database });
  await store.operator.accounts.add(sampleAccount({ email: 'birch@example.org' }));
  await store.close();
});
afterEach(() => removeFolder(folder));

const command = (args: readonly string[], input?: string) => cameraCommand(folder, args, input);
const checkUrl = (url: string, more: readonly string[] = []) =>
  command(['check', '-', ...more], url);
const add = async (url: string): Promise<string> => {
  const named = ['--account', 'birch@example.org', '--name', 'Gate', '--rtsp', '-'];
  return (await command(['add', ...named], url)).out.trim();
};

const status = (method: string, code: number): Script => ({
  reply: (request, usual) => (request.method === method ? { status: code } : usual),
});
const challenge = (text: string): Script => ({
  reply: ({ headers }, usual) =>
    headers.has('authorization') ? usual : { status: 401, headers: { 'WWW-Authenticate': text } },
});
const withPassword = (url: string): string => url.replace('//', '//u:sesame@');

describe('each step that fails is named, with what mends it', () => {
  test.each<[string, Script | string, string, string, string]>([
    ['Name', 'rtsp://camera.invalid/x', 'name', 'name-not-found', 'how the name is spelt'],
    ['Connection', 'rtsp://127.0.0.1:1/x', 'connect', 'refused', 'Switch on RTSP'],
    ['TLS key', { tls: selfSigned() }, 'key', 'certificate', 'give it by --key'],
    ['Log-in', challenge('Basic realm="x"'), 'log-in', 'password-missing', 'URL with them'],
    ['Description', status('DESCRIBE', 404), 'describe', 'no-such-stream', 'manual'],
    ['Description', { sdp: 'v=0\r\nm=video 0 RTP/AVP 26\r\n' }, 'describe', 'only-mjpeg', 'H.264'],
    ['Set-up', status('SETUP', 461), 'set-up', 'no-transport', '--transport'],
    ['Set-up', status('SETUP', 500), 'set-up', 'status', 'start the camera anew'],
    ['Play', status('PLAY', 454), 'play', 'status', 'start the camera anew'],
  ])('%s: %j', async (name, script, failed, code, mend) => {
    const url = typeof script === 'string' ? script : (await camera(script)).url;
    const text = await checkUrl(url);
    expect(text.exit).toBe(1);
    const line = text.out.split('\n').find((one) => one.includes('FAILED'));
    expect(line).toMatch(new RegExp(`^${name}: FAILED\\. .*${mend}`));
    expect(text.err).toBe('casement: the camera shows no picture\n');
    const json = await checkUrl(url, ['--json']);
    expect(json.exit).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      found: code,
      failed,
      plays: false,
      mend: expect.stringContaining(mend),
    });
  });
});

test('what follows from the pictures is told, in JSON too', async () => {
  const one = await camera({
    sdp: usualSdp.replace(
      'm=audio 0 RTP/AVP 0',
      'm=audio 0 RTP/AVP 97\r\na=rtpmap:97 OPUS/48000/2',
    ),
  });
  const { exit, out } = await checkUrl(one.url, ['--json']);
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    found: 'answers',
    plays: true,
    failed: null,
    authentication: null,
    key: null,
    wasOpen: false,
    stream: {
      codec: 'h264',
      profileLevelId: expect.stringMatching(/^64/),
      width: 848,
      height: 480,
      ratePerS: 15,
      keyIntervalS: 1,
      keyIntervalAboveS: null,
      bPictures: 'none',
      audio: null,
      audioNotTaken: ['Opus'],
      transport: 'tcp',
      answersAfterS: expect.any(Number),
      lostPercent: 0,
    },
  });
  expect((await checkUrl(one.url)).out).toContain('\nAudio: none; not taken: Opus.\n');
});

test('a device comes first in JSON, and is bound', async () => {
  const one = await camera(challenge('Digest realm="IPC", nonce="1"'));
  const device = await add(withPassword(one.url));
  const { exit, out, err } = await command(['check', device, '--json']);
  expect(exit).toBe(0);
  expect(out.startsWith(`{"device":"${device}"`)).toBe(true);
  expect(JSON.parse(out)).toMatchObject({ plays: true, bound: true, authentication: 'md5' });
  expect(err).toContain('Recognition: the camera it was.\n');
  expect(err + out).not.toContain('sesame');
});

describe('a URL that leads to the camera of a row', () => {
  test('tells no password where it asks in a weaker way than the row’s camera did', async () => {
    const one = await camera(challenge('Digest realm="IPC", nonce="1"'));
    await add(withPassword(one.url));
    await one.close();
    const thief = await camera({ ...challenge('Basic realm="IPC"'), port: one.port });
    const { out } = await checkUrl(thief.url.replace('//', '//u:another@'));
    expect(out).toMatch(/^Log-in: FAILED\. It asks for its password in a weaker way/m);
    expect(thief.requests.filter(({ headers }) => headers.has('authorization'))).toEqual([]);
  });

  test('is told apart by its pin, and changes nothing of it', async () => {
    const one = await camera({ sdp: usualSdp.replace('v=0', 'v=0\r\na=tool:first') });
    const device = await add(one.url);
    await one.close();
    const other = await camera({
      sdp: usualSdp.replace('v=0', 'v=0\r\na=tool:other'),
      port: one.port,
    });
    const { out } = await checkUrl(withPassword(other.url));
    expect(out).toMatch(/^Recognition: FAILED\. Another camera answers there/m);
    const { out: listed } = await command(['list', '--json']);
    const [entry] = JSON.parse(listed) as { device: string; pins: { stranger: unknown }[] }[];
    expect(entry).toMatchObject({ device, pins: [{ stranger: null }] });
  });
});

test('a password on the command line is warned of, and one that is read is not', async () => {
  const one = await camera(challenge('Digest realm="IPC", nonce="1"'));
  const url = withPassword(one.url);
  const given = await command(['check', url]);
  expect(given).toMatchObject({ exit: 0, err: expect.stringContaining('(ps)') });
  expect(given.err + given.out).not.toContain('sesame');
  expect((await checkUrl(url)).err).toBe('');
  expect((await command(['check', 'not-a-url://'])).exit).toBe(1);
  expect(await command(['check', 'd_x', '--key', 'SHA256:x'])).toMatchObject({ exit: 2 });
});

test('more keys than a camera can have are refused', async () => {
  const keys = Array.from('ABCDEFGHIJKLMNOPQ').flatMap((letter) => [
    '--key',
    `SHA256:${letter.repeat(42)}A`,
  ]);
  const { exit, err } = await checkUrl('rtsps://127.0.0.1:1/x', keys);
  expect({ exit, err }).toEqual({
    exit: 1,
    err: 'casement: there are more than 16 TLS keys; give those that the camera has now\n',
  });
  expect((await checkUrl('rtsps://127.0.0.1:1/x', keys.slice(2))).err).toBe(
    'casement: the camera shows no picture\n',
  );
});

describe('what is left out', () => {
  const adding = ['add', '--account', 'birch@example.org', '--name', 'Gate'];

  test.each([[[]], [['--rtsp']]])('is asked for at a terminal, unseen: %j', async (more) => {
    const one = await camera(challenge('Digest realm="IPC", nonce="1"'));
    const added = await cameraCommand(
      folder,
      [...adding, ...more],
      withPassword(one.url) + '\n',
      true,
    );
    expect(added).toMatchObject({ exit: 0, out: expect.stringMatching(/^d_/) });
    expect(added.err).toMatch(/^RTSP URL \(it is not shown\): /);
    expect(added.err).not.toContain('sesame');
    const checked = await cameraCommand(folder, ['check'], `${withPassword(one.url)}\n`, true);
    expect(checked).toMatchObject({ exit: 0, out: expect.stringContaining('First key picture') });
    expect(checked.out + checked.err).not.toContain('sesame');
    // It was not given as an argument.
    expect(checked.err).not.toContain('(ps)');
    const device = added.out.trim();
    const again = await cameraCommand(folder, ['check'], `${device}\n`, true);
    expect(again.out).toContain('Recognition: the camera it was.');
  });

  test('is told by its option where nobody can be asked', async () => {
    for (const more of [[], ['--rtsp']]) {
      expect(await command([...adding, ...more])).toMatchObject({
        exit: 2,
        err: expect.stringMatching(/no terminal .*: give --rtsp - and the URL on standard input/),
      });
    }
    expect(await command(['check'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('or - for a URL on standard input'),
    });
  });
});

test('of a URL whose key nobody vouches for, the key is told, and how to check with it', async () => {
  const one = await camera({ tls: selfSigned() });
  const { out } = await checkUrl(one.url);
  const [, key = ''] = /^Its key: (SHA256:\S+)\. /m.exec(out) ?? [];
  expect(out).toContain(`casement camera check - --key ${key}\n`);
  expect((await checkUrl(one.url, ['--key', key])).exit).toBe(0);
});
