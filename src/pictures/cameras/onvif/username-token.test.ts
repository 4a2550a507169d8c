import { parseXml } from '@rgrove/parse-xml';
import { expect, test } from '@jest/globals';
import { passwordDigest, usernameToken } from './username-token.ts';

test('the digest is the one of ONVIF’s own example', () => {
  const nonce = Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64');
  expect(passwordDigest(nonce, '2010-09-16T07:50:45Z', 'userpassword')).toBe(
    'tuOSpGlFlIXsozq4HFNeeGeFLEI=',
  );
});

test('a token tells user and time, never the password, and is another one each time', () => {
  const login = { user: 'me & <you>', password: 'hunter2' };
  const token = (): string => usernameToken(login, Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  expect(token()).toContain('>2026-01-02T03:04:05.678Z<');
  expect(parseXml(token()).text).toContain('me & <you>');
  expect(token()).not.toContain('hunter2');
  expect(new Set(Array.from({ length: 20 }, token)).size).toBe(20);
});
