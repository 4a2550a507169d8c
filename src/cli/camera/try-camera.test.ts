/** `camera add`, `source` and `confirm` beside cameras on real sockets, with and without a terminal. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { listening } from '../../common/listening.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { bench } from '../../pictures/cameras/rtsp/testing/bench.ts';
import { type Script, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { makeKeyFile } from '../../identity/key-file.ts';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { runTs } from '../../workshop/testing/run-ts.ts';
import { selfSigned } from '../../workshop/testing/self-signed.ts';
import {
  askingFor,
  deviceAnswer,
  jpegAnswer,
  webCamera,
} from '../../workshop/testing/web-camera.ts';
import { run } from '../program.ts';
import { registerCamera } from './camera.ts';

const { camera, keep } = bench();
let folder: string;
beforeEach(async () => {
  folder = scratchFolder('try');
  makeKeyFile(dataFolder(folder).keys);
  const store = openSqlite({ file: dataFolder(folder).database });
  for (const name of ['birch', 'harbour']) {
    await store.operator.accounts.add(sampleAccount({ email: `${name}@example.org` }));
  }
  await store.close();
});
afterEach(() => removeFolder(folder));

interface Typed {
  readonly terminal?: boolean;
  /** What is typed at each question, in order; or all of standard input, without a terminal. */
  readonly answers?: readonly string[];
}

async function casement(args: readonly string[], { terminal = false, answers = [] }: Typed = {}) {
  const left = [...answers];
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal });
  if (!terminal) stdin.end(answers.join('\n'));
  let [out, err] = ['', ''];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out += chunk.toString();
      done();
    },
  });
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        err += chunk.toString();
        if (/(: |\] )$/.test(chunk.toString())) {
          setImmediate(() => stdin.write(left.shift() ?? '\u0004'));
        }
        done();
      },
    }),
    { isTTY: terminal },
  );
  const env = { DATA_DIR: folder };
  const exit = await run(['camera', ...args], { env, stdin, stdout, stderr }, [registerCamera]);
  stdin.destroy();
  return { exit, out, err };
}

async function web(...how: Parameters<typeof webCamera>) {
  const one = await webCamera(...how);
  keep(one);
  return one;
}

const owner = ['--account', 'birch@example.org', '--name', 'Front door'];
const add = (rtsp: string, more: readonly string[] = [], typed: Typed = {}) =>
  casement(['add', ...owner, '--rtsp', rtsp, ...more], typed);

async function listed() {
  const { out } = await casement(['list', '--json']);
  return JSON.parse(out) as readonly { origins: unknown; pins: readonly unknown[] }[];
}

const asking = (challenge: string, wrong = false): Script => ({
  reply: ({ headers }, usual) =>
    headers.has('authorization') && !wrong
      ? usual
      : { status: 401, headers: { 'WWW-Authenticate': challenge } },
});
const digest = 'Digest realm="IPC", nonce="1"';
const withPassword = (url: string): string => url.replace('//', '//u:sesame@');

/** What a camera of good manners is told of, where all goes well. */
const steps = ({ login }: { login: string }): readonly string[] => [
  'Trying the camera …',
  'Name: none; its URL has an address.',
  'Connection: IPv4, in N ms.',
  `Log-in: ${login}.`,
  'Description: video H.264, audio G.711 µ-law.',
  'Recognition: nothing speaks against it; not bound before.',
  'Set-up: TCP, with audio.',
  'Play: in N ms.',
  'Binding: bound now.',
  'First packets: in N ms.',
  'Parameter sets: there.',
  'First key picture: in N ms.',
  'Video: H.264 High 3.0, 848x480, 15 pictures a second, a key picture every 1 s, no B pictures.',
  'Audio: G.711 µ-law, 8000 Hz, 1 channel.',
  'Transport: TCP.',
  'Clock: no error seen.',
];
const untimed = (text: string): string => text.replaceAll(/\d+ ms/g, 'N ms');

