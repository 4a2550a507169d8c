import { describe, expect, test } from '@jest/globals';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { listening } from '../../common/listening.ts';
import { selfSigned } from '../../workshop/testing/self-signed.ts';
import { keepTrust, readKey, readTrust } from './camera-trust.ts';

const key = `SHA256:${'Ab+/'.repeat(10)}123`.replace('3', '0');
const base64url = key.replaceAll('+', '-').replaceAll('/', '_');

describe('a key', () => {
  test.each([key, ` ${key}\n`, `${key}=`, base64url, `${base64url}=`])('%j is one', (text) => {
    expect(readKey(text)).toBe(key);
  });

  test.each([
    ['nothing', ''],
    ['no prefix', key.slice(7)],
    ['another hash', key.replace('SHA256', 'MD5')],
    ['too short', key.slice(0, -1)],
    ['too long', `${key}A`],
    ['padded twice', `${key}==`],
    ['in hexadecimal', `SHA256:${'0a'.repeat(32)}`],
    ['the spelling of no digest', `${key.slice(0, -1)}1`],
  ])('%s is none', (_name, text) => {
    expect(() => readKey(text)).toThrow('43 characters of base64');
  });

  test('is printed by the command that a refusal names', async () => {
    const own = selfSigned();
    const server = createServer({ key: own.key, cert: own.cert }, (socket) => {
      socket.on('error', () => undefined);
    });
    const { port } = await listening(server);
    let command = '';
    try {
      readKey('x');
    } catch (error) {
      if (error instanceof Error) [command = ''] = /echo SHA256.*$/.exec(error.message) ?? [];
    }
    const run = promisify(execFile);
    const { stdout } = await run('sh', ['-c', command.replace('HOST:PORT', `127.0.0.1:${port}`)]);
    server.close();
    expect(readKey(stdout)).toBe(own.fingerprint);
  });
});

describe('a file of authorities', () => {
  const { cert, key: secret } = selfSigned();

  test('is kept as its certificates, without what else it holds', () => {
    expect(readTrust({ ca: `${secret}\n${cert}\nwords\n${cert}` })).toEqual({
      ca: `${cert}\n${cert}\n`,
    });
  });

  test.each([
    ['empty', ''],
    ['a private key', secret],
    ['a damaged certificate', cert.replace(/\n.{20}/, '\n')],
    ['too long', cert.repeat(200)],
  ])('is refused where it is %s', (_name, ca) => {
    expect(() => readTrust({ ca })).toThrow('holds no certificate');
  });
});

describe('what was said before', () => {
  const rest = { transport: 'auto', alwaysWarm: false } as const;
  const before = {
    stream: 'rtsps://door.lan/a',
    keys: [key],
    ca: 'pem',
    trustName: true,
    ...rest,
  };

  test('stays with another password, and can be said anew', () => {
    const source = { stream: 'rtsps://u:p@door.lan/b', ...rest };
    expect(keepTrust(before, source)).toEqual({ ...before, stream: source.stream });
    const anew = { ...source, keys: [], ca: 'other', trustName: false };
    expect(keepTrust(before, anew)).toEqual(anew);
  });

  test.each(['rtsps://other.lan/a', 'rtsps://127.0.0.1/a'])(
    'about a name vouches for no other one: %s',
    (rtsp) => {
      const vouched = keepTrust(before, { stream: rtsp, still: 'http://other.lan/', ...rest });
      expect(vouched).toMatchObject({ keys: [key], ca: 'pem' });
      expect(vouched).not.toHaveProperty('trustName');
    },
  );
});
