import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import type { Store } from '../../storage/store.ts';
import {
  authorizePath,
  call,
  codeFor,
  exchange,
  expectRefused,
  link,
  refresh,
  userInfo,
} from '../../workshop/testing/linking-dance.ts';
import { openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import type { Jar } from '../../workshop/testing/cookie-jar.ts';

let site: LinkingSite;
let birch: Jar;
let down = false;

/** The whole store, failing while `down`. */
function fragile(real: Store): Store {
  const breakable = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (!down) return value.bind(target);
        return () => Promise.reject(new Failure('storage-down', 'storage is not available'));
      },
    });
  return {
    ...real,
    of: (account) => breakable(real.of(account)),
    directory: breakable(real.directory),
  };
}

beforeAll(async () => {
  site = await openLinkingSite({ store: fragile });
  birch = await site.signedIn('birch@example.net');
});
afterAll(() => site.close());

test('while storage is down every endpoint says 503, and nothing is lost by it', async () => {
  const tokens = await link(site, birch);
  const code = await codeFor(birch);
  down = true;
  try {
    const replies = [
      await exchange(site, code),
      await refresh(site, tokens.refresh),
      await call(site, 'revoke', { token: tokens.access }),
    ];
    for (const reply of replies) {
      expectRefused(reply, 503, 'temporarily_unavailable');
      expect(reply.headers.get('retry-after')).toBe('2');
    }
    expect((await userInfo(site, tokens.access)).status).toBe(503);
    const consent = await birch.get(authorizePath());
    expect(consent.status).toBe(503);
    expect(consent.text).toContain('<h1>One moment, please</h1>');
    expect(consent.headers.get('cache-control')).toBe('private, no-store');
    expect((await birch.get('/account')).status).toBe(503);
  } finally {
    down = false;
  }
  expect((await exchange(site, code)).status).toBe(200);
  expect((await refresh(site, tokens.refresh)).status).toBe(200);
});