describe('adding', () => {
  test('binds a camera that answers, tells how, and prints the device id alone', async () => {
    const one = await camera(asking(digest));
    const { exit, out, err } = await add(withPassword(one.url));
    expect(exit).toBe(0);
    expect(out).toMatch(/^d_\S+\n$/);
    expect(untimed(err).split('\n')).toEqual([
      expect.stringMatching(/^Warning: .* every other user of this machine \(ps\)/),
      ...steps({ login: 'password by Digest with MD5' }),
      'It answers and is bound: password by Digest with MD5.',
      '',
    ]);
    expect(await listed()).toMatchObject([
      {
        origins: [
          { line: 'stream', bound: true, authentication: 'md5', key: null, transport: 'tcp' },
        ],
        pins: [{ line: 'stream' }],
      },
    ]);
  });

  test('tells the same in JSON', async () => {
    const one = await camera(asking(digest));
    const { out } = await add(withPassword(one.url), ['--json']);
    expect(JSON.parse(out)).toMatchObject({
      email: 'birch@example.org',
      check: { found: 'answers', bound: true, key: null, authentication: 'md5', confirm: null },
    });
  });

  test('warns of a password that stands in path or query of its URL', async () => {
    const one = await camera();
    const { err } = await add(`${one.url}?user=admin&password=sesame`);
    expect(err).not.toContain('To correct it');
    expect(err).toContain('Warning: its user or password stands in the path or query of its URL.');
    expect(err).not.toContain('sesame');
    expect((await add(`${one.url}?channel=2`)).err).not.toContain('its user or password');
  });

  test('warns of Basic without TLS, and of no other', async () => {
    const plain = await camera(asking('Basic realm="IPC"'));
    expect((await add(withPassword(plain.url))).err).toMatch(
      /password by Basic\.\nWarning: it asks for its password by Basic without TLS/,
    );
    const wrong = await camera(asking('Basic realm="IPC"', true));
    expect((await add(withPassword(wrong.url))).err).toMatch(
      /refuses this user or password[^]*Warning: .*Basic without TLS/,
    );
    const own = selfSigned();
    const secure = await camera({ ...asking('Basic realm="IPC"'), tls: own });
    const { err } = await add(withPassword(secure.url), ['--key', own.fingerprint]);
    expect(err).toContain(`bound: password by Basic, TLS key ${own.fingerprint} (its own).\n`);
    expect(err).not.toContain('Warning: it asks');
  });

  test('keeps what does not answer, and says so', async () => {
    const gone = await camera();
    await gone.close();
    const { exit, out, err } = await add(gone.url);
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^d_/) });
    expect(err).toContain(
      'Connection: FAILED. Nothing listens at its port. Switch on RTSP in its settings, or correct the port by ' +
        'camera source.\nIt is kept all the same, and bound at its first good connection.\n' +
        `To correct it: casement camera source ${out.trim()} --rtsp -\n`,
    );
    expect(await listed()).toMatchObject([{ origins: [{ line: 'stream', bound: false }] }]);
  });

  test('says so where something else listens there, which hangs up', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    const { port } = await listening(server);
    const { exit, err } = await add(`rtsp://127.0.0.1:${port}/x`);
    server.close();
    expect(exit).toBe(0);
    expect(err).toContain(
      'Description: FAILED. It ends the connection. Check that port and scheme of its URL are the right ones,',
    );
    expect(err).toContain('To correct it: casement camera source');
  });

  test('names a camera of another owner with the same key, and adds it', async () => {
    const own = selfSigned();
    const [one, other] = [await camera({ tls: own }), await camera({ tls: own })];
    const confirmed = ['--key', own.fingerprint];
    const { out: first } = await add(one.url, confirmed);
    const theirs = ['--account', 'harbour@example.org', '--name', 'Gate'];
    const { exit, out, err } = await casement([
      'add',
      ...theirs,
      '--rtsp',
      other.url,
      ...confirmed,
    ]);
    expect(exit).toBe(0);
    expect(err).toContain(
      `${out.trim()} and ${first.trim()}, of several owners, have the same TLS key`,
    );
  });

  test('asks nobody with --no-check', async () => {
    const one = await camera();
    const { exit, err } = await add(one.url, ['--no-check']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(one.requests).toEqual([]);
  });

  test('takes a URL that is typed unseen at a terminal', async () => {
    const one = await camera(asking(digest));
    const answers = [`${withPassword(one.url)}\r`];
    const { exit, err } = await add('-', [], { terminal: true, answers });
    expect(exit).toBe(0);
    expect(err).toContain('It answers and is bound');
    expect(err).not.toContain('sesame');
  });
});

