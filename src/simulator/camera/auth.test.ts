import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { basicMatches, Doorkeeper } from './auth.ts';
import type { CameraAuth } from './auth.ts';

const user = 'viewer';
const password = 'p:ss w"rd';
const basic: CameraAuth = { scheme: 'basic', user, password };
const md5: CameraAuth = { scheme: 'digest', user, password };
const sha256: CameraAuth = { scheme: 'digest-sha256', user, password };

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function answer(challenge: string, method: string, as = { user, password }): string {
  const field = (name: string): string =>
    new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const algorithm = challenge.includes('SHA-256') ? 'sha256' : 'md5';
  const hash = (text: string): string => createHash(algorithm).update(text).digest('hex');
  const uri = 'rtsp://a/b';
  const nonce = field('nonce');
  const qop = challenge.includes('qop') ? ':00000001:c0ffee:auth' : '';
  const ha1 = hash(`${as.user}:${field('realm')}:${as.password}`);
  const response = hash(`${ha1}:${nonce}${qop}:${hash(`${method}:${uri}`)}`);
  const extra = qop ? ', qop=auth, nc=00000001, cnonce="c0ffee"' : '';
  return `Digest username="${as.user}", realm="${field('realm')}", nonce="${nonce}", uri="${uri}", response="${response}"${extra}`;
}

test('Basic', () => {
  expect(basicMatches(basic, `Basic ${base64(`${user}:${password}`)}`)).toBe(true);
  expect(basicMatches(basic, `Basic ${base64(`${user}:other`)}`)).toBe(false);
  expect(basicMatches(basic, undefined)).toBe(false);
  expect(basicMatches(basic, 'Basic')).toBe(false);
  const door = new Doorkeeper();
  expect(door.refuse(basic, 'DESCRIBE', undefined, 0)).toMatch(/^Basic realm="/);
  expect(door.refuse(basic, 'DESCRIBE', `Basic ${base64(`${user}:${password}`)}`, 0)).toBe(
    undefined,
  );
});

describe.each([
  ['MD5', md5],
  ['SHA-256', sha256],
])('Digest %s', (_, auth) => {
  const challengeOf = (door: Doorkeeper): string =>
    door.refuse(auth, 'DESCRIBE', undefined, 0) ?? '';

  test('lets the right answer in, as often as it comes', () => {
    const door = new Doorkeeper();
    const right = answer(challengeOf(door), 'DESCRIBE');
    expect(door.refuse(auth, 'DESCRIBE', right, 0)).toBe(undefined);
    expect(door.refuse(auth, 'DESCRIBE', right, 0)).toBe(undefined);
  });

  test('refuses a wrong password, user, method, realm, and Basic', () => {
    const door = new Doorkeeper();
    const challenge = challengeOf(door);
    const refused = (authorization: string) =>
      expect(door.refuse(auth, 'DESCRIBE', authorization, 0)).toMatch(/^Digest /);
    refused(answer(challenge, 'DESCRIBE', { user, password: 'other' }));
    refused(answer(challenge, 'DESCRIBE', { user: 'other', password }));
    refused(answer(challenge, 'PLAY'));
    refused(answer(challenge.replace('Simulated', 'Other'), 'DESCRIBE'));
    const right = answer(challenge, 'DESCRIBE');
    refused(right.replace('username="viewer"', 'username="other"'));
    refused(right.replace('realm="Simulated', 'realm="Other'));
    refused(`Basic ${base64(`${user}:${password}`)}`);
  });

  test("another connection's nonce, or a worn one, is stale", () => {
    const door = new Doorkeeper();
    const foreign = answer(challengeOf(new Doorkeeper()), 'DESCRIBE');
    const stale = door.refuse(auth, 'DESCRIBE', foreign, 0) ?? '';
    expect(stale).toMatch(/stale=true$/);
    const right = answer(stale, 'DESCRIBE');
    expect(door.refuse(auth, 'DESCRIBE', right, 1)).toBe(undefined);
    expect(door.refuse(auth, 'DESCRIBE', right, 1)).toMatch(/stale=true$/);
  });
});
