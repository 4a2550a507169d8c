import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { authenticationRanks } from '../../wall/partitions/origin.ts';
import { type ChooseAuthentication, createAuthorizer } from './authorizer.ts';

/** As the guard of an origin that is not bound yet. */
const strongest: ChooseAuthentication = (offered) => {
  const [first] = offered.toSorted(
    (a, b) => authenticationRanks.indexOf(b.scheme) - authenticationRanks.indexOf(a.scheme),
  );
  if (first === undefined) throw new Error('nothing is offered');
  return first;
};

const mufasa = { user: 'Mufasa', password: 'Circle of Life' };

function parameters(header: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', text, bare] of (header ?? '').matchAll(
    /(\w+)=(?:"([^"]*)"|([^\s,]+))/g,
  )) {
    found.set(name, text ?? bare ?? '');
  }
  return found;
}

describe('authorization', () => {
  test('nothing is sent before the camera asks, or without a password', () => {
    expect(createAuthorizer(mufasa, strongest).header('DESCRIBE', 'rtsp://h/')).toBeUndefined();
    const nobody = createAuthorizer(undefined, strongest);
    expect(nobody.challenge(['Basic realm="x"'])).toBe(false);
  });

  test('Basic', () => {
    const authorizer = createAuthorizer({ user: 'Aladdin', password: 'open sesame' }, strongest);
    expect(authorizer.challenge(['Basic realm="WallyWorld"'])).toBe(true);
    // The example of RFC 7617 §2.
    expect(authorizer.header('DESCRIBE', 'x')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    expect(authorizer.challenge(['Basic realm="WallyWorld"'])).toBe(false);
    expect(createAuthorizer(mufasa, strongest).challenge(['Basic'])).toBe(true);
  });

  test('Digest as the oldest cameras speak it: the example of RFC 2069 with errata', () => {
    const authorizer = createAuthorizer({ user: 'Mufasa', password: 'CircleOfLife' }, strongest);
    const challenge =
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    expect(authorizer.challenge([challenge])).toBe(true);
    const sent = parameters(authorizer.header('GET', '/dir/index.html'));
    expect(sent.get('response')).toBe('1949323746fe6a43ef61f9606e7febea');
    expect(sent.get('opaque')).toBe('5ccc069c403ebaf9f0171e9517f40e41');
    expect(sent.has('qop')).toBe(false);
  });

  test('what a challenge has empty is left out: qop and algorithm', () => {
    const authorizer = createAuthorizer({ user: 'Mufasa', password: 'CircleOfLife' }, strongest);
    const challenge =
      'Digest realm="testrealm@host.com", qop="", algorithm="", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
    expect(authorizer.challenge([challenge])).toBe(true);
    const sent = parameters(authorizer.header('GET', '/dir/index.html'));
    expect(sent.get('response')).toBe('1949323746fe6a43ef61f9606e7febea');
    expect([sent.has('qop'), sent.has('algorithm')]).toEqual([false, false]);
  });

  test.each([
    ['MD5', 'md5', false],
    ['SHA-256', 'sha256', false],
    ['MD5-sess', 'md5', true],
    ['SHA-256-sess', 'sha256', true],
  ])('Digest with qop=auth, %s', (algorithm, name, session) => {
    const authorizer = createAuthorizer(mufasa, strongest);
    authorizer.challenge([
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf"`,
    ]);
    const hash = (text: string): string => createHash(name).update(text).digest('hex');
    for (const nc of ['00000001', '00000002']) {
      const sent = parameters(authorizer.header('SETUP', 'rtsp://h/1'));
      const cnonce = sent.get('cnonce') ?? '';
      const secret = hash('Mufasa:http-auth@example.org:Circle of Life');
      const a1 = session ? hash(`${secret}:7ypf:${cnonce}`) : secret;
      const a2 = hash('SETUP:rtsp://h/1');
      expect(sent.get('response')).toBe(hash(`${a1}:7ypf:${nc}:${cnonce}:auth:${a2}`));
      expect(sent.get('nc')).toBe(nc);
      expect(sent.get('qop')).toBe('auth');
      expect(sent.get('algorithm')).toBe(algorithm);
    }
  });

  test.each(['constructor', '__proto__', 'constructor-sess'])(
    'an algorithm called %s is none that is known',
    (algorithm) => {
      const challenge = `Digest realm="a", nonce="1", algorithm=${algorithm}`;
      expect(createAuthorizer(mufasa, strongest).challenge([challenge])).toBe(false);
    },
  );

  test('the strongest of several challenges is answered, in one header or many', () => {
    const basic = 'Basic realm="a, b=c"';
    const md5 = 'Digest realm="a", nonce="n", algorithm=MD5';
    const sha = 'Digest realm="a", nonce="n", algorithm=SHA-256';
    for (const values of [[basic, md5, sha], [`${basic}, ${md5}, ${sha}`], [sha, basic, md5]]) {
      const authorizer = createAuthorizer(mufasa, strongest);
      expect(authorizer.challenge(values)).toBe(true);
      expect(authorizer.header('A', 'b')).toContain('algorithm=SHA-256');
    }
  });

  test('a nonce that ran out is replaced, a refused one is not tried again', () => {
    const authorizer = createAuthorizer(mufasa, strongest);
    expect(authorizer.challenge(['Digest realm="a", nonce="1", qop="auth"'])).toBe(true);
    authorizer.header('A', 'b');
    expect(authorizer.challenge(['Digest realm="a", nonce="1", qop="auth"'])).toBe(false);
    expect(authorizer.challenge(['Digest realm="a", nonce="2", qop="auth", stale=true'])).toBe(
      true,
    );
    const sent = parameters(authorizer.header('A', 'b'));
    expect([sent.get('nonce'), sent.get('nc')]).toEqual(['2', '00000001']);
  });

  test('what was refused at once is told, when it is asked again', () => {
    const refused: unknown[] = [];
    const noting: ChooseAuthentication = (offered, scheme) => {
      refused.push(scheme);
      return strongest(
        scheme === 'sha256' ? offered.filter((one) => one.scheme === 'md5') : offered,
      );
    };
    const both = [
      'Digest realm="a", nonce="1", algorithm="SHA-256"',
      'Digest realm="a", nonce="1", algorithm="MD5"',
    ];
    const authorizer = createAuthorizer(mufasa, noting);
    expect(authorizer.challenge(both)).toBe(true);
    expect(authorizer.header('A', 'b')).toContain('algorithm=SHA-256');
    expect(authorizer.challenge(both)).toBe(true);
    expect(authorizer.header('A', 'b')).toContain('algorithm=MD5');
    expect(authorizer.challenge(both)).toBe(true);
    expect(refused).toEqual([undefined, 'sha256', 'md5']);
  });

  test('a nonce that ran out is no refusal, nor is one that was good before', () => {
    const refused: unknown[] = [];
    const noting: ChooseAuthentication = (offered, scheme) => {
      refused.push(scheme);
      return strongest(offered);
    };
    const authorizer = createAuthorizer(mufasa, noting);
    authorizer.challenge(['Digest realm="a", nonce="1"']);
    authorizer.header('A', 'b');
    authorizer.challenge(['Digest realm="a", nonce="2", stale=TRUE']);
    authorizer.header('A', 'b');
    authorizer.header('A', 'c');
    authorizer.challenge(['Digest realm="a", nonce="3"']);
    expect(refused).toEqual([undefined, undefined, undefined]);
  });

  test('a challenge that is longer than any honest one is none', () => {
    const of = (length: number): string => `Digest realm="a", nonce="1", x="${'y'.repeat(length)}"`;
    expect(createAuthorizer(mufasa, strongest).challenge([of(4_000)])).toBe(true);
    expect(createAuthorizer(mufasa, strongest).challenge([of(4_096)])).toBe(false);
  });

  test('what is no parameter among others is passed over', () => {
    const authorizer = createAuthorizer(mufasa, strongest);
    const odd = 'Negotiate, Digest  realm=, nonsense, nonce = "1" ,qop=auth "x, Basic realm="a"';
    expect(authorizer.challenge([odd])).toBe(true);
    const sent = parameters(authorizer.header('A', 'b'));
    expect([sent.get('realm'), sent.get('nonce')]).toEqual(['', '1']);
  });

  test('what cannot be answered is not', () => {
    const authorizer = createAuthorizer(mufasa, strongest);
    expect(authorizer.challenge(['Digest realm="a", nonce="1", algorithm=SHA-512-256'])).toBe(
      false,
    );
    expect(authorizer.challenge(['Digest realm="a", nonce="1", qop="auth-int"'])).toBe(false);
    expect(authorizer.challenge(['Digest realm="a"'])).toBe(false);
    expect(authorizer.challenge(['Negotiate'])).toBe(false);
    expect(authorizer.header('A', 'b')).toBeUndefined();
  });

  test('a realm full of quotes stays within its own', () => {
    const authorizer = createAuthorizer(mufasa, strongest);
    authorizer.challenge(['Digest realm="a\\"b\\\\", nonce="1"']);
    expect(authorizer.header('A', 'b')).toContain('realm="a\\"b\\\\", nonce="1"');
  });
});