describe('the still and the ONVIF service of a camera', () => {
  test('are tried and bound as its stream is, each by its name', async () => {
    const one = await camera();
    const still = await web(jpegAnswer);
    const onvif = await web(askingFor(digest, deviceAnswer('7')));
    const { exit, err } = await add(one.url, ['--still', still.url, '--onvif', onvif.url]);
    expect(exit).toBe(0);
    expect(untimed(err).split('\n')).toEqual([
      expect.stringMatching(/^Warning: /),
      ...steps({ login: 'no password asked' }),
      'Stream: It answers and is bound: no password asked.',
      'Still: It answers and is bound: no password asked.',
      'ONVIF: It answers and is bound: password by Digest with MD5.',
      '',
    ]);
    expect(await listed()).toMatchObject([
      {
        origins: [{ bound: true }, { line: 'still', bound: true }, { line: 'onvif', bound: true }],
      },
    ]);
  });

  test('are warned of where they ask for Basic without TLS', async () => {
    const still = await web(askingFor('Basic realm="IPC"', jpegAnswer));
    const { err } = await add((await camera()).url, ['--still', still.url]);
    expect(err).toMatch(/\nStill: Warning: it asks for its password by Basic without TLS/);
    expect(err).not.toMatch(/Stream: Warning/);
  });

  test('have the key that they share shown and asked about once', async () => {
    const own = selfSigned();
    const still = await web(jpegAnswer, { tls: own });
    const onvif = await web(deviceAnswer('7'), { tls: own });
    const more = ['--still', still.url, '--onvif', onvif.url];
    const { url } = await camera();
    const { err } = await add(url, more, { terminal: true, answers: ['yes\r'] });
    expect(err.match(/\[y\/N\]/g)).toHaveLength(1);
    expect(err).toContain(
      'Stream: It answers. Nothing is shown until its ONVIF service says that it is the camera.\n',
    );
    expect(err).toMatch(/Still: It answers and is bound: .*\nONVIF: It answers and is bound: /);
    const key = { fingerprint: own.fingerprint, vouched: false };
    expect(await listed()).toMatchObject([{ origins: [{ bound: true }, { key }, { key }] }]);
  });

  test('have each key asked about by its fingerprint where there are several', async () => {
    const [one, other] = [selfSigned(), selfSigned()];
    const still = await web(jpegAnswer, { tls: one });
    const onvif = await web(deviceAnswer('7'), { tls: other });
    const more = ['--still', still.url, '--onvif', onvif.url];
    const typed = { terminal: true, answers: ['n\r', 'yes\r'] };
    const { out, err } = await add((await camera()).url, more, typed);
    for (const { fingerprint } of [one, other]) {
      expect(err).toContain(`Is ${fingerprint} the key of this camera? [y/N] `);
    }
    expect(err.split('To confirm it: ').slice(1)).toEqual([
      `casement camera confirm ${out.trim()} --key ${one.fingerprint}\n`,
    ]);
    expect(still.logins).toEqual([]);
    expect(await listed()).toMatchObject([
      { origins: [{ bound: true }, { bound: false }, { bound: true }] },
    ]);
  });

  test('take the key that was said beforehand', async () => {
    const own = selfSigned();
    const still = await web(jpegAnswer, { tls: own });
    const said = ['--still', still.url, '--key', own.fingerprint, '--json'];
    const { out, err } = await add((await camera()).url, said);
    expect(err).not.toContain('To confirm');
    expect(JSON.parse(out)).toMatchObject({
      check: {
        found: 'answers',
        still: { found: 'answers', bound: true, key: { fingerprint: own.fingerprint } },
        onvif: null,
      },
    });
  });

  test('are tried by source, too', async () => {
    const one = await camera();
    const { out } = await add(one.url, ['--no-check']);
    const still = await web(jpegAnswer, { tls: selfSigned() });
    const { err } = await casement(['source', out.trim(), '--rtsp', one.url, '--still', still.url]);
    expect(err).toMatch(
      /Stream: It answers and is bound[^]*To confirm it: casement camera confirm/,
    );
  });
});

describe('a key of its own', () => {
  test('is shown at a terminal; yes confirms and binds it', async () => {
    const own = selfSigned();
    const one = await camera({ tls: own });
    const { exit, err } = await add(one.url, [], { terminal: true, answers: ['yes\r'] });
    expect(exit).toBe(0);
    expect(err).toContain(`with the TLS key ${own.fingerprint}.`);
    expect(err).toContain('Is that the key of this camera? [y/N] ');
    expect(err).toContain(
      `It answers and is bound: no password asked, TLS key ${own.fingerprint} (its own).\n`,
    );
    const key = { fingerprint: own.fingerprint, vouched: false };
    expect(await listed()).toMatchObject([{ origins: [{ bound: true, key }] }]);
  });

  test.each([['n\r'], ['\u0003'], ['\u0004']])(
    'is not confirmed by %j, and the camera is added',
    async (answer) => {
      const own = selfSigned();
      const one = await camera({ tls: own });
      const { exit, out, err } = await add(one.url, [], { terminal: true, answers: [answer] });
      expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^d_/) });
      expect(err).toContain(
        `To confirm it: casement camera confirm ${out.trim()} --key ${own.fingerprint}\n`,
      );
      expect(one.requests).toEqual([]);
    },
  );

  test('is asked of nobody without a terminal; the command that confirms it is printed and does', async () => {
    const own = selfSigned();
    const one = await camera({ tls: own });
    const { exit, err } = await add(one.url);
    expect(exit).toBe(0);
    expect(err).not.toContain('[y/N]');
    expect(one.requests).toEqual([]);
    const [, command = ''] = /^To confirm it: casement camera (.*)$/m.exec(err) ?? [];
    const confirmed = await casement(command.split(' '));
    expect(confirmed).toMatchObject({ exit: 0, err: '' });
    const [, device = ''] = command.split(' ');
    const { err: again } = await casement(['source', device, '--rtsp', one.url]);
    expect(again).toContain('It answers and is bound');
  });

  test('is not asked about where standard input was read to its end', async () => {
    const one = await camera({ tls: selfSigned() });
    const { exit, err } = await add('-', [], { answers: [one.url] });
    expect(exit).toBe(0);
    expect(err).toContain('To confirm it: ');
  });

  test('that is another one is not offered for confirmation', async () => {
    const own = selfSigned();
    const one = await camera({ tls: own });
    const { out } = await add(one.url, ['--key', own.fingerprint]);
    await one.close();
    await camera({ tls: selfSigned(), port: one.port });
    const typed = { terminal: true, answers: ['yes\r'] };
    const { err } = await casement(['source', out.trim(), '--rtsp', one.url], typed);
    expect(err).toContain('TLS key: FAILED. It has another TLS key than the one that is bound.');
    expect(err).not.toContain('[y/N]');
    // To confirm it is not enough, and that is said.
    const other = `SHA256:${'A'.repeat(43)}`;
    const confirmed = await casement(['confirm', out.trim(), '--key', other]);
    expect(confirmed.out).toContain('Its stream is held to another key until camera repin.\n');
    const known = await casement(['confirm', out.trim(), '--key', own.fingerprint]);
    expect(known.out).not.toContain('repin');
  });

  test('can be vouched for by a file of authorities', async () => {
    const own = selfSigned();
    const one = await camera({ tls: own });
    const file = join(folder, 'ca.pem');
    await writeFile(file, own.cert);
    const { err } = await add(one.url, ['--ca', file]);
    expect(err).toContain(`TLS key ${own.fingerprint} (vouched for).`);
  });

  test('can be vouched for by the authorities that the program trusts anyway', async () => {
    const own = selfSigned();
    const one = await camera({ tls: own });
    const file = join(folder, 'ca.pem');
    await writeFile(file, own.cert);
    // Read once, when a process begins.
    const env = { PATH: process.env['PATH'], DATA_DIR: folder, NODE_EXTRA_CA_CERTS: file };
    const args = ['camera', 'add', ...owner, '--rtsp', one.url];
    const { stderr } = await runTs(new URL('../main.ts', import.meta.url), args, {
      cwd: folder,
      env,
    });
    expect(stderr).toContain(`TLS key ${own.fingerprint} (vouched for).`);
  });
});

describe('a source', () => {
  test('with another password keeps the key and what is bound', async () => {
    const own = selfSigned();
    const one = await camera({ ...asking(digest), tls: own });
    const { out } = await add(withPassword(one.url), ['--key', own.fingerprint]);
    const next = one.url.replace('//', '//u:open@');
    const { exit, err } = await casement(['source', out.trim(), '--rtsp', next]);
    expect(exit).toBe(0);
    expect(err).toContain('It answers and is bound: password by Digest with MD5, TLS key');
  });

  test('that leads to another camera is told so', async () => {
    const one = await camera(asking(digest));
    const { out } = await add(withPassword(one.url));
    const other = await camera({ sdp: usualSdp.replace('v=0', 'v=0\r\na=tool:other') });
    const { exit, err } = await casement(['source', out.trim(), '--rtsp', other.url]);
    expect(exit).toBe(0);
    expect(err).toContain('Recognition: FAILED. Another camera answers there than the one that');
  });
});

test('two cameras that were swapped are both tried, each under its name', async () => {
  const [one, two] = [await camera(asking(digest)), await camera(asking(digest, true))];
  const { out: first } = await add(withPassword(one.url));
  const { out: second } = await add(withPassword(two.url));
  const [left, right] = [first.trim(), second.trim()];
  const { exit, err } = await casement(['swap', left, right]);
  expect(exit).toBe(0);
  const told = untimed(err).split('\n');
  const [first2, second2] = [`"Front door" (${left}):`, `"Front door" (${right}):`];
  expect(told.slice(0, 4)).toEqual([first2, ...steps({ login: '' }).slice(0, 3)]);
  expect(told).toContain(`To correct it: casement camera source ${left} --rtsp -`);
  expect(told.slice(told.indexOf(second2), -1)).toEqual([
    second2,
    ...steps({ login: 'password by Digest with MD5' }),
    expect.stringContaining('It answers and is bound'),
  ]);
});

test('what does not apply is refused with the reason, and so is what cannot be read', async () => {
  const plain = 'rtsp://127.0.0.1:1/x';
  const secure = 'rtsps://127.0.0.1:1/x';
  const key = `SHA256:${'A'.repeat(43)}`;
  expect(await add(plain, ['--key', key])).toMatchObject({
    exit: 2,
    err: expect.stringContaining('--key and --ca are about TLS'),
  });
  expect(await add(plain, ['--trust-name'])).toMatchObject({
    exit: 2,
    err: expect.stringContaining('vouches for a host name'),
  });
  expect(await add(secure, ['--key', 'SHA256:x'])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('openssl s_client'),
  });
  expect(await add(secure, ['--ca', join(folder, 'none.pem')])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('cannot be read'),
  });
  const empty = join(folder, 'empty.pem');
  await writeFile(empty, 'words');
  expect(await add(secure, ['--ca', empty])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('holds no certificate'),
  });
  expect(await listed()).toEqual([]);
});
